package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the user may not create, copy or drop databases.
 */
public class DatabasePrivilegeException extends SharedDatabaseException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public DatabasePrivilegeException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
