package io.github.sharedsession.doctor;

import java.util.List;

import io.github.sharedsession.core.inspect.SessionInspector.HostState;
import io.github.sharedsession.core.inspect.SessionState;
import io.github.sharedsession.toolkit.HeldLock;

/**
 * All that can be seen of a session.
 *
 * @param session its members and resources
 * @param hosts its session hosts
 * @param locks the locks that its tests hold
 */
record SessionView(SessionState session, List<HostState> hosts, List<HeldLock> locks) {

	String name() {
		return this.session.name();
	}

}
