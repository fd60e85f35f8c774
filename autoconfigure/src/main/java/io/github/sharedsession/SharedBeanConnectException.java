package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a context could not connect to a shared resource that exists.
 */
public class SharedBeanConnectException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedBeanConnectException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
