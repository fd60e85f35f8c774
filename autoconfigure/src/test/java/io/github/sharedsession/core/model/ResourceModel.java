package io.github.sharedsession.core.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.core.model.Program.Event;
import io.github.sharedsession.core.model.Program.Row;
import org.jspecify.annotations.Nullable;

/**
 * Processes that run the {@link ResourceProtocol} of one resource. What the operations do
 * is here, in which order they are done is in the {@link Program}.
 * <p>
 * Processes enter a session, acquire, release and leave; the session is one step here. A
 * creation makes something and then checkpoints it; what exists before the checkpoint is
 * only "maybe": it may be reported and dropped. A session's failure belongs to its epoch,
 * one stretch of time in which it has members.
 */
class ResourceModel implements Model {

	/** The process is dying: its locks go one at a time. */
	static final int DYING = 1;

	static final int DONE = 2;

	static final int OUTSIDE = 3;

	private static final int REFUSED = 4;

	static final int LEAVING = 5;

	private static final int FIRST = 6;

	private static final int MAX_GENERATION = 15;

	private static final List<String> WRONG = List.of("", "the error is a failure of an earlier stay in the session",
			"the error is given while a recorded leftover waits", "creation run again after a recorded failure",
			"a failure was forgotten while its session had members", "the error is a failure of another session",
			"what is valid was taken for a leftover");

	final Layout layout = new Layout();

	final int mutex = this.layout.cell("mutex");

	final int members = this.layout.cell("members");

	final int alone = this.layout.cell("alone");

	final int value = this.layout.cell("value");

	final int intent = this.layout.cell("intent");

	final int intentHasValue = this.layout.cell("intentHasValue");

	final int exists = this.layout.cell("exists");

	private final int maybe = this.layout.cell("maybe");

	private final int reported = this.layout.cell("reported");

	final int remains = this.layout.cell("remains");

	/** The epoch in which a session's failure was written, 0 when there is none. */
	private final int failures;

	private final int epochs;

	private final int sessions;

	final int crashes = this.layout.cell("crashes");

	private final int createThrows = this.layout.cell("createThrows");

	private final int destroyThrows = this.layout.cell("destroyThrows");

	final int generations = this.layout.cell("generations");

	final int wrong = this.layout.cell("wrong");

	final int steps;

	final int generation;

	/** Those of {@code remains} that the process will still try. */
	private final int trying;

	/** Whether the process has got an error and asks again. */
	private final int again;

	private final List<String> names;

	private final Row[][] rows;

	final Limits limits;

	private final int sessionCount;

	private final Set<Deviation> deviations;

	ResourceModel(Program program, Limits limits, Set<Deviation> deviations) {
		this(program, limits, 1, deviations);
	}

	ResourceModel(Program program, Limits limits, int sessions, Set<Deviation> deviations) {
		int count = limits.processes();
		this.sessionCount = sessions;
		this.failures = this.layout.cells("failure", sessions);
		this.epochs = this.layout.cells("epoch", sessions);
		this.sessions = this.layout.cells("session", sessions);
		this.limits = limits;
		this.deviations = deviations.isEmpty() ? EnumSet.noneOf(Deviation.class) : EnumSet.copyOf(deviations);
		this.names = program.steps();
		this.rows = this.names.stream()
			.map((step) -> program.rows(step).stream().filter((row) -> !row.elsewhere()).toArray(Row[]::new))
			.toArray(Row[][]::new);
		this.steps = this.layout.cells("", count);
		this.generation = this.layout.cells("generation", count);
		this.trying = this.layout.cells("trying", count);
		this.again = this.layout.cells("again", count);
	}

	@Override
	public Layout layout() {
		return this.layout;
	}

	@Override
	public State initial() {
		State state = new State(this.layout.size()).set(this.crashes, this.limits.crashes())
			.set(this.createThrows, this.limits.createThrows())
			.set(this.destroyThrows, this.limits.destroyThrows())
			.set(this.generations, 1);
		for (int n = 0; n < this.sessionCount; n++) {
			state.set(this.epochs + n, 1);
		}
		for (int i = 0; i < this.limits.processes(); i++) {
			start(state, i);
		}
		return state;
	}

	/** A process begins, or begins again after its death. */
	void start(State state, int i) {
		at(state, i, OUTSIDE);
	}

	final boolean is(Deviation deviation) {
		return this.deviations.contains(deviation);
	}

	final State at(State state, int i, int step) {
		return state.set(this.steps + i, step);
	}

	final int step(String name) {
		return FIRST + this.names.indexOf(name);
	}

	final boolean isAt(State s, int i, String name) {
		return s.get(this.steps + i) == step(name);
	}

	@Override
	public void steps(State s, Moves moves) {
		for (int i = 0; i < this.limits.processes(); i++) {
			int step = s.get(this.steps + i);
			if (step == DONE) {
				continue;
			}
			if (step == DYING) {
				die(s, i, moves);
				continue;
			}
			if (s.get(this.crashes) > 0 && canCrash(s, i)) {
				moves.mishap(i, "crashes", forget(at(s.copy(), i, DYING).change(this.crashes, -1), i));
			}
			if (step < FIRST) {
				outside(s, i, step, moves);
			}
			else if (mayBegin(s, i)) {
				for (Row row : this.rows[step - FIRST]) {
					run(s, i, row, moves);
				}
			}
		}
	}

	/** What a process knows dies with it. */
	final State forget(State next, int i) {
		return next.set(this.generation + i, 0).set(this.trying + i, 0).set(this.again + i, 0);
	}

	boolean canCrash(State s, int i) {
		return s.get(this.steps + i) != OUTSIDE;
	}

	/** Whether a process may go on with the program. */
	boolean mayBegin(State s, int i) {
		return true;
	}

	private void run(State s, int i, Row row, Moves moves) {
		State next = s.copy();
		if (!apply(next, i, row.event())) {
			return;
		}
		switch (row.next()) {
			case ResourceProtocol.USING -> at(next, i, step(release()));
			case ResourceProtocol.ERROR -> failed(next, i);
			case ResourceProtocol.GONE -> gone(next, i);
			default -> at(next, i, step(row.next()));
		}
		Outcome outcome = row.event().outcome();
		if (outcome == Outcome.THROWS || outcome == Outcome.THROWS_OF_SEVERAL) {
			moves.mishap(i, row.toString(), next);
		}
		else {
			moves.step(i, row.toString(), next);
		}
	}

	/** Where a process is for as long as it uses the resource. */
	String release() {
		return ResourceProtocol.RELEASE;
	}

	private void failed(State next, int i) {
		at(next, i, (next.get(this.again + i) != 0) ? LEAVING : REFUSED).set(this.again + i, 0);
	}

	/** The process has given the resource back. */
	void gone(State next, int i) {
		at(next, i, LEAVING);
	}

	/**
	 * Do an operation.
	 * @return whether it can have that outcome
	 */
	boolean apply(State next, int i, Event event) {
		return switch (event.operation()) {
			case LOCK, UNLOCK, EXCLUDE, SHARE, LEAVE -> applyToLock(next, i, event);
			case READ_VALUE, READ_INTENT, LIST_REMAINS, READ_FAILURE -> read(next, i, event);
			case DESTROY, REPORT, DESTROY_REMAINS -> tearDown(next, i, event);
			case MAKE, GIVE_UP -> make(next, i, event.outcome());
			default -> write(next, i, event);
		};
	}

	private boolean applyToLock(State next, int i, Event event) {
		boolean granted = event.outcome() == Outcome.GRANTED;
		int alone = next.get(this.alone);
		boolean mayShare = alone == 0 || alone == i + 1;
		switch (event.operation()) {
			case LOCK -> {
				if (!granted || (next.get(this.mutex) != 0 && !is(Deviation.NO_MUTEX))) {
					// Whoever is refused stays where he is
					return false;
				}
				next.set(this.mutex, i + 1);
			}
			case UNLOCK -> next.set(this.mutex, (next.get(this.mutex) == i + 1) ? 0 : next.get(this.mutex));
			case EXCLUDE -> {
				if (granted != (mayShare && !next.hasOthers(this.members, i))) {
					return false;
				}
				next.set(this.alone, granted ? i + 1 : alone);
			}
			case SHARE -> {
				if (granted != mayShare) {
					return false;
				}
				next.set(this.members, granted ? next.get(this.members) | (1 << i) : next.get(this.members));
			}
			default -> {
				if (next.has(this.members, i) || next.get(this.value) == 0) {
					next.set(this.generation + i, 0);
				}
				next.remove(this.members, i).set(this.alone, (alone == i + 1) ? 0 : alone);
			}
		}
		return true;
	}

	private boolean read(State next, int i, Event event) {
		boolean present = event.outcome() != Outcome.ABSENT;
		switch (event.operation()) {
			case READ_VALUE -> {
				if (present && next.get(this.alone) != i + 1) {
					next.set(this.generation + i, next.get(this.value));
				}
				return present == (next.get(this.value) != 0);
			}
			case READ_INTENT -> {
				boolean named = event.outcome() != Outcome.NO_VALUE;
				return present == (next.get(this.intent) != 0)
						&& (!present || named == (next.get(this.intentHasValue) != 0));
			}
			case LIST_REMAINS -> {
				next.set(this.trying + i, next.get(this.remains));
				return present == (next.get(this.remains) != 0);
			}
			default -> {
				int session = sessionOfFailure(i);
				int failure = next.get(this.failures + session);
				if (failure != 0 && session != sessionOf(i)) {
					next.set(this.wrong, 5);
				}
				else if (failure != 0 && failure != next.get(this.epochs + session)) {
					next.set(this.wrong, 1);
				}
				else if (failure != 0 && next.get(this.intent) + next.get(this.value) != 0) {
					next.set(this.wrong, 2);
				}
				else if (failure == 0 && next.get(this.again + i) != 0) {
					next.set(this.wrong, 4);
				}
				return present == (failure != 0);
			}
		}
	}

	private boolean make(State next, int i, Outcome outcome) {
		if (outcome == Outcome.THROWS) {
			int thrown = next.get(this.generation + i);
			if (next.get(this.intent) == thrown && next.get(this.intentHasValue) == 0) {
				// Its error is the report
				next.add(this.reported, thrown).remove(this.maybe, thrown);
			}
			next.change(this.createThrows, -1);
			return next.get(this.createThrows) >= 0;
		}
		next.add(is(Deviation.EVERYTHING_IS_CHECKPOINTED) ? this.exists : this.maybe, next.get(this.generation + i));
		return true;
	}

	private boolean write(State next, int i, Event event) {
		int generation = next.get(this.generation + i);
		switch (event.operation()) {
			case WRITE_INTENT -> writeIntent(next, i);
			case CHECKPOINT -> next.remove(this.maybe, generation)
				.add(this.exists, generation)
				.set(this.intentHasValue, is(Deviation.CHECKPOINT_IS_NOT_WRITTEN) ? 0 : 1);
			case PUBLISH -> {
				if (next.has(this.maybe, generation)) {
					next.remove(this.maybe, generation).add(this.exists, generation);
				}
				next.set(this.value, generation);
			}
			case VALUE_TO_INTENT ->
				next.set(this.intent, next.get(this.value)).set(this.intentHasValue, 1).set(this.value, 0);
			case DESTROY_VALUE -> next.remove(this.exists, next.get(this.value));
			case DELETE_VALUE -> next.set(this.value, 0);
			case DELETE_INTENT -> next.set(this.intent, 0).set(this.intentHasValue, 0);
			case INTENT_TO_REMAINS -> {
				if (is(Deviation.ONE_FILE_FOR_ALL_REMAINS)) {
					next.set(this.remains, 0);
				}
				next.add(this.remains, next.get(this.intent)).set(this.intent, 0).set(this.intentHasValue, 0);
			}
			case DELETE_REMAINS -> {
				int tried = next.smallest(this.trying + i);
				next.remove(this.remains, tried).remove(this.trying + i, tried);
				return isLast(next, i, event.outcome() == Outcome.DONE);
			}
			case WRITE_FAILURE -> {
				int session = sessionOfFailure(i);
				next.set(this.failures + session, next.get(this.epochs + session)).set(this.generation + i, 0);
			}
			default -> throw new IllegalStateException(event.toString());
		}
		return true;
	}

	private void writeIntent(State next, int i) {
		int generation = next.get(this.generations);
		if (generation > MAX_GENERATION) {
			throw new IllegalStateException("There are too few generations");
		}
		int failure = next.get(this.failures + sessionOf(i));
		if (failure != 0 && failure == next.get(this.epochs + sessionOf(i))) {
			next.set(this.wrong, 3);
		}
		next.set(this.generations, generation + 1).set(this.generation + i, generation);
		if (!is(Deviation.NO_INTENT)) {
			next.set(this.intent, generation)
				.set(this.intentHasValue, is(Deviation.EVERYTHING_IS_CHECKPOINTED) ? 1 : 0);
		}
	}

	private boolean tearDown(State next, int i, Event event) {
		int generation = next.get(this.intent);
		boolean named = next.get(this.intentHasValue) != 0;
		boolean works = event.outcome() == Outcome.DONE;
		if (!works) {
			next.change(this.destroyThrows, -1);
			if (next.get(this.destroyThrows) < 0) {
				return false;
			}
		}
		switch (event.operation()) {
			case REPORT -> {
				next.add(this.reported, generation).remove(this.maybe, generation);
				return !named;
			}
			case DESTROY -> {
				if (works) {
					next.remove(this.exists, generation).remove(this.maybe, generation);
				}
				return named;
			}
			default -> {
				int tried = next.smallest(this.trying + i);
				if (works) {
					next.remove(this.exists, tried);
					return true;
				}
				next.remove(this.trying + i, tried);
				return isLast(next, i, event.outcome() == Outcome.THROWS);
			}
		}
	}

	private boolean isLast(State next, int i, boolean last) {
		return last == (next.get(this.trying + i) == 0);
	}

	/** The session that a process belongs to. */
	private int sessionOf(int i) {
		return i % this.sessionCount;
	}

	private int sessionOfFailure(int i) {
		return is(Deviation.ONE_FAILURE_FOR_ALL_SESSIONS) ? 0 : sessionOf(i);
	}

	void outside(State s, int i, int step, Moves moves) {
		int session = this.sessions + sessionOf(i);
		int failure = this.failures + sessionOf(i);
		switch (step) {
			case OUTSIDE -> moves.step(i, "enters the session", entered(s, i, acquire()));
			case REFUSED -> {
				moves.step(i, "asks again", at(s.copy(), i, step(acquire())).set(this.again + i, 1));
				moves.step(i, "wants to leave", at(s.copy(), i, LEAVING));
			}
			default -> {
				boolean records = s.get(this.value) + s.get(this.intent) + s.get(this.remains) != 0;
				boolean last = !s.hasOthers(session, i);
				boolean keeps = (is(Deviation.FAILURE_STAYS_WITH_RECORDS) && records)
						|| (is(Deviation.FAILURE_IS_A_RECORD) && s.get(failure) != 0);
				State next = at(s.copy(), i, DONE).remove(session, i);
				moves.step(i, "leaves the session",
						((last && !keeps) || is(Deviation.ANY_LEAVER_DELETES_FAILURE)) ? next.set(failure, 0) : next);
			}
		}
	}

	/** Nobody is in any session. */
	final State leaveAll(State next) {
		for (int n = 0; n < this.sessionCount; n++) {
			next.set(this.sessions + n, 0);
		}
		return next;
	}

	/** The process has entered its session, and goes on at the given step. */
	final State entered(State s, int i, String step) {
		int session = this.sessions + sessionOf(i);
		State next = at(s.copy(), i, step(step)).add(session, i);
		if (s.get(session) == 0) {
			next.change(this.epochs + sessionOf(i), 1);
			if (!is(Deviation.FAILURE_STAYS_WHEN_ENTERED_ALONE)) {
				next.set(this.failures + sessionOf(i), 0);
			}
		}
		return next;
	}

	/** Where a process begins that wants the resource. */
	String acquire() {
		return ResourceProtocol.ACQUIRE;
	}

	private void die(State s, int i, Moves moves) {
		boolean free = true;
		for (int cell : new int[] { this.mutex, this.alone }) {
			if (s.get(cell) == i + 1) {
				free = false;
				moves.step(i, "dying, loses a lock", s.copy().set(cell, 0));
			}
		}
		for (int cell : new int[] { this.members, this.sessions + sessionOf(i) }) {
			if (s.has(cell, i)) {
				free = false;
				moves.step(i, "dying, loses a shared lock", s.copy().remove(cell, i));
			}
		}
		if (free) {
			State next = s.copy();
			start(next, i);
			moves.step(i, "is born again", next);
		}
	}

	@Override
	public @Nullable String violation(State s) {
		if (s.get(this.wrong) != 0) {
			return WRONG.get(s.get(this.wrong));
		}
		State rest = s.copy().remove(this.exists, s.get(this.value));
		rest.set(this.exists, rest.get(this.exists) & ~s.get(this.remains));
		if (s.get(this.intentHasValue) != 0) {
			rest.remove(this.exists, s.get(this.intent));
		}
		if (rest.get(this.exists) != 0) {
			return "LOST: checkpointed or published, and no record names its value";
		}
		rest.set(this.maybe, s.get(this.maybe) & ~s.get(this.reported)).remove(this.maybe, s.get(this.intent));
		if (rest.get(this.maybe) != 0) {
			return "something may be left and nobody was told";
		}
		if (Integer.bitCount(s.get(this.exists) & ~s.get(this.remains) & 0xFFFF) > 1) {
			return "two live generations";
		}
		for (int i = 0; i < this.limits.processes(); i++) {
			if (isAt(s, i, release()) && !s.has(this.exists, s.get(this.generation + i))) {
				return "torn down under a live user";
			}
		}
		return isFinal(s) ? violationAtTheEnd(s) : null;
	}

	private @Nullable String violationAtTheEnd(State s) {
		if (hasBeenKilled(s)) {
			return null;
		}
		for (int n = 0; n < this.sessionCount; n++) {
			if (s.get(this.failures + n) != 0) {
				return "a failure outlives its session";
			}
		}
		boolean clean = s.get(this.createThrows) == this.limits.createThrows()
				&& s.get(this.destroyThrows) == this.limits.destroyThrows();
		int left = left(s) | s.get(this.maybe) | s.get(this.intent) | s.get(this.remains);
		return (clean && left != 0) ? "something is left though nothing went wrong" : null;
	}

	/** Whether a process has been kept from what it had to do. */
	boolean hasBeenKilled(State s) {
		return s.get(this.crashes) != this.limits.crashes();
	}

	/** Generations that must not be left when nothing went wrong. */
	int left(State s) {
		return s.get(this.exists) | s.get(this.value);
	}

	@Override
	public final boolean isFinal(State s) {
		for (int i = 0; i < this.limits.processes(); i++) {
			if (s.get(this.steps + i) != DONE) {
				return false;
			}
		}
		return true;
	}

	/**
	 * How much may happen.
	 *
	 * @param processes how many processes there are
	 * @param crashes how often one of them is killed
	 * @param createThrows how often a creation throws
	 * @param destroyThrows how often a tear-down throws
	 */
	record Limits(int processes, int crashes, int createThrows, int destroyThrows) {
	}

	/** What must not be done, or is left out. */
	enum Deviation {

		NO_MUTEX, NO_INTENT, CHECKPOINT_IS_NOT_WRITTEN, ONE_FILE_FOR_ALL_REMAINS, FAILURE_STAYS_WHEN_ENTERED_ALONE,
		FAILURE_STAYS_WITH_RECORDS, FAILURE_IS_A_RECORD, ANY_LEAVER_DELETES_FAILURE,

		/** A failure lies with a resource that several sessions use. */
		ONE_FAILURE_FOR_ALL_SESSIONS,

		/** Not wrong, but simpler: every creation records at once what undoes it. */
		EVERYTHING_IS_CHECKPOINTED

	}

}
