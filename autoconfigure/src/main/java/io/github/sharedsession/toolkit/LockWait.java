package io.github.sharedsession.toolkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.SharedSessionLockTimeoutException;
import io.github.sharedsession.core.layout.BackOff;
import io.github.sharedsession.core.session.JvmEnd;

/**
 * The wait of one thread for a lock: tells of its progress, and ends with an error when
 * the time is over, the JVM is ending, or the thread is interrupted.
 */
final class LockWait {

	/** Threads of this JVM are woken up; this is how often they look at the rest. */
	private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(200);

	private static final long PROGRESS = TimeUnit.SECONDS.toNanos(10);

	private final JvmLock lock;

	private final String holder;

	private final Duration timeout;

	private final long start = System.nanoTime();

	private long nextProgress = this.start + PROGRESS;

	LockWait(JvmLock lock, String holder, Duration timeout) {
		this.lock = lock;
		this.holder = holder;
		this.timeout = timeout;
	}

	/** Who waits, and will have the lock. */
	String holder() {
		return this.holder;
	}

	void lock(ReentrantLock turn) {
		// An interrupt ends a wait, and here is none
		if (!turn.hasQueuedThreads() && turn.tryLock()) {
			return;
		}
		try {
			while (!turn.tryLock(LOOK, TimeUnit.NANOSECONDS)) {
				check();
			}
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	void until(BooleanSupplier attempt) {
		BackOff backOff = new BackOff();
		try {
			while (!attempt.getAsBoolean()) {
				check();
				backOff.pause();
			}
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	private void check() {
		long now = System.nanoTime();
		if (JvmEnd.hasBegun()) {
			throw ended("the JVM is ending");
		}
		if (now - this.start >= this.timeout.toNanos()) {
			throw new SharedSessionLockTimeoutException(
					"The lock '" + this.lock.name() + "' was not free for " + this.lock.member().member() + ", "
							+ this.holder + ", within " + this.timeout.toMillis() / 1000.0 + " s: "
							+ this.lock.describeHolders() + " has it.",
					"Look at what that process is doing, for example with 'jstack <pid>'. If it is this one: a lock "
							+ "belongs to the thread that took it, and other threads of the same test wait for it, too. If "
							+ "the lock is just held for long, raise shared-session.wait-timeout.",
					null);
		}
		if (now >= this.nextProgress) {
			this.nextProgress = now + PROGRESS;
			this.lock.member()
				.log()
				.info("Waiting for the lock '" + this.lock.name() + "', which " + this.lock.describeHolders() + " has, "
						+ TimeUnit.NANOSECONDS.toSeconds(now - this.start) + " s");
		}
	}

	private SharedSessionEndedException interrupted() {
		Thread.currentThread().interrupt();
		return ended("the thread '" + Thread.currentThread().getName() + "' was interrupted");
	}

	private SharedSessionEndedException ended(String reason) {
		return new SharedSessionEndedException(
				"The lock '" + this.lock.name() + "' was not waited for any longer by " + this.lock.member().member()
						+ ", " + this.holder + ": " + reason + ".",
				"If nobody stopped the tests on purpose, look for what ended them: this is a consequence.", null);
	}

}
