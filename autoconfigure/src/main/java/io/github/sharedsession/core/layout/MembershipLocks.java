package io.github.sharedsession.core.layout;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;

/**
 * The lock files of a session: {@code members} is held shared by every member,
 * {@code forks} by every one that is no host, and {@code active} by every fork that may
 * still want something.
 */
public final class MembershipLocks {

	public static final String MEMBERS = "/members";

	private final Store store;

	private final String session;

	public MembershipLocks(Store store, String session) {
		this.store = store;
		this.session = session;
	}

	public StoreLock members() {
		return this.store.lock(this.session + MEMBERS);
	}

	public StoreLock forks() {
		return this.store.lock(this.session + "/forks");
	}

	/**
	 * Check that the lock of the members has not been removed: it is there before the
	 * first record and goes with the directory. A new one would tell that the session is
	 * dead. To be called with the root lock held, before the lock is tried.
	 */
	public void checkMembers() {
		if (!members().exists() && new SessionResources(this.store, this.session).haveRecords()) {
			throw StoreFailure.lockRemoved(this.store.address(this.session + MEMBERS));
		}
	}

	public boolean tryActive() {
		return callWithActive(StoreLock::tryShared);
	}

	public void closeActive() {
		callWithActive((active) -> {
			active.close();
			return true;
		});
	}

	/**
	 * This member does not want anything new: others need not wait for it.
	 */
	public void retire() {
		callWithActive((active) -> {
			active.release();
			return true;
		});
	}

	/**
	 * Return whether a member lives that may still want something.
	 */
	public boolean hasOtherActiveMembers() {
		return callWithActive((active) -> {
			if (active.isHeld()) {
				throw new IllegalStateException("Retire first");
			}
			if (active.tryExclusive()) {
				active.release();
				return false;
			}
			return true;
		});
	}

	/**
	 * All resources that are released at a time share the one lock.
	 */
	private boolean callWithActive(Predicate<StoreLock> action) {
		ReentrantLock guard = JvmRegistry.guard("active:" + this.store.address(this.session));
		guard.lock();
		try {
			return action.test(this.store.lock(this.session + "/active"));
		}
		finally {
			guard.unlock();
		}
	}

}
