package io.github.sharedsession.coordinator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.store.Store;

/**
 * What happened in a session: each member appends lines to a file of its own.
 */
final class EventLog {

	private static final String DIRECTORY = "/events/";

	private final Store store;

	private final String session;

	private final Member member;

	EventLog(Store store, String session, Member member) {
		this.store = store;
		this.session = session;
		this.member = member;
	}

	void enter() {
		this.store.createDirectory(this.session + DIRECTORY);
	}

	void append(Type type, String bean, Duration took) {
		String line = String.join("\t", String.valueOf(System.currentTimeMillis()), type.name(), this.member.format(),
				String.valueOf(took.toMillis()), bean.replaceAll("\\s", " ")) + "\n";
		this.store.append(this.session + DIRECTORY + this.member.id(), line.getBytes(StandardCharsets.UTF_8));
	}

	static List<Event> read(Store store, String session) {
		List<Event> events = new ArrayList<>();
		for (String name : store.list(session + DIRECTORY)) {
			byte[] content = store.read(session + DIRECTORY + name);
			if (content != null) {
				String text = new String(content, StandardCharsets.UTF_8);
				// What follows the last newline is the half line of a killed member
				text.substring(0, text.lastIndexOf('\n') + 1).lines().map(EventLog::parse).forEach(events::add);
			}
		}
		events.sort((left, right) -> Long.compare(left.time(), right.time()));
		return events;
	}

	private static Event parse(String line) {
		String[] parts = line.split("\t", 5);
		return new Event(Long.parseLong(parts[0]), Type.valueOf(parts[1]), Member.parse(parts[2]),
				Duration.ofMillis(Long.parseLong(parts[3])), parts[4]);
	}

	enum Type {

		CREATED, FAILED, REUSED, DESTROYED, LEFT_BEHIND

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
