package io.github.sharedsession.core.chaos;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A generation as the {@link HistoryChecker} knows it so far.
 */
final class Made {

	final String session;

	final String key;

	final String creator;

	final Set<String> holders = new HashSet<>();

	List<String> dependencies = List.of();

	State state = State.LIVE;

	boolean recorded;

	boolean threw;

	@Nullable String destroyer;

	Made(String session, String key, String creator) {
		this.session = session;
		this.key = key;
		this.creator = creator;
	}

	boolean isOf(String session, String key) {
		return this.session.equals(session) && this.key.equals(key);
	}

	enum State {

		LIVE, TORN_DOWN, REMAINS, GIVEN_UP

	}

}
