package io.github.sharedsession.core.event;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session when it ends.
 *
 * @param session the name of its directory
 * @param files what its members have written down
 * @param teller the member that has found its end
 */
public record SessionHistory(String session, EventFiles files, Member teller) {

	public static SessionHistory of(Store store, String session, Member teller) {
		return new SessionHistory(session, EventFiles.of(store, session), teller);
	}

	/**
	 * Return the root directory of the build that the session belongs to, on this
	 * machine.
	 * @param events the events of the session
	 * @return a directory, or {@code null} when nothing tells
	 */
	public static @Nullable Path buildRoot(List<SessionEvent> events) {
		for (SessionEvent event : events) {
			if (event.type() == EventType.ENTERED && !event.detail(0).isEmpty() && !event.member().isElsewhere()) {
				try {
					return Path.of(event.detail(0));
				}
				catch (InvalidPathException ex) {
					return null;
				}
			}
		}
		return null;
	}

	/**
	 * Return whether other sessions of the name belong to the same run of the build, as
	 * that of its next test phase.
	 * @param events the events of the session
	 * @return whether the session is named after one run of a build
	 */
	public static boolean isNamedAfterRun(List<SessionEvent> events) {
		return events.stream()
			.anyMatch((event) -> event.type() == EventType.ENTERED && Boolean.parseBoolean(event.detail(1)));
	}

}
