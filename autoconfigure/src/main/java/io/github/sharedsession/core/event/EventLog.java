package io.github.sharedsession.core.event;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.store.Store;

/**
 * Writes down what happens in a session: each member appends lines to a file of its own,
 * when something begins and when it has ended, so that a killed member's file tells what
 * it was doing. {@link EventFiles} reads them.
 */
public final class EventLog {

	public static final String DIRECTORY = "/events/";

	/** Who reads another version passes its lines over, up to the next one like this. */
	static final String FORMAT = "shared-session-events 1";

	static final String SEPARATOR = "\t";

	/** A trace can be longer, but not be of more use. */
	private static final int MAX_DETAIL = 32 * 1024;

	private final Store store;

	private final String session;

	private final Member member;

	public EventLog(Store store, String session, Member member) {
		this.store = store;
		this.session = session;
		this.member = member;
	}

	/**
	 * The member enters the session.
	 * @param buildRoot the root directory of its build, or an empty string for a host
	 * @param lasting whether the session is named after the one run of a build
	 */
	public void enter(String buildRoot, boolean lasting) {
		try {
			this.store.createDirectory(this.session + DIRECTORY);
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// For the report only: nobody goes without a resource because of it
		}
		write(FORMAT + "\n" + line(EventType.ENTERED, "", "", Duration.ZERO, this.member.format(), buildRoot,
				String.valueOf(lasting)));
	}

	public void append(EventType type, String resource, String bean, Duration took, String... details) {
		write(line(type, resource, bean, took, details));
	}

	/** Something about the member itself. */
	public void append(EventType type) {
		write(line(type, "", "", Duration.ZERO));
	}

	private static String line(EventType type, String resource, String bean, Duration took, String... details) {
		StringBuilder line = new StringBuilder().append(System.currentTimeMillis())
			.append(SEPARATOR)
			.append(type.name())
			.append(SEPARATOR)
			.append(took.toMillis())
			.append(SEPARATOR)
			.append(escape(resource))
			.append(SEPARATOR)
			.append(escape(bean));
		for (String detail : details) {
			line.append(SEPARATOR).append(escape(limit(detail)));
		}
		return line.append('\n').toString();
	}

	private void write(String text) {
		try {
			this.store.append(this.session + DIRECTORY + this.member.id(), text.getBytes(StandardCharsets.UTF_8));
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// As above
		}
	}

	private static String limit(String detail) {
		return (detail.length() > MAX_DETAIL) ? detail.substring(0, MAX_DETAIL) + " ..." : detail;
	}

	/** Whether a member belongs to this session, or did. */
	public boolean isKnown(Member other) {
		return this.store.exists(this.session + DIRECTORY + other.id());
	}

	static String escape(String text) {
		return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
	}

	static String unescape(String text) {
		if (text.indexOf('\\') < 0) {
			return text;
		}
		StringBuilder result = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character != '\\' || ++i == text.length()) {
				result.append(character);
				continue;
			}
			char escaped = text.charAt(i);
			result.append(switch (escaped) {
				case 't' -> '\t';
				case 'n' -> '\n';
				case 'r' -> '\r';
				default -> escaped;
			});
		}
		return result.toString();
	}

	/** What was written so far in a session, by all its members. */
	public static List<SessionEvent> read(Store store, String session) {
		return EventFiles.of(store, session).events();
	}

}
