package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the settings of the session are invalid or contradict each other.
 */
public class SharedSessionConfigurationException extends SharedSessionException {

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public SharedSessionConfigurationException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
