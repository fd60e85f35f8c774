package io.github.sharedsession.core.session;

import java.time.Duration;
import java.util.concurrent.Semaphore;

import io.github.sharedsession.core.layout.BackOff;
import io.github.sharedsession.store.JvmRegistry;

/**
 * The acquisitions that go on in this JVM, over all its class loaders. The session is not
 * left meanwhile: its directory would be removed under their feet, and made again by
 * another JVM, with other lock files.
 */
public final class OngoingAcquisitions {

	private static final int ALL = Integer.MAX_VALUE;

	private final Semaphore permits;

	OngoingAcquisitions(String session) {
		Semaphore own = new Semaphore(ALL);
		Object others = JvmRegistry.entry("acquisitions:" + session).putIfAbsent("permits", own);
		this.permits = (others != null) ? (Semaphore) others : own;
	}

	/** One begins, after the session has been left if that is going on. */
	public void begin() {
		this.permits.acquireUninterruptibly();
	}

	public void end() {
		this.permits.release();
	}

	/**
	 * Wait until there are none, and keep new ones waiting.
	 * @return {@code false} when that has not come true within the timeout
	 */
	boolean stop(Duration timeout) {
		long start = System.nanoTime();
		BackOff backOff = new BackOff();
		// Tried again and again: who waited in line would stop those that others need
		while (!this.permits.tryAcquire(ALL)) {
			if (System.nanoTime() - start > timeout.toNanos()) {
				return false;
			}
			backOff.pauseUninterruptibly();
		}
		return true;
	}

	void goOn() {
		this.permits.release(ALL);
	}

}
