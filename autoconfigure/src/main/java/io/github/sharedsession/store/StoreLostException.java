package io.github.sharedsession.store;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store has lost this JVM, and this JVM all its locks: others may have them
 * by now, so it can't read, write or lock anything any more.
 */
public final class StoreLostException extends UncheckedIOException {

	private final String action;

	/**
	 * Create a new exception.
	 * @param description what happened, and where
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public StoreLostException(String description, String action, @Nullable Throwable cause) {
		super(description, new IOException((cause != null) ? String.valueOf(cause.getMessage()) : description, cause));
		this.action = action;
	}

	/**
	 * Return what to do about it.
	 * @return a sentence or more
	 */
	public String action() {
		return this.action;
	}

}
