package io.github.sharedsession.core.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Two resources, B made with A. B lives outside of A, as a process does: a tear-down of B
 * that finds A gone leaves B behind. A process is a list of steps still to do; a dying
 * one loses its locks one at a time and is then born again with its plan.
 */
final class DependencyModel implements Model {

	private static final int A = 0;

	private static final int B = 1;

	private static final int MAX_STEPS = 14;

	private static final int MAX_GENERATION = 15;

	private static final What[] WHATS = What.values();

	private static final String[] NAMES = { " A", " B" };

	private static final List<String> WRONG = List.of("", "B could not be torn down: its A was destroyed first",
			"a generation that others have torn down is torn down again");

	private final Layout layout = new Layout();

	private final int mutex = this.layout.cells("mutex", 2);

	private final int members = this.layout.cells("members", 2);

	private final int alone = this.layout.cells("alone", 2);

	private final int value = this.layout.cells("value", 2);

	/** The generation of A that B's value names. */
	private final int valueNames = this.layout.cell("valueNames");

	private final int intent = this.layout.cells("intent", 2);

	private final int intentNames = this.layout.cell("intentNames");

	private final int exists = this.layout.cells("exists", 2);

	/** The truth: the generation of A that the existing B was made with. */
	private final int madeWith = this.layout.cell("madeWith");

	/** Whether A's directory has B in its index of dependents. */
	private final int index = this.layout.cell("index");

	private final int crashes = this.layout.cell("crashes");

	private final int generations = this.layout.cell("generations");

	private final int wrong = this.layout.cell("wrong");

	private final int leases;

	private final int todo;

	private final Plan[] plans;

	private final int maxCrashes;

	private final Set<Form> forms;

	private final Set<Deviation> deviations = EnumSet.noneOf(Deviation.class);

	/**
	 * Create a model.
	 * @param crashes how many crashes there may be
	 * @param forms what is searched in addition
	 * @param deviations from the rules
	 * @param plans what each process wants
	 */
	DependencyModel(int crashes, Set<Form> forms, Set<Deviation> deviations, Plan... plans) {
		this.plans = plans;
		this.maxCrashes = crashes;
		this.forms = forms;
		this.deviations.addAll(deviations);
		this.leases = this.layout.cells("lease", 2 * plans.length);
		this.todo = this.layout.cells("", MAX_STEPS * plans.length);
	}

	@Override
	public Layout layout() {
		return this.layout;
	}

	@Override
	public State initial() {
		State state = new State(this.layout.size()).set(this.crashes, this.maxCrashes).set(this.generations, 1);
		for (int i = 0; i < this.plans.length; i++) {
			plan(state, i);
		}
		return state;
	}

	private void plan(State state, int i) {
		push(state, i, this.plans[i].steps);
	}

	@SuppressWarnings("EnumOrdinal")
	private static int encode(What what, int key) {
		return what.ordinal() * 2 + key + 1;
	}

	/** Whether a resource outlives those who use it. */
	private boolean isCached(int key) {
		return this.forms.contains((key == A) ? Form.CACHED_A : Form.CACHED_B);
	}

	private boolean is(Deviation deviation) {
		return this.deviations.contains(deviation);
	}

	private int first(State s, int i) {
		return s.get(this.todo + MAX_STEPS * i);
	}

	private int lease(State s, int i, int key) {
		return s.get(this.leases + 2 * i + key);
	}

	private State lease(State s, int i, int key, int generation) {
		return s.set(this.leases + 2 * i + key, generation);
	}

	/** The step just done is replaced by others. */
	private State go(State s, int i, int... steps) {
		return push(pop(s.copy(), i, 1), i, steps);
	}

	private State pop(State state, int i, int count) {
		int first = this.todo + MAX_STEPS * i;
		for (int n = 0; n < MAX_STEPS; n++) {
			state.set(first + n, (n + count < MAX_STEPS) ? state.get(first + n + count) : 0);
		}
		return state;
	}

	private State push(State state, int i, int... steps) {
		int first = this.todo + MAX_STEPS * i;
		for (int n = MAX_STEPS - 1; n >= 0; n--) {
			int cell = first + n + steps.length;
			if (n + steps.length < MAX_STEPS) {
				state.set(cell, state.get(first + n));
			}
			else if (state.get(first + n) != 0) {
				throw new IllegalStateException("A plan is too long");
			}
		}
		for (int n = 0; n < steps.length; n++) {
			state.set(first + n, steps[n]);
		}
		return state;
	}

	private boolean nobody(State s, int key, int i) {
		int alone = s.get(this.alone + key);
		return !s.hasOthers(this.members + key, i) && (alone == 0 || alone == i + 1);
	}

	private boolean isFree(State s, int key) {
		return s.get(this.mutex + key) == 0;
	}

	@Override
	public void steps(State s, Moves moves) {
		for (int i = 0; i < this.plans.length; i++) {
			int step = first(s, i);
			if (step == 0) {
				continue;
			}
			What what = WHATS[(step - 1) / 2];
			if (what == What.DYING) {
				die(s, i, moves);
				continue;
			}
			if (s.get(this.crashes) > 0 && !isUntouched(s, i)) {
				State crashed = s.copy().change(this.crashes, -1);
				pop(crashed, i, MAX_STEPS);
				push(crashed, i, encode(What.DYING, A));
				moves.mishap(i, "crashes", lease(lease(crashed, i, A, 0), i, B, 0));
			}
			int key = (step - 1) % 2;
			if (what.compareTo(What.INHERIT) < 0) {
				acquire(s, i, what, key, moves);
			}
			else if (what.compareTo(What.EVICT) < 0) {
				tearDown(s, i, what, key, moves);
			}
			else if (what.compareTo(What.USE) < 0) {
				evict(s, i, what, key, moves);
			}
			else {
				release(s, i, what, key, moves);
			}
		}
	}

	/** A crash before the first step would change nothing. */
	private boolean isUntouched(State s, int i) {
		int[] plan = this.plans[i].steps;
		for (int n = 0; n < MAX_STEPS; n++) {
			if (s.get(this.todo + MAX_STEPS * i + n) != ((n < plan.length) ? plan[n] : 0)) {
				return false;
			}
		}
		return true;
	}

	private void acquire(State s, int i, What what, int key, Moves moves) {
		String name = NAMES[key];
		switch (what) {
			case GET -> {
				if (isFree(s, key)) {
					moves.step(i, "takes mutex" + name, go(s, i, encode(What.TRY, key)).set(this.mutex + key, i + 1));
				}
			}
			case TRY -> {
				if (nobody(s, key, i) && isCached(key)) {
					moves.step(i, "is alone in" + name, go(s, i, encode(What.LOOK, key)).set(this.alone + key, i + 1));
				}
				else if (nobody(s, key, i)) {
					moves.step(i, "is alone in" + name,
							go(s, i, encode(What.INHERIT, key), encode(What.MAKE, key)).set(this.alone + key, i + 1));
				}
				else if (s.get(this.alone + key) == 0) {
					moves.step(i, "shares" + name, go(s, i, encode(What.JOIN, key)).add(this.members + key, i));
				}
			}
			case LOOK -> look(s, i, key, moves);
			case JOIN -> join(s, i, key, moves);
			case LEASE -> {
				if (isFree(s, A)) {
					moves.step(i, "takes mutex A", go(s, i, encode(What.LEASE_UNDER_MUTEX, A)).set(this.mutex, i + 1));
				}
			}
			case LEASE_UNDER_MUTEX -> leaseDependency(s, i, moves);
			case UNSHARE -> moves.step(i, "drops shared" + name, go(s, i).remove(this.members + key, i));
			case MAKE, WRITE_INTENT, NOTE, CREATE -> create(s, i, what, key, moves);
			case PUBLISH -> {
				State next = go(s, i, encode(What.CLEAR, key)).set(this.value + key, s.get(this.intent + key));
				moves.step(i, "publishes" + name, (key == B) ? next.set(this.valueNames, lease(s, i, A)) : next);
			}
			case CLEAR -> moves.step(i, "deletes intent" + name,
					lease(forgetIntent(go(s, i, encode(What.DOWNGRADE, key)), key), i, key, s.get(this.value + key)));
			case DOWNGRADE ->
				moves.step(i, "drops exclusive" + name, go(s, i, encode(What.SHARE, key)).set(this.alone + key, 0));
			case SHARE -> moves.step(i, "shares" + name, go(s, i, encode(What.UNLOCK, key)).add(this.members + key, i));
			case UNLOCK -> moves.step(i, "drops mutex" + name, go(s, i).set(this.mutex + key, 0));
			default -> throw new IllegalStateException(what.name());
		}
	}

	/** What outlives its users is there although nobody uses it, unless it is not. */
	private void look(State s, int i, int key, Moves moves) {
		int generation = s.get(this.value + key);
		int dependency = (key == B) ? s.get(this.valueNames) : 0;
		if (generation != 0 && (key == A || lease(s, i, A) == dependency)) {
			moves.step(i, "finds" + NAMES[key], lease(go(s, i, encode(What.DOWNGRADE, key)), i, key, generation));
		}
		else if (generation != 0 && lease(s, i, A) == 0) {
			moves.step(i, "asks for A of what it has found", go(s, i, encode(What.LEASE, A), encode(What.LOOK, B)));
		}
		else {
			moves.step(i, "finds nothing of use in" + NAMES[key],
					go(s, i, encode(What.INHERIT, key), encode(What.MAKE, key)));
		}
	}

	private void join(State s, int i, int key, Moves moves) {
		String name = NAMES[key];
		int generation = s.get(this.value + key);
		int dependency = (key == B) ? s.get(this.valueNames) : 0;
		State back = go(s, i, encode(What.TRY, key)).remove(this.members + key, i);
		State joined = lease(go(s, i, encode(What.UNLOCK, key)), i, key, generation);
		if (generation == 0) {
			moves.step(i, "sees no value, back" + name, back);
		}
		else if (key == A || is(Deviation.JOIN_WITHOUT_LEASE) || lease(s, i, A) == dependency) {
			moves.step(i, "joins" + name, joined);
		}
		else if (lease(s, i, A) != 0) {
			moves.step(i, "sees an orphan, back" + name, back);
		}
		else if (is(Deviation.JOINER_ACQUIRES_DEPENDENCY)) {
			moves.step(i, "acquires A to join", go(s, i, encode(What.GET, A), encode(What.JOIN, B)));
		}
		else {
			moves.step(i, "asks for A to join", go(s, i, encode(What.LEASE, A), encode(What.JOIN, B)));
		}
	}

	/** The lease of a joiner never creates or destroys. */
	private void leaseDependency(State s, int i, Moves moves) {
		int dependency = s.get(this.valueNames);
		int generation = s.get(this.value + A);
		boolean gone = (nobody(s, A, i) && !isCached(A)) || s.get(this.alone + A) != 0 || generation == 0
				|| generation != dependency;
		if (gone && s.get(this.alone + B) == i + 1) {
			moves.step(i, "finds no such A: B is of no use", push(pop(s.copy(), i, 2), i, encode(What.UNLOCK, A),
					encode(What.INHERIT, B), encode(What.MAKE, B)));
		}
		else if (gone) {
			State next = pop(s.copy(), i, 2);
			if (this.forms.contains(Form.INDEXED)) {
				push(next, i, encode(What.UNLOCK, A), encode(What.UNSHARE, B), encode(What.TRY, B));
			}
			else {
				push(next, i, encode(What.UNLOCK, A), encode(What.TRY, B)).remove(this.members + B, i);
			}
			moves.step(i, "finds no live A: B is an orphan, back", next);
		}
		else {
			State next = go(s, i, encode(What.UNLOCK, A)).add(this.members + A, i);
			moves.step(i, "leases A", lease(next, i, A, generation));
		}
	}

	private void create(State s, int i, What what, int key, Moves moves) {
		boolean indexed = this.forms.contains(Form.INDEXED);
		boolean late = this.forms.contains(Form.OBTAINED_WHILE_CREATING);
		boolean unnamed = is(Deviation.INTENT_WITHOUT_DEPENDENCY);
		switch (what) {
			case MAKE -> {
				if (key == B && lease(s, i, A) == 0 && !unnamed && !late) {
					moves.step(i, "needs A first", go(s, i, encode(What.GET, A), encode(What.MAKE, B)));
				}
				else if (key == B && indexed && !late && !is(Deviation.INDEXED_AFTER_USE)) {
					moves.step(i, "adds B to the index of A",
							go(s, i, encode(What.WRITE_INTENT, B)).set(this.index, 1));
				}
				else {
					writeIntent(s, i, key, moves);
				}
			}
			case WRITE_INTENT -> writeIntent(s, i, key, moves);
			case NOTE -> {
				if (indexed && s.get(this.index) == 0) {
					moves.step(i, "adds B to the index of A", s.copy().set(this.index, 1));
				}
				else if (s.get(this.intentNames) == 0 && late) {
					moves.step(i, "adds A to the intent of B", s.copy().set(this.intentNames, lease(s, i, A)));
				}
				else {
					moves.step(i, "has noted A", go(s, i));
				}
			}
			default -> {
				int generation = s.get(this.intent + key);
				State next = go(s, i, encode(What.PUBLISH, key)).add(this.exists + key, generation);
				if (key == B && (is(Deviation.NOTED_AFTER_USE) || is(Deviation.INDEXED_AFTER_USE))) {
					next = push(pop(next, i, 1), i, encode(What.NOTE, B), encode(What.PUBLISH, B));
				}
				moves.step(i, "creates" + NAMES[key], (key == B) ? next.set(this.madeWith, lease(s, i, A)) : next);
			}
		}
	}

	private void writeIntent(State s, int i, int key, Moves moves) {
		int generation = s.get(this.generations);
		if (generation > MAX_GENERATION) {
			throw new IllegalStateException("There are too few generations");
		}
		State next = pop(s.copy(), i, 1);
		boolean late = key == B && this.forms.contains(Form.OBTAINED_WHILE_CREATING);
		push(next, i, encode(What.CREATE, key));
		if (late && !is(Deviation.INTENT_WITHOUT_DEPENDENCY) && !is(Deviation.NOTED_AFTER_USE)) {
			push(next, i, encode(What.NOTE, B));
		}
		if (key == B && lease(s, i, A) == 0) {
			push(next, i, encode(What.GET, A));
		}
		next.set(this.intent + key, generation).change(this.generations, 1);
		moves.step(i, "writes intent" + NAMES[key],
				(key == B && !late) ? next.set(this.intentNames, lease(s, i, A)) : next);
	}

	private State forgetIntent(State state, int key) {
		state.set(this.intent + key, 0);
		return (key == B) ? state.set(this.intentNames, 0) : state;
	}

	/**
	 * What is recorded of a dead or ended generation goes first; the process is alone,
	 * and has the mutex.
	 */
	private void tearDown(State s, int i, What what, int key, Moves moves) {
		String name = NAMES[key];
		switch (what) {
			case INHERIT -> {
				if (s.get(this.value + key) != 0) {
					moves.step(i, "renames value to intent" + name,
							valueToIntent(go(s, i, encode(What.BEGIN, key)), key));
				}
				else {
					moves.step(i, "looks for an intent" + name,
							(s.get(this.intent + key) != 0) ? go(s, i, encode(What.BEGIN, key)) : go(s, i));
				}
			}
			case BEGIN -> {
				if (key == B) {
					moves.step(i, "begins to destroy B", go(s, i, encode(What.DESTROY, B), encode(What.UNRECORD, B)));
				}
				else if (isCached(A) && !isCached(B)) {
					// B may belong to another session, in which nobody here has a say
					moves.step(i, "begins to destroy A", go(s, i, encode(What.DESTROY, A)));
				}
				else if (this.forms.contains(Form.INDEXED)) {
					moves.step(i, "reads the index of A",
							go(s, i, encode((s.get(this.index) != 0) ? What.READ_FIRST : What.DESTROY, A)));
				}
				else {
					begin(s, i, isNamed(s, this.value) || isNamed(s, this.intent), moves);
				}
			}
			case READ_FIRST, READ_SECOND -> {
				boolean readsValue = (what == What.READ_FIRST) != is(Deviation.READ_INTENT_BEFORE_VALUE);
				if (isNamed(s, readsValue ? this.value : this.intent)) {
					begin(s, i, true, moves);
				}
				else if (what == What.READ_FIRST) {
					moves.step(i, "reads one record of B", go(s, i, encode(What.READ_SECOND, A)));
				}
				else {
					begin(s, i, false, moves);
				}
			}
			case WAIT_FOR_B -> {
				if (isFree(s, B)) {
					moves.step(i, "takes mutex B", go(s, i, encode(What.ORPHAN, B)).set(this.mutex + B, i + 1));
				}
			}
			case ORPHAN, ORPHAN_ALONE -> tearDownOrphan(s, i, what, moves);
			case DESTROY -> destroy(s, i, key, moves);
			case UNINDEX -> moves.step(i, "takes B out of the index", go(s, i).set(this.index, 0));
			case UNRECORD -> moves.step(i, "deletes intent" + name, forgetIntent(go(s, i), key));
			case UNALONE -> moves.step(i, "drops exclusive" + name, go(s, i).set(this.alone + key, 0));
			case BACK_OFF ->
				moves.step(i, "drops exclusive A, backs off", go(s, i, encode(What.UNLOCK, A)).set(this.alone + A, 0));
			case RETRY -> retry(s, i, moves);
			default -> throw new IllegalStateException(what.name());
		}
	}

	private State valueToIntent(State state, int key) {
		state.set(this.intent + key, state.get(this.value + key)).set(this.value + key, 0);
		return (key == B) ? state.set(this.intentNames, state.get(this.valueNames)).set(this.valueNames, 0) : state;
	}

	private boolean isNamed(State s, int record) {
		int names = (record == this.value) ? this.valueNames : this.intentNames;
		return s.get(record + B) != 0 && s.get(names) == s.get(this.intent + A);
	}

	/** A dependent's mutex comes before its dependency's: here it is tried only once. */
	private void begin(State s, int i, boolean named, Moves moves) {
		boolean indexed = this.forms.contains(Form.INDEXED);
		if (!named || is(Deviation.DEPENDENT_IS_NOT_TORN_DOWN)) {
			moves.step(i, "finds no record that names A", indexed && s.get(this.index) != 0
					? go(s, i, encode(What.UNINDEX, A), encode(What.DESTROY, A)) : go(s, i, encode(What.DESTROY, A)));
		}
		else if (isFree(s, B)) {
			moves.step(i, "takes mutex B", go(s, i, encode(What.ORPHAN, B)).set(this.mutex + B, i + 1));
		}
		else if (is(Deviation.WAIT_FOR_DEPENDENT)) {
			moves.step(i, "waits for mutex B", go(s, i, encode(What.WAIT_FOR_B, B)));
		}
		else if (is(Deviation.GO_ON_WHEN_BUSY)) {
			moves.step(i, "goes on without mutex B", go(s, i, encode(What.DESTROY, A)));
		}
		else {
			moves.step(i, "is refused mutex B", go(s, i, encode(What.BACK_OFF, A), encode(What.RETRY, A)));
		}
	}

	private void tearDownOrphan(State s, int i, What what, Moves moves) {
		int then = encode(this.forms.contains(Form.INDEXED) ? What.UNINDEX : What.BEGIN, A);
		int[] afterwards = this.forms.contains(Form.INDEXED) ? new int[] { then, encode(What.DESTROY, A) }
				: new int[] { then };
		if (what == What.ORPHAN) {
			if (nobody(s, B, i)) {
				moves.step(i, "is alone in B", go(s, i, encode(What.ORPHAN_ALONE, B)).set(this.alone + B, i + 1));
			}
			else if (is(Deviation.GO_ON_WHEN_BUSY)) {
				moves.step(i, "goes on though B is in use", go(s, i, encode(What.UNLOCK, B), encode(What.DESTROY, A)));
			}
			else {
				moves.step(i, "is refused members of B",
						go(s, i, encode(What.UNLOCK, B), encode(What.BACK_OFF, A), encode(What.RETRY, A)));
			}
			return;
		}
		State next = push(pop(s.copy(), i, 1), i, afterwards);
		push(next, i, encode(What.UNALONE, B), encode(What.UNLOCK, B));
		if (s.get(this.value + B) != 0) {
			valueToIntent(next, B);
		}
		if (next.get(this.intent + B) != 0) {
			push(next, i, encode(What.DESTROY, B), encode(What.UNRECORD, B));
		}
		moves.step(i, "looks for records of B", next);
	}

	private void destroy(State s, int i, int key, Moves moves) {
		int generation = s.get(this.intent + key);
		if (key == A) {
			moves.step(i, "destroys A", go(s, i, encode(What.UNRECORD, A)).remove(this.exists + A, generation));
		}
		else if (!s.has(this.exists + B, generation)) {
			moves.step(i, "finds that B was not made", go(s, i));
		}
		else if (!s.has(this.exists + A, s.get(this.madeWith))) {
			moves.step(i, "can't destroy B", go(s, i).set(this.wrong, 1));
		}
		else {
			moves.step(i, "destroys B", go(s, i).remove(this.exists + B, generation).set(this.madeWith, 0));
		}
	}

	/** After a back-off an acquirer starts again, and a leaver looks again. */
	private void retry(State s, int i, Moves moves) {
		if (isFree(s, A)) {
			boolean acquires = s.get(this.todo + MAX_STEPS * i + 1) == encode(What.MAKE, A);
			State next = pop(s.copy(), i, acquires ? 2 : 3);
			moves.step(i, "takes mutex A again",
					push(next, i, encode(acquires ? What.TRY : What.LAST, A)).set(this.mutex + A, i + 1));
		}
	}

	/** What has not been used for long goes, unless something was made with it. */
	private void evict(State s, int i, What what, int key, Moves moves) {
		String name = NAMES[key];
		boolean looks = key == A && !is(Deviation.EVICT_WHAT_IS_NAMED);
		boolean looksEarly = is(Deviation.EVICT_AFTER_AN_EARLY_LOOK);
		int[] tearsDown = { encode(What.INHERIT, key), encode(What.UNALONE, key), encode(What.UNLOCK, key) };
		switch (what) {
			case EVICT -> moves.step(i, "wants to evict" + name,
					looksEarly ? go(s, i, encode(What.LOOK_AT_INDEX, key)) : go(s, i, encode(What.EVICT_LOCK, key)));
			case EVICT_LOCK -> moves.step(i, "tries mutex" + name,
					isFree(s, key) ? go(s, i, encode(What.EVICT_ALONE, key)).set(this.mutex + key, i + 1) : go(s, i));
			case EVICT_ALONE -> {
				if (!nobody(s, key, i)) {
					moves.step(i, "is not alone in" + name, go(s, i, encode(What.UNLOCK, key)));
				}
				else {
					moves.step(i, "is alone in" + name,
							((looks && !looksEarly) ? go(s, i, encode(What.LOOK_AT_INDEX, key)) : go(s, i, tearsDown))
								.set(this.alone + key, i + 1));
				}
			}
			case LOOK_AT_INDEX, LOOK_AT_VALUE -> {
				boolean named = (what == What.LOOK_AT_INDEX) ? s.get(this.index) != 0 : named(s, this.value);
				int[] next = looksEarly ? new int[] { encode(What.EVICT_LOCK, key) } : tearsDown;
				if (what == What.LOOK_AT_INDEX && named) {
					moves.step(i, "sees B in the index of A", go(s, i, encode(What.LOOK_AT_VALUE, key)));
				}
				else if (named) {
					keep(s, i, moves);
				}
				else {
					moves.step(i, "reads no value of B that names A",
							(what == What.LOOK_AT_INDEX) ? go(s, i, next) : go(s, i, encode(What.LOOK_AT_INTENT, key)));
				}
			}
			case LOOK_AT_INTENT -> {
				if (named(s, this.intent)) {
					keep(s, i, moves);
				}
				else {
					moves.step(i, "reads no intent of B that names A",
							looksEarly ? go(s, i, encode(What.EVICT_LOCK, key)) : go(s, i, tearsDown));
				}
			}
			default -> throw new IllegalStateException(what.name());
		}
	}

	private void keep(State s, int i, Moves moves) {
		moves.step(i, "keeps A, which B names", is(Deviation.EVICT_AFTER_AN_EARLY_LOOK) ? go(s, i)
				: go(s, i, encode(What.UNALONE, A), encode(What.UNLOCK, A)));
	}

	/** Whether a record of B names the A of today. */
	private boolean named(State s, int record) {
		int names = (record == this.value) ? this.valueNames : this.intentNames;
		int generation = (s.get(this.value + A) != 0) ? s.get(this.value + A) : s.get(this.intent + A);
		return s.get(record + B) != 0 && s.get(names) == generation;
	}

	private void release(State s, int i, What what, int key, Moves moves) {
		String name = NAMES[key];
		switch (what) {
			case USE -> moves.step(i, "ends its use of" + name, go(s, i));
			case PUT -> {
				if (lease(s, i, key) == 0) {
					moves.step(i, "has no lease of" + name, go(s, i));
				}
				else if (isCached(key)) {
					moves.step(i, "drops shared" + name, lease(go(s, i), i, key, 0).remove(this.members + key, i));
				}
				else if (isFree(s, key)) {
					moves.step(i, "takes mutex to leave" + name,
							go(s, i, encode(What.DROP, key)).set(this.mutex + key, i + 1));
				}
			}
			case DROP ->
				moves.step(i, "drops shared" + name, go(s, i, encode(What.LAST, key)).remove(this.members + key, i));
			case LAST -> {
				boolean nothing = s.get(this.value + key) + s.get(this.intent + key) == 0;
				if (nobody(s, key, i) && nothing && is(Deviation.RESTORE_AFTER_BACKING_OFF)) {
					moves.step(i, "restores the record of" + name, s.copy().set(this.wrong, 2));
				}
				else if (nobody(s, key, i)) {
					moves.step(i, "is last in" + name,
							go(s, i, encode(What.INHERIT, key), encode(What.UNALONE, key), encode(What.GONE, key))
								.set(this.alone + key, i + 1));
				}
				else {
					moves.step(i, "is not last in" + name, go(s, i, encode(What.GONE, key)));
				}
			}
			case GONE ->
				moves.step(i, "drops mutex, has left" + name, lease(go(s, i), i, key, 0).set(this.mutex + key, 0));
			default -> throw new IllegalStateException(what.name());
		}
	}

	private void die(State s, int i, Moves moves) {
		boolean free = true;
		for (int key : new int[] { A, B }) {
			for (int cell : new int[] { this.mutex + key, this.alone + key }) {
				if (s.get(cell) == i + 1) {
					free = false;
					moves.step(i, "dying, loses a lock", s.copy().set(cell, 0));
				}
			}
			if (s.has(this.members + key, i)) {
				free = false;
				moves.step(i, "dying, loses shared members", s.copy().remove(this.members + key, i));
			}
		}
		if (free) {
			State next = pop(s.copy(), i, MAX_STEPS);
			plan(next, i);
			moves.step(i, "is born again", next);
		}
	}

	@Override
	public @Nullable String violation(State s) {
		if (s.get(this.wrong) != 0) {
			return WRONG.get(s.get(this.wrong));
		}
		for (int key : new int[] { A, B }) {
			if (s.count(this.exists + key) > 1) {
				return "two generations of" + NAMES[key];
			}
			int exists = s.get(this.exists + key);
			if (exists != 0 && !s.has(this.exists + key, s.get(this.value + key))
					&& !s.has(this.exists + key, s.get(this.intent + key))) {
				return "LEAK: a generation without a record of" + NAMES[key];
			}
		}
		for (int i = 0; i < this.plans.length; i++) {
			int step = first(s, i);
			if (step == encode(What.USE, B)) {
				int generation = lease(s, i, B);
				if (!s.has(this.exists + B, generation) || s.get(this.value + B) != generation) {
					return "B torn down under a live user";
				}
				if (!s.has(this.exists + A, s.get(this.valueNames))) {
					return "the A of a B in use is destroyed";
				}
			}
			if (step == encode(What.USE, A) && !s.has(this.exists + A, lease(s, i, A))) {
				return "A torn down under a live user";
			}
		}
		int left = s.get(this.intent) | s.get(this.intent + B);
		for (int key : new int[] { A, B }) {
			left |= isCached(key) ? 0 : s.get(this.exists + key) | s.get(this.value + key);
		}
		return (left != 0 && s.get(this.crashes) == this.maxCrashes && isFinal(s))
				? "something is left though nobody crashed" : null;
	}

	@Override
	public boolean isFinal(State s) {
		for (int i = 0; i < this.plans.length; i++) {
			if (first(s, i) != 0) {
				return false;
			}
		}
		return true;
	}

	/** What a process wants. */
	enum Plan {

		USE_A(encode(What.GET, A), encode(What.USE, A), encode(What.PUT, A)),

		USE_B(encode(What.GET, B), encode(What.USE, B), encode(What.PUT, B), encode(What.PUT, A)),

		USE_A_THEN_B(encode(What.GET, A), encode(What.GET, B), encode(What.USE, B), encode(What.PUT, B),
				encode(What.PUT, A)),

		EVICT_A(encode(What.EVICT, A)),

		EVICT_BOTH(encode(What.EVICT, A), encode(What.EVICT, B), encode(What.EVICT, A)),

		/** Wrong: the dependency is given back before the use has ended. */
		GIVE_A_BACK_EARLY(encode(What.GET, B), encode(What.PUT, A), encode(What.USE, B), encode(What.PUT, B));

		@SuppressWarnings("ImmutableEnumChecker")
		private final int[] steps;

		Plan(int... steps) {
			this.steps = steps;
		}

	}

	/** What the protocol has besides its core. */
	enum Form {

		/**
		 * A resource has an index of its dependents; their records are read one by one.
		 */
		INDEXED,

		/** The creation of B asks for A, and not those who prepare it. */
		OBTAINED_WHILE_CREATING,

		/** A outlives those who use it. */
		CACHED_A,

		/** So does B. */
		CACHED_B

	}

	/** What must not be done. */
	enum Deviation {

		GO_ON_WHEN_BUSY, INTENT_WITHOUT_DEPENDENCY, JOINER_ACQUIRES_DEPENDENCY, JOIN_WITHOUT_LEASE,
		DEPENDENT_IS_NOT_TORN_DOWN, WAIT_FOR_DEPENDENT, INDEXED_AFTER_USE, READ_INTENT_BEFORE_VALUE, NOTED_AFTER_USE,

		/** Who has backed off restores the record of what he had leased. */
		RESTORE_AFTER_BACKING_OFF,

		/** A that outlives its users is evicted, whatever was made with it. */
		EVICT_WHAT_IS_NAMED,

		/** Whether something was made with it is looked at before others are kept out. */
		EVICT_AFTER_AN_EARLY_LOOK

	}

	private enum What {

		GET, TRY, LOOK, JOIN, LEASE, LEASE_UNDER_MUTEX, UNSHARE, MAKE, WRITE_INTENT, NOTE, CREATE, PUBLISH, CLEAR,
		DOWNGRADE, SHARE, UNLOCK,

		INHERIT, BEGIN, READ_FIRST, READ_SECOND, WAIT_FOR_B, ORPHAN, ORPHAN_ALONE, DESTROY, UNINDEX, UNRECORD, UNALONE,
		BACK_OFF, RETRY,

		EVICT, EVICT_LOCK, EVICT_ALONE, LOOK_AT_INDEX, LOOK_AT_VALUE, LOOK_AT_INTENT,

		USE, PUT, DROP, LAST, GONE, DYING

	}

}
