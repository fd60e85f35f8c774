package io.github.sharedsession.coordinator;

import java.util.concurrent.TimeUnit;

/**
 * The pauses of one who polls: 1 ms at first, growing to 5 ms.
 */
public final class BackOff {

	private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long LAST = TimeUnit.MILLISECONDS.toNanos(5);

	private long next = FIRST;

	/**
	 * Create pauses that begin with the shortest.
	 */
	public BackOff() {
	}

	/** The next pause in nanoseconds, for who waits by other means. */
	long next() {
		long pause = this.next;
		this.next = Math.min(LAST, pause + FIRST);
		return pause;
	}

	/**
	 * Sleep for the next pause.
	 * @throws InterruptedException when the thread is interrupted
	 */
	public void pause() throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(next());
	}

	/**
	 * Sleep for the whole next pause, for who must not stop half-way; an interrupt is
	 * kept for later.
	 */
	void pauseUninterruptibly() {
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
	}

}
