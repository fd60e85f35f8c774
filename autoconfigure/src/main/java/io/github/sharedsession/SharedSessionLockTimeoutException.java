package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a lock of the session was not free within the wait timeout.
 */
public class SharedSessionLockTimeoutException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedSessionLockTimeoutException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
