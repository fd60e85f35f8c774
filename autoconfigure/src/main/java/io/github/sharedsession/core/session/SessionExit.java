package io.github.sharedsession.core.session;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.event.SessionHistory;
import io.github.sharedsession.core.layout.CleanUp;
import io.github.sharedsession.core.layout.MembershipLocks;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.layout.StoreFailure;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The steps by which this JVM leaves its session. The order of the steps is the result of
 * an exhaustive search; reasonable variations of it are wrong.
 */
public final class SessionExit {

	private final Session session;

	private final Store store;

	public SessionExit(Session session) {
		this.session = session;
		this.store = session.store();
	}

	/**
	 * Leave the session. The last member removes its directory, unless something is
	 * recorded there that must still be torn down.
	 * @param timeout how long to try
	 */
	public void leave(Duration timeout) {
		OngoingAcquisitions acquisitions = this.session.acquisitions();
		// They have been told when the end began
		if (!acquisitions.stop(timeout.minusNanos(System.nanoTime() - JvmEnd.begunAt()))) {
			throw new SharedSessionEndedException(
					"A thread of " + this.session.member() + " has not ended to acquire a shared bean within "
							+ timeout.toSeconds() + " s.",
					"If it creates the bean, let the creation end when its thread is interrupted. What is recorded of "
							+ "it will be torn down by the next build.",
					null);
		}
		try {
			leaveUnlessNeeded(timeout);
		}
		finally {
			acquisitions.goOn();
		}
	}

	private void leaveUnlessNeeded(Duration timeout) {
		ReentrantLock guard = this.session.guard();
		guard.lock();
		try {
			if (!this.session.isEntered() || !this.session.leases().isEmpty()) {
				return;
			}
			// Without its directory there is nothing that others could be told or
			// hindered by
			SessionHistory history = this.store.exists(this.session.directory())
					? this.session.rootLock().call(timeout, "The session could not be left", this::leaveUnderRoot)
					: leaveUnderRoot();
			if (history != null) {
				this.session.log().ended(history);
			}
		}
		finally {
			guard.unlock();
		}
	}

	private @Nullable SessionHistory leaveUnderRoot() {
		String directory = this.session.directory();
		MembershipLocks locks = this.session.locks();
		StoreLock members = locks.members();
		SessionHistory history = null;
		StoreLock forks = locks.forks();
		boolean fork = forks.isHeld();
		locks.closeActive();
		this.session.events().append(EventType.LEFT);
		this.session.activity().leave();
		forks.release();
		members.release();
		try {
			boolean exists = this.store.exists(directory);
			List<ResourceFiles> resources = null;
			if (exists && fork && forks.tryExclusive()) {
				history = SessionHistory.of(this.store, directory, this.session.member());
				resources = this.session.resources().all();
				resources.forEach(ResourceFiles::deleteFailure);
			}
			if (exists && members.tryExclusive()) {
				// A host that is the last one
				history = (history != null) ? history : SessionHistory.of(this.store, directory, this.session.member());
				// Listed once: only forks make any, and the lock keeps forks out
				resources = (resources != null) ? resources : this.session.resources().all();
				if (resources.stream().noneMatch(ResourceFiles::hasRecords)) {
					this.store.deleteDirectory(directory);
				}
			}
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			this.session.log()
				.warn("The directory of the shared session could not be removed by " + this.session.member() + ": "
						+ StoreFailure.describe(ex), ex);
		}
		finally {
			CleanUp.run(null, forks::close, members::close, this.session::left);
		}
		return history;
	}

}
