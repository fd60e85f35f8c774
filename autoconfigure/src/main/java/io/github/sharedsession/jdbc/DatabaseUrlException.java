package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the URL of a database server is not one that can be used.
 */
public class DatabaseUrlException extends SharedDatabaseException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public DatabaseUrlException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
