package io.github.sharedsession.doctor;

import java.util.List;

import io.github.sharedsession.core.inspect.SessionInspector;
import io.github.sharedsession.core.inspect.SessionInspector.HostState;
import io.github.sharedsession.toolkit.HeldLock;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a command is about.
 */
final class Sessions {

	private final SessionInspector inspector;

	private final @Nullable String prefix;

	Sessions(SessionInspector inspector, @Nullable String prefix) {
		this.inspector = inspector;
		this.prefix = prefix;
	}

	List<SessionView> find() {
		return this.inspector.sessions()
			.stream()
			.filter((session) -> this.prefix == null || session.name().startsWith(this.prefix))
			.map((session) -> new SessionView(session, this.inspector.hosts(session.name()),
					HeldLock.find(this.inspector.store(), session.name())))
			.toList();
	}

	/** Look at one of them again; empty when it has gone. */
	List<SessionView> findAgain(SessionView view) {
		return find().stream().filter((candidate) -> candidate.name().equals(view.name())).toList();
	}

	List<HostState> hosts(SessionView view) {
		return this.inspector.hosts(view.name());
	}

}
