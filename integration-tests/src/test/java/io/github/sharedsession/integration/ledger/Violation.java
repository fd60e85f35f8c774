package io.github.sharedsession.integration.ledger;

/**
 * Something in a ledger that must not happen.
 *
 * @param kind what must not happen
 * @param entry where it happened
 */
public record Violation(Kind kind, LedgerEntry entry) {

	/**
	 * What must not happen.
	 */
	public enum Kind {

		/** Created while another one of the same name is there. */
		SECOND_LIVE_GENERATION,

		/** Used but not created yet. */
		USED_BEFORE_CREATED,

		/** Used but destroyed already. */
		USED_AFTER_DESTROYED,

		/** Used through a client that is disconnected already. */
		USED_AFTER_DISCONNECTED,

		/** Destroyed while somebody uses it or is connected to it. */
		DESTROYED_WHILE_USED,

		/** Destroyed while something that was made on top of it is there. */
		DESTROYED_BEFORE_DEPENDENT,

		/** Destroyed with the help of another one than what it was made on. */
		DESTROYED_ON_OTHER_DEPENDENCY,

		/** Created on top of something that is not there. */
		CREATED_WITHOUT_DEPENDENCY,

		/** Destroyed but never created. */
		DESTROYED_BEFORE_CREATED,

		/** Destroyed for the second time. */
		DESTROYED_TWICE,

		/** Never destroyed. */
		NOT_DESTROYED,

		/** A use that does not end, or a client that is never disconnected. */
		NOT_RELEASED

	}

}
