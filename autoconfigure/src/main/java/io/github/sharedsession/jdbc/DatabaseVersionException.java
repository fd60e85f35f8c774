package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the version of a database server is not supported.
 */
public class DatabaseVersionException extends SharedDatabaseException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public DatabaseVersionException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
