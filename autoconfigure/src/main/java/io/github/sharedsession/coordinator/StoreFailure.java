package io.github.sharedsession.coordinator;

import java.io.UncheckedIOException;

import io.github.sharedsession.SharedSessionDirectoryException;

/**
 * Says what was not done because a file of the session could not be written, made, locked
 * or read.
 */
final class StoreFailure {

	private StoreFailure() {
	}

	/** The message with the file and, where that is told apart, the reason. */
	static String describe(RuntimeException ex) {
		return (ex instanceof UncheckedIOException) ? ex.getMessage() + ": " + ex.getCause()
				: String.valueOf(ex.getMessage());
	}

	static SharedSessionDirectoryException exception(String what, UncheckedIOException ex) {
		return new SharedSessionDirectoryException(what + ": " + describe(ex),
				"Look whether the disk of that file is full or read-only, or whether somebody has changed or removed "
						+ "the files of this session.",
				ex);
	}

}
