package io.github.sharedsession.core.event;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * What members have written down of a session. What can't be read is passed over: it is
 * told for information only.
 *
 * @param contents by member, what its file holds
 */
public record EventFiles(Map<String, byte[]> contents) {

	/** More can't be added up, and is nothing that a member has written. */
	private static final Duration LONGEST = Duration.ofDays(365);

	private static final int DETAILS = 5;

	private static final Map<String, EventType> TYPES = new HashMap<>();

	static {
		for (EventType type : EventType.values()) {
			TYPES.put(type.name(), type);
		}
	}

	public static EventFiles of(Store store, String session) {
		Map<String, byte[]> contents = new TreeMap<>();
		try {
			for (String member : store.list(session + EventLog.DIRECTORY)) {
				byte[] content = read(store, session + EventLog.DIRECTORY + member);
				if (content != null) {
					contents.put(member, content);
				}
			}
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// Then there is nothing to tell
		}
		return new EventFiles(contents);
	}

	private static byte @Nullable [] read(Store store, String file) {
		try {
			return store.read(file);
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// Then the story goes without this member
			return null;
		}
	}

	/** What {@link #name} gives to each file. */
	public Set<String> names() {
		return this.contents.entrySet()
			.stream()
			.map((file) -> name(file.getKey(), file.getValue()))
			.collect(Collectors.toSet());
	}

	/**
	 * Name a file of a member, who begins another one when the session is left, removed
	 * and entered again.
	 * @param member the member
	 * @param content what the file holds
	 * @return a name that stays the same while the file grows
	 */
	public static String name(String member, byte[] content) {
		String[] lines = new String(content, StandardCharsets.UTF_8).split("\n", 3);
		String began = (lines.length > 1) ? lines[1].split(EventLog.SEPARATOR, 2)[0] : "";
		return began.matches("\\d{1,18}") ? member + "-" + began : member;
	}

	/** How many bytes there are: files only ever grow. */
	public long size() {
		return this.contents.values().stream().mapToLong((content) -> content.length).sum();
	}

	/**
	 * Read all files.
	 * @return what happened, in order of time
	 */
	public List<SessionEvent> events() {
		List<SessionEvent> events = new ArrayList<>();
		this.contents.values().forEach((content) -> parse(content, events));
		events.sort(Comparator.comparingLong(SessionEvent::time));
		return events;
	}

	private static void parse(byte[] content, List<SessionEvent> events) {
		String text = new String(content, StandardCharsets.UTF_8);
		boolean readable = false;
		Member member = null;
		// What follows the last newline is the half line of a killed member
		for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
			if (line.startsWith("shared-session-events ")) {
				readable = line.equals(EventLog.FORMAT);
				continue;
			}
			String[] parts = line.split(EventLog.SEPARATOR, -1);
			if (readable && parts.length >= DETAILS) {
				if (parts[1].equals(EventType.ENTERED.name()) && parts.length > DETAILS) {
					member = member(parts[DETAILS]);
				}
				SessionEvent event = (member != null) ? parse(parts, member) : null;
				if (event != null) {
					events.add(event);
				}
			}
		}
	}

	private static @Nullable Member member(String text) {
		try {
			return Member.parse(text);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** A type of a newer version is unknown to this one. */
	private static @Nullable SessionEvent parse(String[] parts, Member member) {
		EventType type = TYPES.get(parts[1]);
		try {
			Duration took = Duration.ofMillis(Long.parseLong(parts[2]));
			if (type == null || took.isNegative() || took.compareTo(LONGEST) > 0) {
				return null;
			}
			int details = (type == EventType.ENTERED) ? DETAILS + 1 : DETAILS;
			return new SessionEvent(Long.parseLong(parts[0]), type, member, took, EventLog.unescape(parts[3]),
					EventLog.unescape(parts[4]), Stream.of(parts).skip(details).map(EventLog::unescape).toList());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
