package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the session host could not be started. The message holds the end of its
 * log.
 */
public class SharedSessionHostStartException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedSessionHostStartException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
