package io.github.sharedsession.coordinator;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a session: each member appends lines to a file of its own.
 */
final class EventLog {

	private static final String DIRECTORY = "/events/";

	/** More can't be added up, and is nothing that a member has written. */
	private static final Duration LONGEST = Duration.ofDays(365);

	private final Store store;

	private final String session;

	private final Member member;

	EventLog(Store store, String session, Member member) {
		this.store = store;
		this.session = session;
		this.member = member;
	}

	void enter() {
		try {
			this.store.createDirectory(this.session + DIRECTORY);
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// For the account only: nobody goes without a resource because of it
		}
	}

	void append(Type type, String bean, Duration took) {
		String line = String.join("\t", String.valueOf(System.currentTimeMillis()), type.name(), this.member.format(),
				String.valueOf(took.toMillis()), bean.replaceAll("\\s", " ")) + "\n";
		try {
			this.store.append(this.session + DIRECTORY + this.member.id(), line.getBytes(StandardCharsets.UTF_8));
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// As above
		}
	}

	static List<Event> read(Store store, String session) {
		List<Event> events = new ArrayList<>();
		try {
			store.list(session + DIRECTORY).forEach((name) -> read(store, session + DIRECTORY + name, events));
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// Then there is no account
		}
		events.sort((left, right) -> Long.compare(left.time(), right.time()));
		return events;
	}

	private static void read(Store store, String file, List<Event> events) {
		try {
			byte[] content = store.read(file);
			if (content != null) {
				String text = new String(content, StandardCharsets.UTF_8);
				// What follows the last newline is the half line of a killed member
				text.substring(0, text.lastIndexOf('\n') + 1)
					.lines()
					.map(EventLog::parse)
					.filter(Objects::nonNull)
					.forEach(events::add);
			}
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// Then the account goes without this member
		}
	}

	private static @Nullable Event parse(String line) {
		String[] parts = line.split("\t", 5);
		if (parts.length < 5) {
			return null;
		}
		try {
			Duration took = Duration.ofMillis(Long.parseLong(parts[3]));
			return (took.isNegative() || took.compareTo(LONGEST) > 0) ? null : new Event(Long.parseLong(parts[0]),
					Type.valueOf(parts[1]), Member.parse(parts[2]), took, parts[4]);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	enum Type {

		CREATED, FAILED, REUSED, DESTROYED, LEFT_BEHIND, LOST_CREATOR

	}

	/**
	 * Something that happened.
	 *
	 * @param time in milliseconds since the epoch
	 * @param type what happened
	 * @param member to whom
	 * @param took how long it took or was waited for
	 * @param bean the name of the bean
	 */
	record Event(long time, Type type, Member member, Duration took, String bean) {
	}

}
