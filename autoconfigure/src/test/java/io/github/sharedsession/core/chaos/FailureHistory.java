package io.github.sharedsession.core.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sharedsession.core.chaos.Violation.Kind;

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

	/** Sessions of dead members, some of which may have their locks for a while. */
	private final Map<String, DeadMembers> dead = new HashMap<>();

	private final Duration lease;

	/**
	 * Create a new history.
	 * @param lease for how long those who have been killed are still in their session
	 */
	FailureHistory(BiConsumer<Kind, HistoryEvent> violations, Duration lease) {
		this.violations = violations;
		this.lease = lease;
	}

	/** Somebody has been started, who enters a session sooner or later. */
	void started(HistoryEvent event, String session) {
		DeadMembers members = this.dead.remove(session);
		if (members != null && event.time() - members.time() > this.lease.toNanos()) {
			areFormer(session, members.pids());
		}
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

	/** All members of a session have ended. */
	void haveEnded(HistoryEvent event, String session, List<Participant> members) {
		List<String> pids = members.stream().map((member) -> member.pid).toList();
		if (this.lease.isZero()) {
			areFormer(session, pids);
		}
		else {
			this.dead.put(session, new DeadMembers(event.time(), pids));
		}
	}

	private void areFormer(String session, List<String> pids) {
		this.former.computeIfAbsent(session, (key) -> new HashSet<>()).addAll(pids);
	}

	/**
	 * All members that a session has had.
	 *
	 * @param time when the last one has ended
	 */
	private record DeadMembers(long time, List<String> pids) {
	}

}
