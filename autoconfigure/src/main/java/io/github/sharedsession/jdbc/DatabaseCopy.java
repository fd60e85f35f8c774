package io.github.sharedsession.jdbc;

/**
 * Who gets a database of their own, cloned from the migrated one.
 */
public enum DatabaseCopy {

	/**
	 * Nobody: all contexts of all forks use the migrated database itself. For tests that
	 * roll back what they change.
	 */
	SHARED,

	/**
	 * Each fork, for all its contexts. The default.
	 */
	PER_FORK,

	/**
	 * Each application context.
	 */
	PER_CONTEXT,

	/**
	 * Each test class. The {@code DataSource} of the context is led to another copy
	 * before a class; tests of one context must not run in parallel threads.
	 */
	PER_CLASS,

	/**
	 * Each test method. Copies are made ahead while tests run. The {@code DataSource} of
	 * the context is led to another copy before a test; tests of one context must not run
	 * in parallel threads.
	 */
	PER_TEST;

	/** Whether a context uses several copies, one after the other. */
	boolean isWithinContext() {
		return this == PER_CLASS || this == PER_TEST;
	}

}
