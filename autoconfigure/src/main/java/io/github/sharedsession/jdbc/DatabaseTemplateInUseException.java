package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a migrated database can't be copied, because somebody is connected to it
 * time and again.
 */
public class DatabaseTemplateInUseException extends SharedDatabaseException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public DatabaseTemplateInUseException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
