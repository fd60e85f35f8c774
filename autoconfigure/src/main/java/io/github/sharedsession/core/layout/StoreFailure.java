package io.github.sharedsession.core.layout;

import java.io.UncheckedIOException;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.SharedSessionStoreException;
import io.github.sharedsession.store.StoreLostException;

/**
 * Says what is wrong with the files of a session, and what was not done because of it.
 */
public final class StoreFailure {

	private StoreFailure() {
	}

	/** The message with the file and, where that is told apart, the reason. */
	public static String describe(RuntimeException ex) {
		return (ex instanceof UncheckedIOException && !(ex instanceof StoreLostException))
				? ex.getMessage() + ": " + ex.getCause() : String.valueOf(ex.getMessage());
	}

	/**
	 * Tell that a lock of members is gone while there are records.
	 */
	static SharedSessionDirectoryException lockRemoved(String lock) {
		return new SharedSessionDirectoryException(
				"The lock file " + lock + " of the shared session has been removed, so that nobody can tell whether "
						+ "another process uses what is recorded there.",
				"End all builds that use the directory. Then look for what the files 'value' and 'intent' beside or "
						+ "below it name (a server, a schema), tear that down by hand, and delete the session directory.",
				null);
	}

	public static SharedSessionException exception(String what, UncheckedIOException ex) {
		if (ex instanceof StoreLostException lost) {
			return new SharedSessionStoreException(what + ": " + describe(lost), lost.action(), lost);
		}
		return new SharedSessionDirectoryException(what + ": " + describe(ex),
				"Look whether the disk of that file is full or read-only, or whether somebody has changed or removed "
						+ "the files of this session.",
				ex);
	}

}
