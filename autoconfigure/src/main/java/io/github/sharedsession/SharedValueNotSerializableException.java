package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a shared value does not survive being written and read back.
 */
public class SharedValueNotSerializableException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedValueNotSerializableException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
