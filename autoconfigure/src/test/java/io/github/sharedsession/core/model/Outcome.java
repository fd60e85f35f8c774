package io.github.sharedsession.core.model;

/**
 * How an {@link Operation} ends.
 */
public enum Outcome {

	DONE, GRANTED, REFUSED, ABSENT, PRESENT,

	/** There is an {@code intent}, and it names no value. */
	NO_VALUE,

	THROWS,

	/** What was probed is there. */
	VALID,

	/** What was probed is gone. */
	INVALID,

	/** As {@link #DONE}, and there are more of {@code remains} to be tried. */
	DONE_OF_SEVERAL,

	/** As {@link #THROWS}, and there are more of {@code remains} to be tried. */
	THROWS_OF_SEVERAL

}
