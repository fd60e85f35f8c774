package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a database server has no connection left.
 */
public class DatabaseConnectionLimitException extends SharedDatabaseException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public DatabaseConnectionLimitException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
