package io.github.sharedsession.core.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.core.event.EventLog;
import io.github.sharedsession.core.layout.CleanUp;
import io.github.sharedsession.core.layout.MembershipLocks;
import io.github.sharedsession.core.layout.SessionResources;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;

/**
 * The steps by which this JVM enters its session. The order of the steps is the result of
 * an exhaustive search; reasonable variations of it are wrong.
 */
public final class SessionEntry {

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private static final String REFUSAL = "The session could not be entered";

	private final Session session;

	private final Store store;

	public SessionEntry(Session session) {
		this.session = session;
		this.store = session.store();
	}

	/**
	 * Enter the session, if this JVM has not yet.
	 */
	public void enter() {
		if (this.session.isEntered()) {
			return;
		}
		ReentrantLock guard = this.session.guard();
		guard.lock();
		try {
			if (!this.session.isEntered()) {
				this.session.rootLock().callUntilDone(TIMEOUT, REFUSAL, this::tryEnter);
			}
		}
		finally {
			guard.unlock();
		}
	}

	private boolean tryEnter() {
		String directory = this.session.identity().directoryName(this.store.list(""));
		this.store.createDirectory(directory);
		MembershipLocks locks = new MembershipLocks(this.store, directory);
		locks.checkMembers();
		StoreLock members = locks.members();
		boolean entered = false;
		Throwable failure = null;
		try {
			entered = members.tryShared() && tryBeFork(directory, locks.forks()) && locks.tryActive();
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			if (!entered) {
				CleanUp.run(failure, locks::closeActive, () -> locks.forks().close(), members::close);
			}
		}
		if (entered) {
			entered(directory);
		}
		return entered;
	}

	/**
	 * A sweeper claims the session with the lock that is held shared already; under root
	 * no fork can come or go. Shared comes first: who is granted it knows that nobody is
	 * dying who was alone, so that a refused exclusive lock means living forks. The other
	 * way round one that dies between the two tries would be taken for them.
	 */
	private boolean tryBeFork(String directory, StoreLock forks) {
		if (!forks.tryShared()) {
			return false;
		}
		forks.release();
		if (forks.tryExclusive()) {
			// Alone: failures are those of members that have been killed
			new SessionResources(this.store, directory).deleteFailures();
			forks.release();
		}
		return forks.tryShared();
	}

	/**
	 * Enter the session as a host: its directory is not taken for that of a dead session
	 * while the host lives, but nobody waits for the host.
	 * @return {@code false} when the session does not exist any more
	 */
	public boolean enterAsHost() {
		String directory = this.session.identity().directoryName(List.of());
		this.session.rootLock().callUntilDone(TIMEOUT, REFUSAL, () -> tryEnterAsHost(directory));
		return this.session.isEntered();
	}

	private boolean tryEnterAsHost(String directory) {
		if (!this.store.exists(directory)) {
			return true;
		}
		StoreLock members = new MembershipLocks(this.store, directory).members();
		if (!members.tryShared()) {
			members.close();
			return false;
		}
		entered(directory);
		return true;
	}

	private void entered(String directory) {
		Member member = this.session.member();
		new Activity(this.store, directory, member).enter();
		new EventLog(this.store, directory, member).enter(this.session.identity().buildRoot().toString(),
				this.session.build() != null && !this.session.isNamed());
		this.session.entered(directory);
	}

}
