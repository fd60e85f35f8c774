package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when shared beans need each other in a circle, within one context or across
 * JVMs.
 */
public class SharedBeanCircularDependencyException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedBeanCircularDependencyException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
