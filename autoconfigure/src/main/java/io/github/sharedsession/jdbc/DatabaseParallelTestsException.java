package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when tests of one context run in parallel threads, although each is to have a
 * database of its own.
 */
public class DatabaseParallelTestsException extends SharedDatabaseException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public DatabaseParallelTestsException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
