package io.github.sharedsession.core.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Looks at every state that a model can reach, nearest first, so that the way to the
 * first violation is a shortest one. Besides {@link Model#violation} it finds states in
 * which nobody can move, and states from which the end can't be reached any more: there
 * somebody waits for ever.
 */
final class Explorer implements Model.Moves {

	private static final int LIMIT = 5_000_000;

	private final Model model;

	private final StateSet states;

	private final IntList parents = new IntList();

	/** Targets of all steps but mishaps, in the order of the states they start from. */
	private final IntList targets = new IntList();

	private final IntList firstTargets = new IntList();

	private final BitSet ends = new BitSet();

	private final long start = System.nanoTime();

	private int current = -1;

	private State currentState;

	private long transitions;

	private int violating = -1;

	private @Nullable String violation;

	private Explorer(Model model) {
		this.model = model;
		this.states = new StateSet(model.layout().size());
		this.currentState = model.initial();
	}

	/**
	 * Search through a model until all is seen, or the first violation.
	 */
	static SearchResult search(Model model) {
		return new Explorer(model).run();
	}

	private SearchResult run() {
		add(this.currentState);
		for (int i = 0; i < this.states.size() && this.violation == null; i++) {
			this.current = i;
			this.currentState = this.states.get(i);
			this.firstTargets.add(this.targets.size());
			this.model.steps(this.currentState, this);
			if (this.model.isFinal(this.currentState)) {
				this.ends.set(i);
			}
			else if (this.violation == null && this.targets.size() == this.firstTargets.get(i)) {
				found("STUCK: nobody can move", i);
			}
		}
		if (this.violation == null) {
			findHopeless();
		}
		return new SearchResult(this.states.size(), this.transitions, this.violation, trace(),
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.start));
	}

	@Override
	public void step(int process, String text, State next) {
		int target = move(next);
		if (target >= 0) {
			this.targets.add(target);
		}
	}

	@Override
	public void mishap(int process, String text, State next) {
		move(next);
	}

	private int move(State next) {
		if (this.violation != null || next.equals(this.currentState)) {
			return -1;
		}
		this.transitions++;
		return add(next);
	}

	private int add(State state) {
		int known = this.states.size();
		int number = this.states.add(state);
		if (number == known) {
			this.parents.add(this.current);
			String violation = (number < LIMIT) ? this.model.violation(state) : "TOO MANY STATES: not finished";
			if (violation != null) {
				found(violation, number);
			}
		}
		return number;
	}

	private void found(String violation, int state) {
		this.violation = violation;
		this.violating = state;
	}

	/**
	 * Go backwards from all ends: what is not met has no way there.
	 */
	private void findHopeless() {
		int count = this.states.size();
		this.firstTargets.add(this.targets.size());
		int[] firstSources = new int[count + 1];
		for (int i = 0; i < this.targets.size(); i++) {
			firstSources[this.targets.get(i) + 1]++;
		}
		for (int i = 0; i < count; i++) {
			firstSources[i + 1] += firstSources[i];
		}
		int[] sources = new int[this.targets.size()];
		int[] next = firstSources.clone();
		for (int source = 0; source < count; source++) {
			for (int i = this.firstTargets.get(source); i < this.firstTargets.get(source + 1); i++) {
				sources[next[this.targets.get(i)]++] = source;
			}
		}
		BitSet met = (BitSet) this.ends.clone();
		ArrayDeque<Integer> queue = new ArrayDeque<>();
		this.ends.stream().forEach(queue::add);
		while (!queue.isEmpty()) {
			int state = queue.remove();
			for (int i = firstSources[state]; i < firstSources[state + 1]; i++) {
				if (!met.get(sources[i])) {
					met.set(sources[i]);
					queue.add(sources[i]);
				}
			}
		}
		if (met.cardinality() < count) {
			found("NO WAY TO THE END: somebody waits for ever", met.nextClearBit(0));
		}
	}

	/** Labels are not kept: the steps on the way are asked for again. */
	private List<String> trace() {
		List<String> trace = new ArrayList<>();
		for (int i = this.violating; i > 0; i = this.parents.get(i)) {
			trace.add(label(this.states.get(this.parents.get(i)), this.states.get(i)));
		}
		Collections.reverse(trace);
		return trace;
	}

	private String label(State from, State to) {
		List<String> labels = new ArrayList<>();
		this.model.steps(from, new Model.Moves() {

			@Override
			public void step(int process, String text, State next) {
				if (next.equals(to)) {
					labels.add(process + " " + text);
				}
			}

			@Override
			public void mishap(int process, String text, State next) {
				step(process, text, next);
			}

		});
		StringBuilder label = new StringBuilder(labels.get(0));
		for (int cell = 0; cell < this.model.layout().size(); cell++) {
			String name = this.model.layout().name(cell);
			if (from.get(cell) != to.get(cell) && !Character.isDigit(name.charAt(0))) {
				label.append("; ").append(name).append(' ');
				label.append(from.get(cell)).append("->").append(to.get(cell));
			}
		}
		return label.toString();
	}

}
