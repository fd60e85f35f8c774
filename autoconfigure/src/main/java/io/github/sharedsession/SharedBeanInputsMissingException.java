package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a shared bean is to outlive its session, and does not say what it is made
 * from: nobody could tell when it has to be made anew.
 */
public class SharedBeanInputsMissingException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedBeanInputsMissingException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
