package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a database server can't be connected to: it is not there, or refuses the
 * user or the password.
 */
public class DatabaseUnreachableException extends SharedDatabaseException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public DatabaseUnreachableException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
