package io.github.sharedsession.core.resource;

import java.time.Duration;

import io.github.sharedsession.core.event.EventLog;
import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.process.BuildProcess;
import io.github.sharedsession.core.process.ListeningPorts;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Notices resources that live inside the fork that created them, and so end with it while
 * others use them. The fork that ends says so; if it was killed, those who are left do.
 */
final class CreatorWatch {

	private final Session session;

	CreatorWatch(Session session) {
		this.session = session;
	}

	/**
	 * This JVM gives back what others go on using.
	 */
	void leaves(ResourceFiles files, ResourceRecord lease) {
		// A build that runs tests in its own JVM does not end with them
		if (lease.isCreatedBy(this.session.member()) && !BuildProcess.isMaven(ProcessHandle.current())) {
			int port = port(lease);
			if (port != 0) {
				this.session.events().append(EventType.LOST_CREATOR, files.name(), lease.bean(), Duration.ZERO);
				warn(lease, port, "is ending while other forks still use it");
			}
		}
	}

	/**
	 * This JVM gives back what it has not created.
	 */
	void outlived(ResourceSlot slot, ResourceRecord lease) {
		boolean gone = !lease.isCreatedBy(this.session.member()) && !lease.creator().isElsewhere()
				&& ProcessHandle.of(lease.creator().pid()).isEmpty();
		int port = gone ? PortNotes.read(slot.files(), lease) : 0;
		if (port != 0 && !isReported(slot.files())) {
			this.session.events().append(EventType.LOST_CREATOR, slot.files().name(), lease.bean(), Duration.ZERO);
			warn(lease, port, "has ended while " + this.session.member() + " was using it");
		}
	}

	private static int port(ResourceRecord lease) {
		byte @Nullable [] value = lease.value();
		return (value != null) ? ListeningPorts.find(value, lease.creator().pid()) : 0;
	}

	private boolean isReported(ResourceFiles files) {
		return EventLog.read(this.session.store(), this.session.directory())
			.stream()
			.anyMatch((event) -> event.type() == EventType.LOST_CREATOR && event.resource().equals(files.name()));
	}

	private void warn(ResourceRecord lease, int port, String what) {
		this.session.log()
			.warn("The shared bean '" + lease.bean() + "' (declared by " + lease.method()
					+ ") lives in the JVM that created it, which serves its port " + port + ": " + lease.creator() + " "
					+ what + ". Let it live in the session host instead: implement HostedServer<Settings, "
					+ "Value> and return SharedBean.hosted(YourServer.class, settings).", null);
	}

}
