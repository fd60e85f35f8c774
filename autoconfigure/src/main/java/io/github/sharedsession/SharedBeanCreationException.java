package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a shared resource could not be created: in the JVM where the creation
 * failed with the original exception as its cause, in all others with what was recorded
 * of it.
 */
public class SharedBeanCreationException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedBeanCreationException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
