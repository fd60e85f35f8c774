package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a {@link SharedSessionBean @SharedSessionBean} method is declared in a way
 * that can't work: an unresolvable type, placeholder or destroy method.
 */
public class SharedBeanDefinitionException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedBeanDefinitionException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
