package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the store of the session can't be used: the server that holds it can't be
 * reached, is not of the right kind, or has ended the connection or the lease of this JVM
 * and with it its locks.
 */
public class SharedSessionStoreException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedSessionStoreException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
