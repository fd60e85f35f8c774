package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a shared resource exists that was made under other property values than
 * those of the context that asks for it.
 */
public class SharedBeanPropertyMismatchException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedBeanPropertyMismatchException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
