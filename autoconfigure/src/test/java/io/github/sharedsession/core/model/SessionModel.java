package io.github.sharedsession.core.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Entering, sweeping and leaving. Session 0 and session 1 are two builds that declare the
 * same bean, so that a member of the one looks for leftovers in the other. The protocol
 * of the resource is reduced to its users: what is searched is the life of directories
 * and lock files. A lock belongs to an inode; a path that is removed and made again has a
 * new one.
 */
final class SessionModel implements Model {

	private static final int MAX_GENERATION = 8;

	private static final Step[] STEPS = Step.values();

	private static final Set<Step> USING = EnumSet.of(Step.ACQUIRE, Step.RECORD, Step.CREATE, Step.USE);

	private static final List<String> WRONG = List.of("", "the session directory vanished under a member",
			"created while a leftover that another one is destroying still lives",
			"told of a failure of members that were gone before it entered");

	private static final int FRESH = 1;

	private static final int STALE = 2;

	private final Layout layout = new Layout();

	/** Holder of the permanent lock, plus one. */
	private final int root = this.layout.cell("root");

	/** Inode of the directory's {@code members}, 0 when there is none. */
	private final int members = this.layout.cells("members", 2);

	/** Inode of the resource's lock file. */
	private final int resource = this.layout.cells("resource", 2);

	/** Generation that is recorded in the directory. */
	private final int record = this.layout.cells("record", 2);

	/** What is told of a creation that has thrown: {@link #FRESH} or {@link #STALE}. */
	private final int failure = this.layout.cells("failure", 2);

	private final int exists = this.layout.cell("exists");

	private final int throwing = this.layout.cell("throwing");

	private final int crashes = this.layout.cell("crashes");

	private final int inodes = this.layout.cell("inodes");

	private final int generations = this.layout.cell("generations");

	private final int wrong = this.layout.cell("wrong");

	private final int steps;

	/** Inode of the session's {@code members} that the process has opened. */
	private final int seat;

	/** Inode of the resource's lock file that the process has opened. */
	private final int chair;

	private final int generation;

	/** Inodes that the process holds shared and exclusively, and of the resource. */
	private final int shared;

	private final int exclusive;

	private final int using;

	/** Inode of the other session's {@code members} that the process holds shared. */
	private final int probing;

	/** The leftover in a dead session that the process has not waited for. */
	private final int passed;

	private final int[] sessions;

	private final int maxCrashes;

	private final Set<Deviation> deviations;

	/**
	 * Create a model.
	 * @param crashes how many crashes there may be
	 * @param deviation from the rules, or {@code null}
	 * @param sessions the session of each process
	 */
	SessionModel(int crashes, @Nullable Deviation deviation, int... sessions) {
		int count = sessions.length;
		this.sessions = sessions;
		this.maxCrashes = crashes;
		this.deviations = (deviation != null) ? EnumSet.of(deviation) : EnumSet.noneOf(Deviation.class);
		this.steps = this.layout.cells("", count);
		this.seat = this.layout.cells("seat", count);
		this.chair = this.layout.cells("chair", count);
		this.generation = this.layout.cells("generation", count);
		this.shared = this.layout.cells("shared", count);
		this.exclusive = this.layout.cells("exclusive", count);
		this.using = this.layout.cells("using", count);
		this.probing = this.layout.cells("probing", count);
		this.passed = this.layout.cells("passed", count);
	}

	@Override
	public Layout layout() {
		return this.layout;
	}

	@Override
	public State initial() {
		return new State(this.layout.size()).set(this.crashes, this.maxCrashes)
			.set(this.throwing, 1)
			.set(this.inodes, 1)
			.set(this.generations, 1);
	}

	private State at(State s, int i, Step step) {
		return s.copy().set(this.steps + i, step);
	}

	private boolean is(Deviation deviation) {
		return this.deviations.contains(deviation);
	}

	/** The last member of session 0 is a host where that is what is tried out. */
	private boolean isHost(int i) {
		return i == 1 && is(Deviation.HOST_IS_NO_MEMBER);
	}

	private boolean isShared(State s, int inode, int except) {
		return holds(s, this.shared, inode, except) || holds(s, this.probing, inode, except);
	}

	private boolean canShare(State s, int inode, int i) {
		return !holds(s, this.exclusive, inode, i);
	}

	private boolean canExclude(State s, int inode, int i) {
		return canShare(s, inode, i) && !isShared(s, inode, i);
	}

	private boolean isUsed(State s, int inode, int except) {
		return holds(s, this.using, inode, except);
	}

	private boolean holds(State s, int cells, int inode, int except) {
		for (int i = 0; i < this.sessions.length; i++) {
			if (i != except && s.get(cells + i) == inode) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void steps(State s, Moves moves) {
		for (int i = 0; i < this.sessions.length; i++) {
			Step step = STEPS[s.get(this.steps + i)];
			if (step == Step.DONE) {
				continue;
			}
			if (s.get(this.crashes) > 0 && step != Step.IDLE && step != Step.DYING) {
				State crashed = at(s, i, Step.DYING).change(this.crashes, -1);
				for (int cell : new int[] { this.seat, this.chair, this.generation, this.passed }) {
					crashed.set(cell + i, 0);
				}
				moves.mishap(i, "crashes", crashed);
			}
			if (step == Step.DYING) {
				die(s, i, moves);
			}
			else if (step.compareTo(Step.LOOK) < 0) {
				enter(s, i, step, moves);
			}
			else if (step.compareTo(Step.OPEN) < 0) {
				sweep(s, i, step, this.sessions[i], 1 - this.sessions[i], moves);
			}
			else if (step.compareTo(Step.LEAVE) < 0) {
				use(s, i, step, this.sessions[i], moves);
			}
			else {
				leave(s, i, step, this.sessions[i], moves);
			}
		}
	}

	private void enter(State s, int i, Step step, Moves moves) {
		int path = this.members + this.sessions[i];
		boolean rootIsFree = s.get(this.root) == 0;
		switch (step) {
			case IDLE -> {
				if (isHost(i)) {
					moves.step(i, "starts as a host that is no member", at(s, i, Step.OPEN));
				}
				else if (is(Deviation.OPEN_BEFORE_ROOT)) {
					moves.step(i, "opens members without root", open(at(s, i, Step.PEEK), path, this.seat + i));
				}
				else if (rootIsFree) {
					moves.step(i, "takes root", at(s, i, Step.MAKE).set(this.root, i + 1));
				}
			}
			case PEEK -> {
				if (rootIsFree) {
					moves.step(i, "takes root", at(s, i, Step.SIT).set(this.root, i + 1));
				}
			}
			case MAKE ->
				moves.step(i, "opens members, made when missing", open(at(s, i, Step.SIT), path, this.seat + i));
			case SIT, UNSIT, LOOK_ALONE, FORGIVE, UNLOOK, SIT_AGAIN -> sit(s, i, step, moves);
			case IN -> moves.step(i, "drops root", at(s, i, Step.LOOK).set(this.root, 0));
			default -> throw new IllegalStateException(step.name());
		}
	}

	/**
	 * Shared comes first: who is granted it knows that there is no sweeper, so that a
	 * refused exclusive lock means living members, whose failures are told to all.
	 */
	private void sit(State s, int i, Step step, Moves moves) {
		int inode = s.get(this.seat + i);
		State polls = at(s, i, Step.IDLE).set(this.seat + i, 0).set(this.root, 0);
		switch (step) {
			case SIT -> {
				if (is(Deviation.ENTER_EXCLUSIVE_BEFORE_SHARED)) {
					lookAlone(s, i, inode, moves);
				}
				else if (canShare(s, inode, i)) {
					moves.step(i, "takes shared members", at(s, i, Step.UNSIT).set(this.shared + i, inode));
				}
				else if (!is(Deviation.WAIT_UNDER_ROOT)) {
					moves.step(i, "is refused, drops root, polls", polls);
				}
			}
			case UNSIT -> moves.step(i, "drops shared", at(s, i, Step.LOOK_ALONE).set(this.shared + i, 0));
			case LOOK_ALONE -> lookAlone(s, i, inode, moves);
			case FORGIVE ->
				moves.step(i, "deletes failures", at(s, i, Step.UNLOOK).set(this.failure + this.sessions[i], 0));
			case UNLOOK -> moves.step(i, "drops exclusive", at(s, i, Step.SIT_AGAIN).set(this.exclusive + i, 0));
			default -> moves.step(i, "takes shared members again, or polls",
					canShare(s, inode, i) ? at(s, i, Step.IN).set(this.shared + i, inode) : polls);
		}
	}

	/** Failures of those who are all gone at this moment are old, whatever it sees. */
	private void lookAlone(State s, int i, int inode, Moves moves) {
		boolean granted = canExclude(s, inode, i);
		State next = granted ? at(s, i, Step.FORGIVE).set(this.exclusive + i, inode) : at(s, i, Step.SIT_AGAIN);
		int failure = this.failure + this.sessions[i];
		if (s.get(failure) != 0 && !isShared(s, inode, i)) {
			next.set(failure, STALE);
		}
		moves.step(i, granted ? "is alone" : "is not alone", next);
	}

	private State open(State s, int path, int handle) {
		if (s.get(path) == 0) {
			s.set(path, s.get(this.inodes)).change(this.inodes, 1);
		}
		return s.set(handle, s.get(path));
	}

	private void sweep(State s, int i, Step step, int own, int other, Moves moves) {
		boolean rootIsFree = s.get(this.root) == 0;
		int inode = s.get(this.members + other);
		int record = s.get(this.record + other);
		switch (step) {
			case LOOK -> {
				if (inode == 0) {
					moves.step(i, "sees no other session", at(s, i, Step.OPEN));
				}
				else if (rootIsFree) {
					moves.step(i, "takes root to look at the other session",
							at(s, i, Step.CLAIM).set(this.root, i + 1));
				}
			}
			case CLAIM, CLAIM_AGAIN, UNCLAIM -> claim(s, i, step, inode, moves);
			case HOLD -> {
				State next = at(s, i, Step.SWEEP).set(this.root, 0);
				moves.step(i, "drops root", is(Deviation.LET_GO_OF_THE_DEAD) ? next.set(this.exclusive + i, 0) : next);
			}
			case SWEEP -> {
				if (record != 0) {
					moves.step(i, "destroys the leftover", at(s, i, Step.FORGET).remove(this.exists, record));
				}
				else {
					moves.step(i, "sees no record", at(s, i, Step.RETAKE));
				}
			}
			case FORGET -> moves.step(i, "deletes its record", at(s, i, Step.RETAKE).set(this.record + other, 0));
			case RETAKE -> {
				if (rootIsFree) {
					moves.step(i, "takes root again", at(s, i, Step.REMOVE).set(this.root, i + 1));
				}
			}
			case REMOVE -> {
				State next = at(s, i, Step.UNHOLD);
				if (s.get(this.exclusive + i) != 0 && record == 0) {
					next.set(this.members + other, 0).set(this.resource + other, 0).set(this.failure + other, 0);
				}
				moves.step(i, "removes the dead directory", next);
			}
			case UNHOLD -> moves.step(i, "drops exclusive", at(s, i, Step.UNROOT).set(this.exclusive + i, 0));
			case UNROOT -> moves.step(i, "drops root", at(s, i, Step.OPEN).set(this.root, 0));
			default -> throw new IllegalStateException(step.name() + own);
		}
	}

	/**
	 * Under root, so that nobody new gets exclusive members. Shared comes first: who is
	 * granted it knows that there is no sweeper, so that a refused exclusive lock means
	 * living members.
	 */
	private void claim(State s, int i, Step step, int inode, Moves moves) {
		boolean canExclude = inode != 0 && canExclude(s, inode, i);
		boolean canShare = inode != 0 && canShare(s, inode, i);
		State goesOn = at(s, i, Step.OPEN).set(this.root, 0).set(this.probing + i, 0);
		State claims = at(s, i, Step.HOLD).set(this.exclusive + i, inode);
		State shares = at(s, i, Step.UNCLAIM).set(this.probing + i, inode);
		State polls = at(s, i, Step.LOOK).set(this.root, 0).set(this.passed + i, 0);
		int dead = isShared(s, inode, i) ? 0 : s.get(this.record + 1 - this.sessions[i]);
		if (inode == 0) {
			moves.step(i, "finds it gone, drops root", goesOn);
		}
		else if (is(Deviation.NO_TEST_WHETHER_IT_LIVES)) {
			moves.step(i, "takes it for dead, drops root", at(s, i, Step.SWEEP).set(this.root, 0));
		}
		else if (is(Deviation.DO_NOT_WAIT_FOR_ANOTHER_SWEEPER)) {
			moves.step(i, "tries exclusive, drops root", canExclude ? claims : goesOn.set(this.passed + i, dead));
		}
		else if (is(Deviation.EXCLUSIVE_BEFORE_SHARED)) {
			switch (step) {
				case CLAIM -> moves.step(i, "tries exclusive",
						canExclude ? claims : at(s, i, Step.CLAIM_AGAIN).set(this.passed + i, dead));
				case CLAIM_AGAIN -> moves.step(i, "tries shared", canShare ? shares : polls);
				default -> moves.step(i, "drops shared and root", goesOn);
			}
		}
		else {
			switch (step) {
				case CLAIM -> moves.step(i, "tries shared", canShare ? shares : polls);
				case UNCLAIM -> moves.step(i, "drops shared", at(s, i, Step.CLAIM_AGAIN).set(this.probing + i, 0));
				default -> moves.step(i, "tries exclusive", canExclude ? claims : goesOn.set(this.passed + i, dead));
			}
		}
	}

	private void use(State s, int i, Step step, int own, Moves moves) {
		int inode = s.get(this.chair + i);
		int record = s.get(this.record + own);
		switch (step) {
			case OPEN -> {
				if (s.get(this.members + own) != 0) {
					moves.step(i, "opens the resource's lock file, made when missing",
							open(at(s, i, Step.ACQUIRE), this.resource + own, this.chair + i));
				}
				else if (isHost(i)) {
					moves.step(i, "finds no session, exits", at(s, i, Step.DONE));
				}
				else {
					moves.step(i, "finds no directory", at(s, i, Step.OPEN).set(this.wrong, 1));
				}
			}
			case ACQUIRE -> acquire(s, i, inode, record, moves);
			case RECORD -> {
				int next = s.get(this.generations);
				if (next <= MAX_GENERATION) {
					moves.step(i, "records a generation",
							at(s, i, Step.CREATE).set(this.record + own, next)
								.set(this.generation + i, next)
								.change(this.generations, 1));
				}
			}
			case CREATE -> {
				State next = at(s, i, Step.USE).add(this.exists, s.get(this.generation + i));
				boolean leftover = s.get(this.passed + i) != 0 && s.has(this.exists, s.get(this.passed + i));
				moves.step(i, "creates", leftover ? next.set(this.wrong, 2) : next.set(this.passed + i, 0));
				if (s.get(this.throwing) > 0) {
					moves.step(i, "throws, writes a failure",
							ends(s, i).change(this.throwing, -1)
								.set(this.failure + own, FRESH)
								.set(this.record + own, 0));
				}
			}
			case USE -> {
				if (isUsed(s, inode, i)) {
					moves.step(i, "ends its use, not last", ends(s, i));
				}
				else {
					moves.step(i, "ends its use, destroys", at(s, i, Step.USED).remove(this.exists, record));
				}
			}
			case USED -> moves.step(i, "deletes the record",
					at(s, i, Step.UNUSE).set(this.generation + i, 0).set(this.record + own, 0));
			case UNUSE -> moves.step(i, "drops the resource's lock",
					at(s, i, isHost(i) ? Step.DONE : Step.LEAVE).set(this.chair + i, 0).set(this.using + i, 0));
			default -> throw new IllegalStateException(step.name());
		}
	}

	private State ends(State s, int i) {
		return at(s, i, Step.LEAVE).set(this.generation + i, 0)
			.set(this.chair + i, 0)
			.set(this.using + i, 0)
			.set(this.passed + i, 0);
	}

	private void acquire(State s, int i, int inode, int record, Moves moves) {
		if (isUsed(s, inode, -1)) {
			if (record != 0 && s.has(this.exists, record)) {
				moves.step(i, "joins",
						at(s, i, Step.USE).set(this.generation + i, record)
							.set(this.using + i, inode)
							.set(this.passed + i, 0));
			}
		}
		else if (record == 0 && s.get(this.failure + this.sessions[i]) != 0) {
			boolean stale = s.get(this.failure + this.sessions[i]) == STALE;
			moves.step(i, "is told of the failure", stale ? s.copy().set(this.wrong, 3) : ends(s, i));
		}
		else {
			State next = at(s, i, Step.RECORD).set(this.using + i, inode);
			moves.step(i, (record != 0) ? "destroys an orphan" : "finds nothing",
					(record != 0) ? next.remove(this.exists, record) : next);
		}
	}

	private void leave(State s, int i, Step step, int own, Moves moves) {
		int inode = s.get(this.seat + i);
		switch (step) {
			case LEAVE -> {
				if (is(Deviation.LEAVE_WITHOUT_ROOT)) {
					moves.step(i, "drops shared without root", at(s, i, Step.LAST).set(this.shared + i, 0));
				}
				else if (s.get(this.root) == 0) {
					moves.step(i, "takes root to leave", at(s, i, Step.STAND).set(this.root, i + 1));
				}
			}
			case STAND -> moves.step(i, "drops shared", at(s, i, Step.LAST).set(this.shared + i, 0));
			case LAST -> {
				if (canExclude(s, inode, i) && s.get(this.record + own) == 0) {
					moves.step(i, "is last, takes exclusive", at(s, i, Step.CLEAR).set(this.exclusive + i, inode));
				}
				else {
					State next = at(s, i, Step.OUT);
					moves.step(i, "is not last, or records are left",
							canExclude(s, inode, i) ? next.set(this.failure + own, 0) : next);
				}
			}
			case CLEAR -> moves.step(i, "deletes the resource's directory",
					at(s, i, is(Deviation.ROOT_DROPPED_EARLY) ? Step.CLEAR_LATE : Step.REMOVE_OWN)
						.set(this.resource + own, 0)
						.set(this.failure + own, 0));
			case CLEAR_LATE -> moves.step(i, "drops exclusive and root",
					at(s, i, Step.REMOVE_OWN).set(this.root, 0).set(this.exclusive + i, 0));
			case REMOVE_OWN ->
				moves.step(i, "deletes members and the directory", at(s, i, Step.REMOVED).set(this.members + own, 0));
			case REMOVED -> moves.step(i, "drops exclusive", at(s, i, Step.OUT).set(this.exclusive + i, 0));
			case OUT -> {
				State next = at(s, i, Step.DONE).set(this.seat + i, 0);
				moves.step(i, "drops root", (s.get(this.root) == i + 1) ? next.set(this.root, 0) : next);
			}
			default -> throw new IllegalStateException(step.name());
		}
	}

	private void die(State s, int i, Moves moves) {
		boolean free = true;
		if (s.get(this.root) == i + 1) {
			free = false;
			moves.step(i, "dying, loses root", s.copy().set(this.root, 0));
		}
		for (int cells : new int[] { this.shared, this.exclusive, this.using, this.probing }) {
			if (s.get(cells + i) != 0) {
				free = false;
				moves.step(i, "dying, loses a lock", s.copy().set(cells + i, 0));
			}
		}
		if (free) {
			moves.step(i, "is born again", at(s, i, Step.IDLE));
		}
	}

	@Override
	public @Nullable String violation(State s) {
		if (s.get(this.wrong) != 0) {
			return WRONG.get(s.get(this.wrong));
		}
		for (int i = 0; i < this.sessions.length; i++) {
			Step step = STEPS[s.get(this.steps + i)];
			int own = this.sessions[i];
			if (step == Step.USE && !s.has(this.exists, s.get(this.generation + i))) {
				return "destroyed under a live user";
			}
			if (USING.contains(step) && s.get(this.chair + i) != s.get(this.resource + own)) {
				return "a member holds a removed lock file: two inodes";
			}
			boolean member = s.get(this.shared + i) != 0 && step != Step.DYING && step != Step.IN;
			if (member && s.get(this.seat + i) != s.get(this.members + own)) {
				return "a member sits on a removed lock file: two inodes";
			}
		}
		State unrecorded = s.copy().remove(this.exists, s.get(this.record)).remove(this.exists, s.get(this.record + 1));
		if (unrecorded.get(this.exists) != 0) {
			return "LEAK: a resource without a record";
		}
		boolean left = s.get(this.members) + s.get(this.members + 1) + s.get(this.record) + s.get(this.record + 1) != 0;
		return (left && s.get(this.crashes) == this.maxCrashes && isFinal(s))
				? "a directory is left though nobody crashed" : null;
	}

	@Override
	public boolean isFinal(State s) {
		for (int i = 0; i < this.sessions.length; i++) {
			if (!s.is(this.steps + i, Step.DONE)) {
				return false;
			}
		}
		return true;
	}

	/** What processes do, in the order in which they do it. */
	private enum Step {

		IDLE, PEEK, MAKE, SIT, UNSIT, LOOK_ALONE, FORGIVE, UNLOOK, SIT_AGAIN, IN,

		LOOK, CLAIM, UNCLAIM, CLAIM_AGAIN, HOLD, SWEEP, FORGET, RETAKE, REMOVE, UNHOLD, UNROOT,

		OPEN, ACQUIRE, RECORD, CREATE, USE, USED, UNUSE,

		LEAVE, STAND, LAST, CLEAR, CLEAR_LATE, REMOVE_OWN, REMOVED, OUT,

		DONE, DYING

	}

	/** What must not be done. */
	enum Deviation {

		WAIT_UNDER_ROOT, HOST_IS_NO_MEMBER, LET_GO_OF_THE_DEAD, NO_TEST_WHETHER_IT_LIVES, OPEN_BEFORE_ROOT,
		LEAVE_WITHOUT_ROOT, ROOT_DROPPED_EARLY, DO_NOT_WAIT_FOR_ANOTHER_SWEEPER, EXCLUSIVE_BEFORE_SHARED,
		ENTER_EXCLUSIVE_BEFORE_SHARED

	}

}
