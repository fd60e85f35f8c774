package io.github.sharedsession.jdbc;

import io.github.sharedsession.SharedSessionException;
import org.jspecify.annotations.Nullable;

/**
 * Base of the exceptions of shared databases; itself thrown when the server refuses
 * something for a reason that has no exception of its own, the cause being what the
 * driver has thrown, and when a {@code DataSource} can't be led to the database of a
 * test.
 */
public class SharedDatabaseException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedDatabaseException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
