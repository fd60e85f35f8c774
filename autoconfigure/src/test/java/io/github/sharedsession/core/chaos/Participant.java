package io.github.sharedsession.core.chaos;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A member as the {@link HistoryChecker} knows it so far.
 */
final class Participant {

	final String name;

	String session = "";

	String pid = "";

	/** Surely in its session. */
	boolean entered;

	/** Has said that it leaves, or was killed: uses nothing any more. */
	boolean gone;

	boolean killed;

	boolean ended;

	boolean terminated;

	/** Others may have had its locks at any time. */
	boolean lost;

	final Map<String, HistoryEvent> waiting = new LinkedHashMap<>();

	Participant(String name) {
		this.name = name;
	}

	boolean mayHaveStoppedHalfWay() {
		return this.killed || this.terminated || this.lost;
	}

}
