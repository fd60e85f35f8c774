package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a plain value is a live object, which can't be handed to another JVM.
 */
public class SharedLiveObjectException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedLiveObjectException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
