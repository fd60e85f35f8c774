package io.github.sharedsession.toolkit;

import java.nio.file.Path;
import java.time.Duration;

import io.github.sharedsession.SessionLock;
import io.github.sharedsession.SharedList;
import io.github.sharedsession.TestSession;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.session.Membership;

/**
 * The session as tests see it.
 */
public final class SessionTools implements TestSession {

	private static final String DIRECTORY = "/shared";

	private static final String FORK_DIRECTORIES = "/forks-of/";

	private final Coordinator coordinator;

	private final SessionLocks locks;

	/**
	 * Create the tools of a session.
	 * @param coordinator leads to the session
	 * @param waitTimeout how long to wait for a lock
	 */
	public SessionTools(Coordinator coordinator, Duration waitTimeout) {
		this(coordinator, new SessionLocks(coordinator, waitTimeout));
	}

	private SessionTools(Coordinator coordinator, SessionLocks locks) {
		this.coordinator = coordinator;
		this.locks = locks;
	}

	/**
	 * Return the same tools with another wait timeout.
	 * @param waitTimeout how long to wait for a lock
	 * @return the tools
	 */
	public SessionTools withWaitTimeout(Duration waitTimeout) {
		return new SessionTools(this.coordinator, this.locks.withTimeout(waitTimeout));
	}

	/**
	 * Return the locks of the session.
	 * @return the locks
	 */
	public SessionLocks locks() {
		return this.locks;
	}

	@Override
	public String id() {
		return this.coordinator.call("name of the session", Membership::directory);
	}

	@Override
	public String forkId() {
		return this.coordinator.call("name of this fork", Membership::memberId);
	}

	@Override
	public int forkNumber() {
		return Coordinator.forkNumber();
	}

	@Override
	public boolean isParallel() {
		return this.coordinator.isParallel();
	}

	@Override
	public Path directory() {
		return this.coordinator.call("directory of the session",
				(member) -> member.store().createLocalDirectory(member.directory() + DIRECTORY));
	}

	@Override
	public Path forkDirectory() {
		return this.coordinator.call("directory of this fork", (member) -> member.store()
			.createLocalDirectory(member.directory() + FORK_DIRECTORIES + member.memberId()));
	}

	@Override
	public int reservePort() {
		return this.coordinator.call("port", Ports::reserve);
	}

	@Override
	public SessionLock lock(String name) {
		return this.locks.lock(name, false);
	}

	@Override
	public SessionLock readLock(String name) {
		return this.locks.lock(name, true);
	}

	@Override
	public <T> SharedList<T> list(String name, Class<T> type) {
		return new JsonList<>(this.coordinator, name, type);
	}

}
