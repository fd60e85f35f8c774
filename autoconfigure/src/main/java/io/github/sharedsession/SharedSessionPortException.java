package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when no port is left that could be reserved.
 */
public class SharedSessionPortException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedSessionPortException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
