package io.github.sharedsession.core.model;

import org.jspecify.annotations.Nullable;

/**
 * Processes that run a protocol: where they start, what each can do next, and what must
 * never be.
 */
interface Model {

	Layout layout();

	State initial();

	/**
	 * Give every step that any process can take in a state.
	 */
	void steps(State state, Moves moves);

	/**
	 * Say what is wrong with a state.
	 * @return a sentence, or {@code null} when nothing is
	 */
	@Nullable String violation(State state);

	/**
	 * Whether everybody has done what they wanted. From each state one of these must be
	 * within reach, without a further crash or fault.
	 */
	boolean isFinal(State state);

	/**
	 * Takes the steps that are possible in a state.
	 */
	interface Moves {

		/** A step of the protocol, or of the operating system. */
		void step(int process, String text, State next);

		/** A crash, or a recipe that throws: possible, but nobody may need it. */
		void mishap(int process, String text, State next);

	}

}
