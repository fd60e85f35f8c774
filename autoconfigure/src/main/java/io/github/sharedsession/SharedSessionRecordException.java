package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a file of the session is corrupt, truncated, foreign or of a newer format.
 */
public class SharedSessionRecordException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedSessionRecordException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
