package io.github.sharedsession.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Takes what the coordinator has to say.
 */
public interface SessionLog {

	/**
	 * Something went as it should.
	 * @param message a sentence
	 */
	void info(String message);

	/**
	 * Something needs attention: it takes long, was left, or failed without stopping
	 * anybody.
	 * @param message a sentence or more
	 * @param cause the cause, or {@code null}
	 */
	void warn(@Nullable String message, @Nullable Throwable cause);

	/**
	 * The account of a session that has ended, for the user's console.
	 * @param account some lines
	 */
	void account(String account);

	/**
	 * The last fork, or then the last member, has left the session. No lock is held.
	 * @param history what has happened in it
	 */
	default void ended(SessionHistory history) {
		if (!history.teller().isHost()) {
			String account = new Account(history.files().events()).print();
			if (account != null) {
				account(account);
			}
		}
	}

	/**
	 * What was left of a session by members that were killed is going to be torn down.
	 * Called before that, once for each session, while the session can't be entered.
	 * @param history what has happened in it
	 */
	default void swept(SessionHistory history) {
	}

}
