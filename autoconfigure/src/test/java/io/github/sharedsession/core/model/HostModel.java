package io.github.sharedsession.core.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A resource that a host makes: forks ask, a JVM of its own creates and closes. Processes
 * are the forks and then the places for hosts; a place is used again by the next host.
 * What a killed host has made goes on existing.
 */
final class HostModel implements Model {

	private static final int HOSTS = 2;

	private static final int MAX_GENERATION = 8;

	private static final Step[] STEPS = Step.values();

	private static final Set<Step> RESTING = EnumSet.of(Step.DEAD, Step.DONE, Step.ABSENT);

	private static final Set<Step> USING = EnumSet.of(Step.JOINED, Step.USE, Step.AGAIN);

	private static final List<String> WRONG = List.of("", "joined a value that no host serves",
			"joined a generation that is torn down", "a JVM got two generations without an error",
			"would create though all who asked are dead");

	private final Layout layout = new Layout();

	private final int mutex = this.layout.cell("mutex");

	/** Holder of the right to create, plus one. */
	private final int owner = this.layout.cell("owner");

	/** Forks that hold it shared, to see whether it is held. */
	private final int probes = this.layout.cell("probes");

	private final int members = this.layout.cell("members");

	private final int alone = this.layout.cell("alone");

	/** Holder of the host lock of each class path. */
	private final int host = this.layout.cells("host", 2);

	private final int value = this.layout.cell("value");

	private final int intent = this.layout.cell("intent");

	private final int exists = this.layout.cell("exists");

	private final int requests = this.layout.cell("requests");

	private final int forkCrashes = this.layout.cell("forkCrashes");

	private final int hostCrashes = this.layout.cell("hostCrashes");

	private final int generations = this.layout.cell("generations");

	/** Generations whose host was killed. */
	private final int bereaved = this.layout.cell("bereaved");

	private final int wrong = this.layout.cell("wrong");

	private final int steps;

	/** Of a fork the generation it uses, of a host its class path. */
	private final int data;

	private final int[] classPaths;

	private final int forks;

	private final int maxForkCrashes;

	private final int maxHostCrashes;

	private final Set<Deviation> deviations;

	/**
	 * Create a model.
	 * @param forkCrashes how many forks may be killed
	 * @param hostCrashes how many hosts may be killed
	 * @param deviations from the rules
	 * @param classPaths the class path of each fork, 0 or 1
	 */
	HostModel(int forkCrashes, int hostCrashes, Set<Deviation> deviations, int... classPaths) {
		this.maxForkCrashes = forkCrashes;
		this.maxHostCrashes = hostCrashes;
		this.deviations = deviations.isEmpty() ? EnumSet.noneOf(Deviation.class) : EnumSet.copyOf(deviations);
		this.classPaths = classPaths;
		this.forks = classPaths.length;
		this.steps = this.layout.cells("", this.forks + HOSTS);
		this.data = this.layout.cells("data", this.forks + HOSTS);
	}

	@Override
	public Layout layout() {
		return this.layout;
	}

	@Override
	public State initial() {
		State state = new State(this.layout.size()).set(this.forkCrashes, this.maxForkCrashes)
			.set(this.hostCrashes, this.maxHostCrashes)
			.set(this.generations, 1);
		for (int i = this.forks; i < this.forks + HOSTS; i++) {
			state.set(this.steps + i, Step.ABSENT);
		}
		return state;
	}

	private boolean is(Deviation deviation) {
		return this.deviations.contains(deviation);
	}

	private Step at(State s, int i) {
		return STEPS[s.get(this.steps + i)];
	}

	private State go(State s, int i, Step step) {
		return s.copy().set(this.steps + i, step);
	}

	private boolean isHeldByHost(State s) {
		return s.get(this.owner) > this.forks;
	}

	private boolean mayShareMembers(State s) {
		return !is(Deviation.REQUEST_WITHOUT_LEASE) || s.get(this.alone) == 0;
	}

	@Override
	public void steps(State s, Moves moves) {
		for (int i = 0; i < this.forks + HOSTS; i++) {
			Step step = at(s, i);
			if (RESTING.contains(step)) {
				continue;
			}
			if (step == Step.DYING) {
				die(s, i, moves);
				continue;
			}
			crash(s, i, step, moves);
			if (i >= this.forks) {
				host(s, i, step, s.get(this.data + i), moves);
			}
			else if (step.compareTo(Step.JOINED) < 0) {
				ask(s, i, step, this.classPaths[i], moves);
			}
			else {
				use(s, i, step, moves);
			}
		}
	}

	private void crash(State s, int i, Step step, Moves moves) {
		State crashed = go(s, i, Step.DYING);
		if (i < this.forks && s.get(this.forkCrashes) > 0 && step != Step.IDLE) {
			moves.mishap(i, "crashes", crashed.set(this.data + i, 0).change(this.forkCrashes, -1));
		}
		if (i >= this.forks && s.get(this.hostCrashes) > 0) {
			if (s.get(this.owner) == i + 1) {
				for (int record : new int[] { this.value, this.intent }) {
					if (s.get(record) != 0) {
						crashed.add(this.bereaved, s.get(record));
					}
				}
			}
			moves.mishap(i, "crashes", crashed.change(this.hostCrashes, -1));
		}
	}

	private void ask(State s, int i, Step step, int classPath, Moves moves) {
		boolean mutexIsFree = s.get(this.mutex) == 0;
		switch (step) {
			case IDLE -> {
				if (is(Deviation.REQUEST_WITHOUT_LEASE)) {
					moves.step(i, "writes a request without a lease", go(s, i, Step.ENSURE).add(this.requests, i));
				}
				else if (mutexIsFree) {
					moves.step(i, "takes mutex", go(s, i, Step.ENTER).set(this.mutex, i + 1));
				}
			}
			case ENTER -> {
				if (s.get(this.alone) == 0) {
					moves.step(i, "takes shared members", go(s, i, Step.REQUEST).add(this.members, i));
				}
			}
			case REQUEST -> moves.step(i, "writes a request", go(s, i, Step.LOOK).add(this.requests, i));
			case LOOK -> look(s, i, moves);
			case UNPROBE -> moves.step(i, "drops the probe", go(s, i, Step.UNLOOK).remove(this.probes, i));
			case UNLOOK -> moves.step(i, "drops mutex", go(s, i, Step.ENSURE).set(this.mutex, 0));
			case ENSURE -> {
				State next = go(s, i, Step.WAIT);
				int place = this.forks;
				while (place < this.forks + HOSTS && at(s, place) != Step.ABSENT) {
					place++;
				}
				if (s.get(this.host + classPath) == 0 && place < this.forks + HOSTS) {
					next = go(next, place, Step.START).set(this.data + place, classPath);
				}
				moves.step(i, "makes sure that a host lives", next);
			}
			case WAIT -> {
				if (mutexIsFree) {
					moves.step(i, "takes mutex to look again", go(s, i, Step.POLL).set(this.mutex, i + 1));
				}
			}
			default -> {
				if (!is(Deviation.HOST_ENSURED_ONCE)) {
					moves.step(i, "looks again", go(s, i, Step.LOOK));
				}
				else if (isHeldByHost(s) && s.get(this.value) != 0 && mayShareMembers(s)) {
					moves.step(i, "joins", join(s, i));
				}
				else {
					moves.step(i, "sees nothing yet, drops mutex", go(s, i, Step.WAIT).set(this.mutex, 0));
				}
			}
		}
	}

	private State join(State s, int i) {
		return go(s, i, Step.JOINED).set(this.data + i, s.get(this.value))
			.add(this.members, i)
			.remove(this.requests, i);
	}

	/** A value counts only while a host serves it. */
	private void look(State s, int i, Moves moves) {
		boolean held = s.get(this.owner) != 0 || (is(Deviation.EXCLUSIVE_PROBE) && s.get(this.probes) != 0)
				|| is(Deviation.JOIN_WITHOUT_OWNER);
		int value = s.get(this.value);
		if (held && value != 0) {
			if (mayShareMembers(s)) {
				int wrong = !isHeldByHost(s) ? 1 : s.has(this.exists, value) ? 0 : 2;
				moves.step(i, "joins", join(s, i).set(this.wrong, wrong));
			}
		}
		else if (held) {
			moves.step(i, "sees no value yet, drops mutex", go(s, i, Step.ENSURE).set(this.mutex, 0));
		}
		else {
			moves.step(i, "takes the free owner shared, to see that", go(s, i, Step.UNPROBE).add(this.probes, i));
		}
	}

	private void use(State s, int i, Step step, Moves moves) {
		boolean mutexIsFree = s.get(this.mutex) == 0;
		int value = s.get(this.value);
		switch (step) {
			case JOINED -> moves.step(i, "drops mutex", go(s, i, Step.USE).set(this.mutex, 0));
			case USE -> {
				if (mutexIsFree) {
					moves.step(i, "takes mutex to use it again", go(s, i, Step.AGAIN).set(this.mutex, i + 1));
					moves.step(i, "takes mutex to leave", go(s, i, Step.LEAVE).set(this.mutex, i + 1));
				}
			}
			case AGAIN -> {
				State next = go(s, i, Step.LEAVE);
				boolean same = isHeldByHost(s) && value == s.get(this.data + i);
				if (!same && is(Deviation.GENERATIONS_ARE_NOT_COMPARED) && isHeldByHost(s) && value != 0) {
					next.set(this.data + i, value).set(this.wrong, 3);
				}
				moves.step(i, same ? "has the same generation" : "gets an error: the generation is gone", next);
			}
			case LEAVE -> moves.step(i, "drops shared members",
					go(s, i, Step.LEFT).set(this.data + i, 0).remove(this.members, i).remove(this.requests, i));
			default -> moves.step(i, "drops mutex", go(s, i, Step.DONE).set(this.mutex, 0));
		}
	}

	private void host(State s, int i, Step step, int classPath, Moves moves) {
		int lock = this.host + classPath;
		switch (step) {
			case START -> {
				if (s.get(lock) == 0) {
					moves.step(i, "takes the host lock", go(s, i, Step.LOOP).set(lock, i + 1));
				}
				// Refused also while some fork is just looking whether a host lives
				if (s.get(lock) != 0 || !is(Deviation.HOST_ENSURED_ONCE)) {
					moves.step(i, "is refused the host lock, exits", go(s, i, Step.ABSENT).set(this.data + i, 0));
				}
			}
			case LOOP -> {
				boolean nobody = s.get(this.members) == 0 && s.get(this.alone) == 0;
				if (is(Deviation.END_AFTER_A_LOOK) && s.get(this.owner) == i + 1 && nobody) {
					moves.step(i, "sees nobody and ends", go(s, i, Step.CLOSE));
				}
				if (s.get(this.mutex) == 0) {
					moves.step(i, "takes mutex", go(s, i, Step.DECIDE).set(this.mutex, i + 1));
				}
			}
			case DECIDE -> decide(s, i, classPath, moves);
			case FORGET -> moves.step(i, "drops mutex", go(s, i, Step.LOOP).set(this.mutex, 0));
			case ADOPT, ADOPTED, RECOVER, UNRECORD, WRITE, CREATE, PUBLISH, CLEAR, SERVE -> create(s, i, step, moves);
			default -> close(s, i, step, lock, moves);
		}
	}

	/** The end is decided under the mutex, by exclusive members. */
	private void decide(State s, int i, int classPath, Moves moves) {
		boolean unlocked = is(Deviation.REQUEST_WITHOUT_LEASE);
		int mine = 0;
		boolean askerLives = false;
		for (int fork = 0; fork < this.forks; fork++) {
			if (s.has(this.requests, fork) && this.classPaths[fork] == classPath) {
				mine |= 1 << fork;
				askerLives |= at(s, fork) != Step.DEAD && at(s, fork) != Step.DYING;
			}
		}
		boolean serves = s.get(this.owner) == i + 1;
		boolean served = s.get(this.value) != 0 && s.get(this.owner) != 0;
		boolean nobody = s.get(this.members) == 0 && s.get(this.alone) == 0;
		State again = go(s, i, Step.LOOP).set(this.mutex, 0);
		if (nobody && !(unlocked && mine != 0 && !serves)) {
			moves.step(i, "takes exclusive members", go(s, i, Step.CLOSE).set(this.alone, i + 1));
		}
		else if (s.get(this.alone) != 0 && !unlocked) {
			moves.step(i, "is refused by a dying host, drops mutex", again);
		}
		else if (serves || mine == 0 || served) {
			moves.step(i, "has nothing to do, drops mutex", again);
		}
		else if (is(Deviation.MEMBERS_ARE_THE_RIGHT_TO_CREATE) && s.get(this.members) != 0) {
			moves.step(i, "is refused members, drops mutex", again);
		}
		else if (s.get(this.owner) == 0 && s.get(this.probes) == 0) {
			moves.step(i, "takes owner", go(s, i, Step.ADOPT).set(this.owner, i + 1)
				.set(this.wrong, (s.get(this.members) == 0 && !askerLives) ? 4 : 0));
		}
		else {
			moves.step(i, "is refused owner, drops mutex", again);
		}
	}

	/** What is recorded of a former host goes first. */
	private void create(State s, int i, Step step, Moves moves) {
		int value = s.get(this.value);
		int intent = s.get(this.intent);
		switch (step) {
			case ADOPT -> {
				if (value != 0 && is(Deviation.DESTROY_BEFORE_RENAME)) {
					moves.step(i, "destroys what value names", go(s, i, Step.ADOPTED).remove(this.exists, value));
				}
				else if (value != 0) {
					moves.step(i, "renames value to intent",
							go(s, i, Step.RECOVER).set(this.value, 0).set(this.intent, value));
				}
				else {
					moves.step(i, "sees no value", go(s, i, Step.RECOVER));
				}
			}
			case ADOPTED -> moves.step(i, "deletes value", go(s, i, Step.WRITE).set(this.value, 0));
			case RECOVER -> {
				if (intent != 0) {
					moves.step(i, "recovers", go(s, i, Step.UNRECORD).remove(this.exists, intent));
				}
				else {
					moves.step(i, "sees no intent", go(s, i, Step.WRITE));
				}
			}
			case UNRECORD -> moves.step(i, "deletes intent", go(s, i, Step.WRITE).set(this.intent, 0));
			case WRITE -> {
				int next = s.get(this.generations);
				if (next <= MAX_GENERATION) {
					moves.step(i, "writes intent",
							go(s, i, Step.CREATE).set(this.intent, next).change(this.generations, 1));
				}
			}
			case CREATE -> moves.step(i, "creates", go(s, i, Step.PUBLISH).add(this.exists, intent));
			case PUBLISH -> moves.step(i, "publishes", go(s, i, Step.CLEAR).set(this.value, intent));
			case CLEAR -> moves.step(i, "deletes intent", go(s, i, Step.SERVE).set(this.intent, 0));
			default -> moves.step(i, "drops mutex, serves", go(s, i, Step.LOOP).set(this.mutex, 0));
		}
	}

	private void close(State s, int i, Step step, int lock, Moves moves) {
		switch (step) {
			case CLOSE -> {
				State next = go(s, i, Step.UNALONE);
				if (s.get(this.owner) != i + 1) {
					moves.step(i, "serves nothing",
							is(Deviation.REQUEST_WITHOUT_LEASE) ? next : next.set(this.requests, 0));
				}
				else if (is(Deviation.RELEASE_OWNER_FIRST)) {
					moves.step(i, "drops owner first", go(s, i, Step.LET_GO).set(this.owner, 0));
				}
				else {
					renameToDestroy(s, i, moves);
				}
			}
			case LET_GO -> moves.step(i, "drops members and mutex",
					free(go(s, i, Step.CLOSE_LATE).set(this.alone, 0), this.mutex, i));
			case CLOSE_LATE -> renameToDestroy(s, i, moves);
			case DESTROY -> moves.step(i, "destroys", go(s, i, Step.DESTROYED).remove(this.exists, s.get(this.intent)));
			case DESTROYED -> {
				State next = go(s, i, Step.UNALONE).set(this.intent, 0);
				moves.step(i, "deletes intent and requests",
						is(Deviation.REQUEST_WITHOUT_LEASE) ? next : next.set(this.requests, 0));
			}
			case UNALONE -> moves.step(i, "drops exclusive members", free(go(s, i, Step.UNOWN), this.alone, i));
			case UNOWN -> moves.step(i, "drops owner", free(go(s, i, Step.UNLOCK), this.owner, i));
			case UNLOCK -> moves.step(i, "drops mutex", free(go(s, i, Step.EXIT), this.mutex, i));
			default ->
				moves.step(i, "drops the host lock, exits", go(s, i, Step.ABSENT).set(this.data + i, 0).set(lock, 0));
		}
	}

	private void renameToDestroy(State s, int i, Moves moves) {
		int value = s.get(this.value);
		if (value != 0) {
			moves.step(i, "renames value to intent", go(s, i, Step.DESTROY).set(this.value, 0).set(this.intent, value));
		}
		else {
			moves.step(i, "has nothing to destroy", go(s, i, Step.UNALONE));
		}
	}

	private State free(State state, int lock, int i) {
		return (state.get(lock) == i + 1) ? state.set(lock, 0) : state;
	}

	private void die(State s, int i, Moves moves) {
		boolean free = true;
		for (int lock : new int[] { this.mutex, this.owner, this.alone, this.host, this.host + 1 }) {
			if (s.get(lock) == i + 1) {
				free = false;
				moves.step(i, "dying, loses a lock", s.copy().set(lock, 0));
			}
		}
		for (int lock : new int[] { this.probes, this.members }) {
			if (s.has(lock, i)) {
				free = false;
				moves.step(i, "dying, loses a shared lock", s.copy().remove(lock, i));
			}
		}
		if (free) {
			moves.step(i, "is gone", go(s, i, (i < this.forks) ? Step.DEAD : Step.ABSENT).set(this.data + i, 0));
		}
	}

	@Override
	public @Nullable String violation(State s) {
		if (s.get(this.wrong) != 0) {
			return WRONG.get(s.get(this.wrong));
		}
		if (s.count(this.exists) > 1) {
			return "two generations exist";
		}
		if (s.get(this.exists) != 0 && !s.has(this.exists, s.get(this.value))
				&& !s.has(this.exists, s.get(this.intent))) {
			return "LEAK: a generation without a record";
		}
		for (int i = 0; i < this.forks; i++) {
			int generation = s.get(this.data + i);
			if (USING.contains(at(s, i)) && !s.has(this.exists, generation) && !s.has(this.bereaved, generation)) {
				return "torn down under a live user, though its host lives";
			}
		}
		int left = s.get(this.exists) | s.get(this.value) | s.get(this.intent) | s.get(this.requests);
		boolean clean = s.get(this.forkCrashes) == this.maxForkCrashes
				&& s.get(this.hostCrashes) == this.maxHostCrashes;
		return (left != 0 && clean && isFinal(s)) ? "something is left though nobody crashed" : null;
	}

	@Override
	public boolean isFinal(State s) {
		for (int i = 0; i < this.forks + HOSTS; i++) {
			if (!RESTING.contains(at(s, i))) {
				return false;
			}
		}
		return true;
	}

	private enum Step {

		IDLE, ENTER, REQUEST, LOOK, UNPROBE, UNLOOK, ENSURE, WAIT, POLL,

		JOINED, USE, AGAIN, LEAVE, LEFT, DONE, DEAD,

		ABSENT, START, LOOP, DECIDE, FORGET, ADOPT, ADOPTED, RECOVER, UNRECORD, WRITE, CREATE, PUBLISH, CLEAR, SERVE,

		CLOSE, LET_GO, CLOSE_LATE, DESTROY, DESTROYED, UNALONE, UNOWN, UNLOCK, EXIT, DYING

	}

	/** What must not be done. */
	enum Deviation {

		REQUEST_WITHOUT_LEASE, HOST_ENSURED_ONCE, EXCLUSIVE_PROBE, JOIN_WITHOUT_OWNER, GENERATIONS_ARE_NOT_COMPARED,
		END_AFTER_A_LOOK, RELEASE_OWNER_FIRST, DESTROY_BEFORE_RENAME, MEMBERS_ARE_THE_RIGHT_TO_CREATE

	}

}
