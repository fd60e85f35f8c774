package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a recipe adds a property, but its method can't be called before the beans
 * exist.
 */
public class SharedPropertyTooEarlyException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedPropertyTooEarlyException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
