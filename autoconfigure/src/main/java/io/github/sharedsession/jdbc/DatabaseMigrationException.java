package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the migrations of a shared database have failed.
 */
public class DatabaseMigrationException extends SharedDatabaseException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public DatabaseMigrationException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
