package io.github.sharedsession.coordinator.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sharedsession.coordinator.chaos.Violation.Kind;

/**
 * What the members of sessions have been told of creations that have thrown.
 */
final class FailureHistory {

	private static final Pattern FAILED_IN = Pattern.compile("It failed in pid (\\d+) ");

	private final BiConsumer<Kind, HistoryEvent> violations;

	/** Session and resource whose failure the members of the session have been told. */
	private final Set<String> failed = new HashSet<>();

	/** Sessions, with the members that ended before the session was empty once more. */
	private final Map<String, Set<String>> former = new HashMap<>();

	FailureHistory(BiConsumer<Kind, HistoryEvent> violations) {
		this.violations = violations;
	}

	/** Somebody has been told of a failure, its own or that of another one. */
	void told(HistoryEvent event, String session) {
		if (event.word(3).equals("true")) {
			this.failed.add(session + " " + event.word(1));
		}
		else if (isOfFormerMember(event, session)) {
			this.violations.accept(Kind.STALE_FAILURE, event);
		}
	}

	private boolean isOfFormerMember(HistoryEvent event, String session) {
		Matcher matcher = FAILED_IN.matcher(event.text());
		return matcher.find() && this.former.getOrDefault(session, Set.of()).contains(matcher.group(1));
	}

	/** Whether the members of a session know that a resource can't be made. */
	boolean isKnown(String session, String key) {
		return this.failed.contains(session + " " + key);
	}

	/** Nobody is surely in the session. */
	void mayHaveEnded(String session) {
		this.failed.removeIf((failure) -> failure.startsWith(session + " "));
	}

	/** Nobody is in the session any more. */
	void haveEnded(String session, List<Participant> members) {
		Set<String> pids = this.former.computeIfAbsent(session, (key) -> new HashSet<>());
		members.forEach((member) -> pids.add(member.pid));
	}

}
