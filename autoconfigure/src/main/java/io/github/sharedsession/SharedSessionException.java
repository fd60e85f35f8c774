package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Base of all exceptions of a shared session. The message holds both what happened and
 * what to do about it. No value of a bean is ever part of it.
 */
public abstract class SharedSessionException extends RuntimeException {

	private final String description;

	private final String action;

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	protected SharedSessionException(String description, String action, @Nullable Throwable cause) {
		super(description + System.lineSeparator() + "Action: " + action, cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * What happened, and where.
	 * @return the description
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * What to do about it.
	 * @return the action
	 */
	public String getAction() {
		return this.action;
	}

}
