package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the directory of the session can't be used: not writable, not owned by this
 * user, or open to others.
 */
public class SharedSessionDirectoryException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedSessionDirectoryException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
