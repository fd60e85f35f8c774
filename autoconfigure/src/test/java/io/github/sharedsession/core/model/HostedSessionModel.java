package io.github.sharedsession.core.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A session with hosts that serve several resources: who counts as what, when a host sees
 * that nobody wants it any more, and in which order it ends. What {@link HostModel}
 * searches of one resource is taken as one step here: all that happens under its mutex.
 * Processes are the forks, of which each is followed by another one, and then the places
 * for hosts.
 */
final class HostedSessionModel implements Model {

	private static final int HOSTS = 2;

	private static final int KEYS = 2;

	private static final Step[] STEPS = Step.values();

	private static final Set<Step> RESTING = EnumSet.of(Step.DONE, Step.ABSENT);

	private static final List<String> WRONG = List.of("", "the session directory vanished under a member",
			"an older server was closed while a newer one of the same host ran",
			"the error is a failure of an earlier stay in the session",
			"a creation that has failed was tried again in the same stay", "torn down under a live user");

	private final Layout layout = new Layout();

	private final int root = this.layout.cell("root");

	/** Whether there is one; who removes it takes all lock files with it. */
	private final int directory = this.layout.cell("directory");

	/** The session's {@code members}: forks and hosts. */
	private final int members = this.layout.cell("members");

	/** The session's {@code forks}: no hosts. */
	private final int forks = this.layout.cell("forks");

	/** Who holds {@code forks} exclusively, to see whether it is alone, plus one. */
	private final int probe = this.layout.cell("probe");

	/** Holder of the host lock of each class path. */
	private final int host = this.layout.cells("host", KEYS);

	/** Holder of the right to create. */
	private final int owner = this.layout.cells("owner", KEYS);

	private final int record = this.layout.cells("record", KEYS);

	private final int exists = this.layout.cells("exists", KEYS);

	/** Whether it was made after the other one. */
	private final int newer = this.layout.cells("newer", KEYS);

	private final int leases = this.layout.cells("leases", KEYS);

	private final int requests = this.layout.cells("requests", KEYS);

	/** Forks that rely on it, as their host has not been killed. */
	private final int users = this.layout.cells("users", KEYS);

	/** The recorded failure: the stay in which it was recorded. */
	private final int failure = this.layout.cells("failure", KEYS);

	/** The stay in which the creation failed, whatever has been recorded. */
	private final int failed = this.layout.cells("failed", KEYS);

	/** Counts how often somebody entered when there was no fork. */
	private final int stay = this.layout.cell("stay");

	private final int forkCrashes = this.layout.cell("forkCrashes");

	private final int hostCrashes = this.layout.cell("hostCrashes");

	private final int failures = this.layout.cell("failures");

	private final int wrong = this.layout.cell("wrong");

	private final int steps;

	/** Of a fork its position in its plan, of a host its class path. */
	private final int data;

	/** How many further forks follow. */
	private final int lives;

	private final int count;

	private final Limits limits;

	private final @Nullable Deviation deviation;

	private final int[][] plans;

	/**
	 * Create a model.
	 * @param limits what may happen
	 * @param deviation from the rules
	 * @param plans the keys that each fork asks for, one after the other
	 */
	HostedSessionModel(Limits limits, @Nullable Deviation deviation, int[]... plans) {
		this.limits = limits;
		this.deviation = deviation;
		this.plans = plans;
		this.count = plans.length;
		this.steps = this.layout.cells("", this.count + HOSTS);
		this.data = this.layout.cells("data", this.count + HOSTS);
		this.lives = this.layout.cells("lives", this.count);
	}

	@Override
	public Layout layout() {
		return this.layout;
	}

	@Override
	public State initial() {
		State state = new State(this.layout.size()).set(this.forkCrashes, this.limits.forkCrashes())
			.set(this.hostCrashes, this.limits.hostCrashes())
			.set(this.failures, this.limits.failures());
		for (int i = 0; i < this.count; i++) {
			state.set(this.lives + i, this.limits.followers());
		}
		for (int i = this.count; i < this.count + HOSTS; i++) {
			state.set(this.steps + i, Step.ABSENT);
		}
		return state;
	}

	private boolean is(Deviation deviation) {
		return this.deviation == deviation;
	}

	private State go(State s, int i, Step step) {
		return s.copy().set(this.steps + i, step);
	}

	private int classPath(int key) {
		return this.limits.twoClassPaths() ? key : 0;
	}

	private boolean isServed(State s, int key) {
		return s.get(this.owner + key) != 0 && s.get(this.record + key) != 0;
	}

	@Override
	public void steps(State s, Moves moves) {
		for (int i = 0; i < this.count + HOSTS; i++) {
			Step step = STEPS[s.get(this.steps + i)];
			if (step == Step.DYING) {
				die(s, i, moves);
			}
			else if (!RESTING.contains(step)) {
				crash(s, i, step, moves);
				if (step.compareTo(Step.ASK) < 0) {
					enter(s, i, step, moves);
				}
				else if (step.compareTo(Step.LEAVE) < 0) {
					use(s, i, step, moves);
				}
				else if (step.compareTo(Step.START) < 0) {
					leave(s, i, step, moves);
				}
				else if (step.compareTo(Step.HOST_LEAVE) < 0) {
					serve(s, i, step, s.get(this.data + i), moves);
				}
				else {
					leaveAsHost(s, i, step, moves);
				}
			}
		}
	}

	private void crash(State s, int i, Step step, Moves moves) {
		State crashed = go(s, i, Step.DYING);
		if (i < this.count && step != Step.IDLE && s.get(this.forkCrashes) > 0) {
			for (int key = 0; key < KEYS; key++) {
				crashed.remove(this.users + key, i);
			}
			moves.mishap(i, "crashes", crashed.change(this.forkCrashes, -1));
		}
		if (i >= this.count && s.get(this.hostCrashes) > 0) {
			for (int key = 0; key < KEYS; key++) {
				if (s.get(this.owner + key) == i + 1) {
					crashed.set(this.users + key, 0);
				}
			}
			moves.mishap(i, "crashes", crashed.change(this.hostCrashes, -1));
		}
	}

	private void enter(State s, int i, Step step, Moves moves) {
		switch (step) {
			case IDLE -> {
				if (s.get(this.root) == 0) {
					moves.step(i, "takes root", go(s, i, Step.ENTER).set(this.root, i + 1));
				}
			}
			case ENTER -> moves.step(i, "makes the directory, takes shared members",
					go(s, i, Step.SHARE_FIRST).set(this.directory, 1).add(this.members, i));
			case SHARE_FIRST -> {
				boolean refused = s.get(this.probe) != 0 && !is(Deviation.ENTER_EXCLUSIVE_BEFORE_SHARED);
				moves.step(i, refused ? "is refused shared forks, polls" : "can have shared forks",
						refused ? refused(s, i) : go(s, i, Step.EXCLUDE));
			}
			case EXCLUDE -> {
				State next = s.copy();
				if (s.get(this.forks) == 0) {
					next.change(this.stay, 1);
				}
				boolean others = is(Deviation.ALONE_MEANS_WITHOUT_HOSTS) && s.hasOthers(this.members, i);
				boolean alone = s.get(this.forks) == 0 && s.get(this.probe) == 0 && !others;
				moves.step(i, alone ? "is alone" : "is refused forks",
						alone ? go(next, i, Step.FORGIVE).set(this.probe, i + 1) : go(next, i, Step.SHARE));
			}
			case FORGIVE, FORGIVE_OTHER -> {
				boolean first = step == Step.FORGIVE;
				moves.step(i, "deletes a failure",
						go(s, i, first ? Step.FORGIVE_OTHER : Step.UNLOOK).set(this.failure + (first ? 0 : 1), 0));
			}
			case UNLOOK -> moves.step(i, "drops forks", go(s, i, Step.SHARE).set(this.probe, 0));
			case SHARE -> {
				if (s.get(this.probe) != 0) {
					moves.step(i, "is refused shared forks, polls", leaveAgain(s, i));
				}
				else {
					moves.step(i, "takes shared forks", go(s, i, Step.IN).add(this.forks, i));
				}
			}
			default -> moves.step(i, "drops root", go(s, i, Step.ASK).set(this.root, 0).set(this.data + i, 0));
		}
	}

	private State refused(State s, int i) {
		return go(s, i, Step.IDLE).remove(this.members, i).set(this.root, 0);
	}

	/** What has not begun is not counted as a stay. */
	private State leaveAgain(State s, int i) {
		State next = refused(s, i);
		if (s.get(this.forks) == 0) {
			next.change(this.stay, -1).set(this.failed, 0).set(this.failed + 1, 0);
		}
		return next;
	}

	private void use(State s, int i, Step step, Moves moves) {
		int[] plan = this.plans[i];
		int position = s.get(this.data + i);
		switch (step) {
			case ASK -> {
				int key = plan[position];
				moves.step(i, "leases and asks",
						go(s, i, Step.POLL).add(this.leases + key, i).add(this.requests + key, i));
			}
			case POLL -> poll(s, i, plan[position], (position + 1 < plan.length), moves);
			default -> {
				State next = go(s, i, Step.LEAVE);
				for (int key = 0; key < KEYS; key++) {
					next.remove(this.leases + key, i).remove(this.users + key, i).remove(this.requests + key, i);
				}
				moves.step(i, "gives back all leases", next);
			}
		}
	}

	private void poll(State s, int i, int key, boolean goesOn, Moves moves) {
		if (isServed(s, key)) {
			State next = go(s, i, goesOn ? Step.ASK : Step.USE).remove(this.requests + key, i);
			// A host that is dying still holds the right
			if (!s.is(this.steps + s.get(this.owner + key) - 1, Step.DYING)) {
				next.add(this.users + key, i);
			}
			moves.step(i, "joins", goesOn ? next.change(this.data + i, 1) : next);
			return;
		}
		if (s.get(this.failure + key) != 0) {
			boolean stale = s.get(this.failure + key) != s.get(this.stay);
			moves.step(i, "gets the recorded failure", go(s, i, Step.USE).set(this.wrong, stale ? 3 : 0));
			return;
		}
		int place = this.count;
		while (place < this.count + HOSTS && !s.is(this.steps + place, Step.ABSENT)) {
			place++;
		}
		if (s.get(this.host + classPath(key)) == 0 && place < this.count + HOSTS) {
			moves.step(i, "starts a host", go(s, place, Step.START).set(this.data + place, classPath(key)));
		}
	}

	private void leave(State s, int i, Step step, Moves moves) {
		switch (step) {
			case LEAVE -> {
				if (s.get(this.root) == 0) {
					moves.step(i, "takes root to leave", go(s, i, Step.STAND).set(this.root, i + 1));
				}
			}
			case STAND -> moves.step(i, "drops forks and members",
					go(s, i, Step.LAST).remove(this.forks, i).remove(this.members, i));
			case LAST -> {
				boolean others = is(Deviation.ALONE_MEANS_WITHOUT_HOSTS) && s.get(this.members) != 0;
				boolean last = s.get(this.forks) == 0 && s.get(this.probe) == 0 && !others;
				moves.step(i, last ? "is the last fork" : "is not the last fork",
						last ? go(s, i, Step.LAST_FORGIVES).set(this.probe, i + 1) : go(s, i, Step.CLEAR));
			}
			case LAST_FORGIVES ->
				moves.step(i, "deletes failures", go(s, i, Step.CLEAR).set(this.failure, 0).set(this.failure + 1, 0));
			case CLEAR -> moves.step(i, "removes the directory, if it may", clear(s, i, Step.UNHOLD));
			case UNHOLD -> {
				State next = go(s, i, Step.OUT);
				moves.step(i, "drops forks", (s.get(this.probe) == i + 1) ? next.set(this.probe, 0) : next);
			}
			default -> moves.step(i, "drops root", next(s, i).set(this.root, 0));
		}
	}

	/** One fork ends, another one may be started. */
	private State next(State s, int i) {
		boolean more = s.get(this.lives + i) > 0;
		State next = go(s, i, more ? Step.IDLE : Step.DONE).set(this.data + i, 0);
		return more ? next.change(this.lives + i, -1) : next;
	}

	private State clear(State s, int i, Step step) {
		State next = go(s, i, step);
		boolean records = s.get(this.record) + s.get(this.record + 1) != 0;
		if (s.get(this.directory) == 0 || s.get(this.members) != 0
				|| (records && !is(Deviation.RECORDS_DO_NOT_KEEP_THE_DIRECTORY))) {
			return next;
		}
		for (int cells : new int[] { this.record, this.failure, this.requests }) {
			next.set(cells, 0).set(cells + 1, 0);
		}
		return next.set(this.directory, 0);
	}

	private void serve(State s, int i, Step step, int classPath, Moves moves) {
		boolean rootIsFree = s.get(this.root) == 0;
		switch (step) {
			case START -> {
				if (is(Deviation.HOST_DOES_NOT_ENTER)) {
					moves.step(i, "does not enter", go(s, i, Step.HOST_LOCK));
				}
				else if (rootIsFree) {
					moves.step(i, "takes root", go(s, i, Step.HOST_ENTER).set(this.root, i + 1));
				}
			}
			case HOST_ENTER -> {
				State enters = go(s, i, Step.HOST_LOCK).set(this.root, 0).add(this.members, i);
				if (is(Deviation.HOST_COUNTS_AS_FORK)) {
					enters.add(this.forks, i);
				}
				State exits = go(s, i, Step.ABSENT).set(this.root, 0).set(this.data + i, 0);
				moves.step(i, "takes shared members, drops root", (s.get(this.directory) != 0) ? enters : exits);
			}
			case HOST_LOCK -> {
				boolean free = s.get(this.host + classPath) == 0;
				State next = go(s, i, free ? Step.LOOP : Step.HOST_LEAVE);
				moves.step(i, "tries the host lock", free ? next.set(this.host + classPath, i + 1) : next);
			}
			case LOOP -> {
				for (int key = 0; key < KEYS; key++) {
					if (classPath(key) == classPath && s.get(this.requests + key) != 0
							&& s.get(this.owner + key) == 0) {
						answer(s, i, key, moves);
					}
				}
				boolean unlocked = is(Deviation.LOOK_WITHOUT_ROOT);
				if (rootIsFree || unlocked) {
					State next = go(s, i, Step.LOOK);
					moves.step(i, "begins to look for forks", unlocked ? next : next.set(this.root, i + 1));
				}
			}
			case LOOK -> {
				boolean alone = s.get(this.forks) == 0 && s.get(this.probe) == 0;
				moves.step(i, alone ? "takes exclusive forks" : "is refused forks",
						alone ? go(s, i, Step.LOOKED).set(this.probe, i + 1) : dropRoot(go(s, i, Step.LOOP), i));
			}
			case LOOKED ->
				moves.step(i, "drops forks, nobody there", dropRoot(go(s, i, Step.END).set(this.probe, 0), i));
			case END -> end(s, i, moves);
			default -> moves.step(i, "drops the host lock", go(s, i, Step.HOST_LEAVE).set(this.host + classPath, 0));
		}
	}

	private State dropRoot(State state, int i) {
		return (state.get(this.root) == i + 1) ? state.set(this.root, 0) : state;
	}

	private void answer(State s, int i, int key, Moves moves) {
		if (s.get(this.leases + key) == 0) {
			moves.step(i, "forgets the requests of the dead", s.copy().set(this.requests + key, 0));
		}
		else if (s.get(this.failure + key) == 0) {
			boolean again = s.get(this.failed + key) != 0 && s.get(this.failed + key) == s.get(this.stay)
					&& s.get(this.forks) != 0;
			State next = s.copy().set(this.exists + key, 0).set(this.record + key, 0).set(this.wrong, again ? 4 : 0);
			if (s.get(this.failures) > 0) {
				int now = s.get(this.stay);
				// It was made for the dead, and may be tried again for who just enters
				int told = isForgiving(s) ? 0 : now;
				moves.mishap(i, "fails to create",
						next.copy()
							.set(this.failure + key, now)
							.set(this.failed + key, told)
							.change(this.failures, -1));
			}
			moves.step(i, "creates",
					next.set(this.owner + key, i + 1)
						.set(this.exists + key, 1)
						.set(this.record + key, 1)
						.set(this.newer + key, 1)
						.set(this.newer + 1 - key, 0));
		}
	}

	private boolean isForgiving(State s) {
		int holder = s.get(this.probe);
		return holder > 0
				&& (s.is(this.steps + holder - 1, Step.FORGIVE) || s.is(this.steps + holder - 1, Step.FORGIVE_OTHER));
	}

	/** The newest first; what is leased is kept, and with it all that is older. */
	private void end(State s, int i, Moves moves) {
		int newest = -1;
		for (int key = 0; key < KEYS; key++) {
			boolean leased = s.get(this.leases + key) != 0;
			if (s.get(this.owner + key) == i + 1 && (newest < 0 || s.get(this.newer + key) != 0)
					&& !(leased && is(Deviation.OLDER_ENDS_WHILE_NEWER_IS_LEASED))) {
				newest = key;
			}
		}
		if (newest < 0) {
			moves.step(i, "serves nothing any more", go(s, i, isServing(s, i) ? Step.LOOP : Step.UNHOST));
		}
		else if (s.get(this.leases + newest) != 0 && !is(Deviation.END_WITHOUT_A_LOOK_AT_LEASES)) {
			moves.step(i, "finds a lease, serves on", go(s, i, Step.LOOP));
		}
		else {
			int other = 1 - newest;
			boolean early = s.get(this.owner + other) == i + 1 && s.get(this.newer + other) != 0;
			int wrong = (s.get(this.users + newest) != 0) ? 5 : early ? 2 : 0;
			moves.step(i, "closes a server",
					s.copy()
						.set(this.exists + newest, 0)
						.set(this.record + newest, 0)
						.set(this.owner + newest, 0)
						.set(this.requests + newest, 0)
						.set(this.wrong, wrong));
		}
	}

	private boolean isServing(State s, int i) {
		return s.get(this.owner) == i + 1 || s.get(this.owner + 1) == i + 1;
	}

	private void leaveAsHost(State s, int i, Step step, Moves moves) {
		switch (step) {
			case HOST_LEAVE -> {
				if (s.get(this.root) == 0) {
					moves.step(i, "takes root to leave",
							go(s, i, Step.HOST_CLEAR).set(this.root, i + 1)
								.remove(this.members, i)
								.remove(this.forks, i));
				}
			}
			case HOST_CLEAR -> moves.step(i, "removes the directory, if it may", clear(s, i, Step.HOST_OUT));
			default ->
				moves.step(i, "drops root, exits", go(s, i, Step.ABSENT).set(this.root, 0).set(this.data + i, 0));
		}
	}

	private void die(State s, int i, Moves moves) {
		boolean free = true;
		for (int lock : new int[] { this.root, this.probe, this.host, this.host + 1, this.owner, this.owner + 1 }) {
			if (s.get(lock) == i + 1) {
				free = false;
				moves.step(i, "dying, loses a lock", s.copy().set(lock, 0));
			}
		}
		for (int lock : new int[] { this.members, this.forks, this.leases, this.leases + 1 }) {
			if (s.has(lock, i)) {
				free = false;
				moves.step(i, "dying, loses a shared lock", s.copy().remove(lock, i));
			}
		}
		if (free) {
			moves.step(i, "is gone", (i < this.count) ? next(s, i) : go(s, i, Step.ABSENT).set(this.data + i, 0));
		}
	}

	@Override
	public @Nullable String violation(State s) {
		if (s.get(this.wrong) != 0) {
			return WRONG.get(s.get(this.wrong));
		}
		for (int key = 0; key < KEYS; key++) {
			if (s.get(this.exists + key) != 0 && (s.get(this.record + key) == 0 || s.get(this.directory) == 0)) {
				return "LEAK: a server without a record";
			}
			if (s.get(this.users + key) != 0 && s.get(this.exists + key) == 0) {
				return WRONG.get(5);
			}
		}
		if (s.get(this.directory) == 0 && (s.get(this.members) != 0 || isHosted(s))) {
			return WRONG.get(1);
		}
		boolean hostsLived = s.get(this.hostCrashes) == this.limits.hostCrashes();
		if (isFinal(s) && hostsLived && s.get(this.exists) + s.get(this.exists + 1) != 0) {
			return "a server is left though no host was killed";
		}
		boolean clean = hostsLived && s.get(this.forkCrashes) == this.limits.forkCrashes();
		return (isFinal(s) && clean && s.get(this.directory) != 0) ? "a directory is left though nobody crashed" : null;
	}

	private boolean isHosted(State s) {
		for (int classPath = 0; classPath < KEYS; classPath++) {
			int holder = s.get(this.host + classPath);
			if (holder != 0 && !s.is(this.steps + holder - 1, Step.DYING)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public boolean isFinal(State s) {
		for (int i = 0; i < this.count + HOSTS; i++) {
			if (!RESTING.contains(STEPS[s.get(this.steps + i)])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * What may happen.
	 *
	 * @param followers how many further forks follow each fork
	 * @param forkCrashes how many forks may be killed
	 * @param hostCrashes how many hosts may be killed
	 * @param failures how many creations may throw
	 * @param twoClassPaths whether the resources need hosts of different class paths
	 */
	record Limits(int followers, int forkCrashes, int hostCrashes, int failures, boolean twoClassPaths) {
	}

	private enum Step {

		IDLE, ENTER, SHARE_FIRST, EXCLUDE, FORGIVE, FORGIVE_OTHER, UNLOOK, SHARE, IN,

		ASK, POLL, USE,

		LEAVE, STAND, LAST, LAST_FORGIVES, CLEAR, UNHOLD, OUT,

		START, HOST_ENTER, HOST_LOCK, LOOP, LOOK, LOOKED, END, UNHOST,

		HOST_LEAVE, HOST_CLEAR, HOST_OUT,

		DONE, ABSENT, DYING

	}

	/** What must not be done. */
	enum Deviation {

		LOOK_WITHOUT_ROOT, ALONE_MEANS_WITHOUT_HOSTS, HOST_COUNTS_AS_FORK, HOST_DOES_NOT_ENTER,
		ENTER_EXCLUSIVE_BEFORE_SHARED, END_WITHOUT_A_LOOK_AT_LEASES, OLDER_ENDS_WHILE_NEWER_IS_LEASED,
		RECORDS_DO_NOT_KEEP_THE_DIRECTORY

	}

}
