package io.github.sharedsession.core.layout;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The one lock file of the root directory. It is held for moments only, whenever a
 * session directory is made, entered, left or removed.
 */
public final class RootLock {

	private static final String NAME = "lock";

	private final Store store;

	private final Member member;

	public RootLock(Store store, Member member) {
		this.store = store;
		this.member = member;
	}

	/**
	 * Call with the lock held.
	 * @param timeout how long to try to get it
	 * @param refusal what could not be done when it can't be had, for messages
	 */
	public <T extends @Nullable Object> T call(Duration timeout, String refusal, Supplier<T> action) {
		ReentrantLock guard = JvmRegistry.guard("root:" + this.store.address(""));
		guard.lock();
		StoreLock root = this.store.lock(NAME);
		try {
			poll(root::tryExclusive, timeout, refusal);
			return action.get();
		}
		finally {
			root.close();
			guard.unlock();
		}
	}

	/**
	 * Call with the lock held, again and again until the action has succeeded. Others get
	 * the lock in between.
	 */
	public void callUntilDone(Duration timeout, String refusal, BooleanSupplier action) {
		poll(() -> call(timeout, refusal, action::getAsBoolean), timeout, refusal);
	}

	private void poll(BooleanSupplier attempt, Duration timeout, String refusal) {
		long start = System.nanoTime();
		BackOff backOff = new BackOff();
		while (!attempt.getAsBoolean()) {
			if (System.nanoTime() - start > timeout.toNanos()) {
				throw new SharedSessionDirectoryException(
						refusal + " by " + this.member + " within " + timeout.toSeconds()
								+ " s: another process holds a lock below " + this.store.address("") + ".",
						"Look for a stopped or hanging test process and end it.", null);
			}
			// Not ended by an interrupt: leaving half-way would leave files behind
			backOff.pauseUninterruptibly();
		}
	}

}
