package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a shared resource is asked for while the JVM is ending, or when waiting for
 * it was interrupted.
 */
public class SharedSessionEndedException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedSessionEndedException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
