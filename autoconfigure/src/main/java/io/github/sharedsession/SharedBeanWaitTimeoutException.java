package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a shared resource was not available within its wait timeout.
 */
public class SharedBeanWaitTimeoutException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedBeanWaitTimeoutException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
