package io.github.sharedsession.core.layout;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The pauses of one who polls: 1 ms at first, growing to 5 ms; longer when a try takes
 * long, so that who waits leaves a slow server alone for most of the time.
 */
public final class BackOff {

	private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long LAST = TimeUnit.MILLISECONDS.toNanos(5);

	/** However slow a server is, what is waited for is noticed as soon. */
	private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(250);

	/** How many times as long as a try the pause after it is at least. */
	private static final int PAUSE_PER_TRY = 4;

	private final LongSupplier clock;

	private long usual = FIRST;

	private boolean resumed;

	/** When the last pause was over, and the next try could begin. */
	private long resumedAt;

	private long formerTry;

	/**
	 * Create pauses that begin with the shortest.
	 */
	public BackOff() {
		this(System::nanoTime);
	}

	/** With a clock of nanoseconds. */
	BackOff(LongSupplier clock) {
		this.clock = clock;
	}

	/** The next pause in nanoseconds. */
	long next() {
		long pause = Math.max(this.usual, Math.min(LONGEST, PAUSE_PER_TRY * costOfTry()));
		this.usual = Math.min(LAST, this.usual + FIRST);
		return pause;
	}

	/** That of the cheaper of the last two, as one may have waited for a processor. */
	private long costOfTry() {
		long lastTry = this.resumed ? this.clock.getAsLong() - this.resumedAt : 0;
		long cost = Math.min(lastTry, this.formerTry);
		this.formerTry = lastTry;
		return cost;
	}

	/** A pause is over. */
	void resume() {
		this.resumed = true;
		this.resumedAt = this.clock.getAsLong();
	}

	/**
	 * Sleep for the next pause.
	 * @throws InterruptedException when the thread is interrupted
	 */
	public void pause() throws InterruptedException {
		pause(0, Long.MAX_VALUE);
	}

	/** Sleep for the next pause, within the given limits in nanoseconds. */
	public void pause(long atLeast, long atMost) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(Math.min(Math.max(next(), atLeast), atMost));
		resume();
	}

	/**
	 * Sleep for the whole next pause, for who must not stop half-way; an interrupt is
	 * kept for later.
	 */
	public void pauseUninterruptibly() {
		long end = System.nanoTime() + next();
		boolean interrupted = false;
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			try {
				TimeUnit.NANOSECONDS.sleep(left);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		resume();
	}

}
