package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a shared bean depends on one with a narrower scope, directly or by way of
 * other beans.
 */
public class SharedBeanScopeException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedBeanScopeException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
