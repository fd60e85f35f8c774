package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a hosted server is asked for again by a JVM that was using it, and the
 * session host that served it has died meanwhile.
 */
public class SharedSessionHostDiedException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedSessionHostDiedException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
