package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a {@code @Configuration} class calls one of its recipe methods directly
 * instead of having the bean injected.
 */
public class SharedBeanDirectCallException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedBeanDirectCallException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
