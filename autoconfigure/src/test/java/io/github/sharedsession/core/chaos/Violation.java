package io.github.sharedsession.core.chaos;

/**
 * Something in a history that must not happen.
 *
 * @param kind what must not happen
 * @param detail where it happened
 */
record Violation(Kind kind, String detail) {

	@Override
	public String toString() {
		return this.kind + ": " + this.detail;
	}

	/**
	 * What must not happen.
	 */
	enum Kind {

		/** Created while another generation of the same resource is there. */
		DOUBLE_CREATION,

		/** Used, or made something with, when it is not there. */
		USE_AFTER_TEAR_DOWN,

		/** Torn down while a living member has it. */
		TORN_DOWN_IN_USE,

		/** Torn down before what was made with it. */
		TORN_DOWN_BEFORE_DEPENDENT,

		/** Torn down again though the first time went well. */
		TORN_DOWN_TWICE,

		/** Torn down but never created. */
		TORN_DOWN_UNKNOWN,

		/** Torn down, while a cached value still names it. */
		TORN_DOWN_PUBLISHED,

		/** Recorded once, and never torn down. */
		LEAK,

		/** Neither recorded nor reported. */
		UNREPORTED,

		/** Created again in a session that was told of its failure. */
		FAILED_TWICE,

		/** Told of a failure that happened before the session was empty. */
		STALE_FAILURE,

		/** Neither a value nor an error, or too late. */
		LOST_WAITER,

		/** An error that nothing has called for. */
		UNEXPECTED_ERROR,

		/** A member that ended otherwise than it was to. */
		UNEXPECTED_END

	}

}
