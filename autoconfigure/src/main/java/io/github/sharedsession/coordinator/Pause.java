package io.github.sharedsession.coordinator;

import java.util.concurrent.TimeUnit;

/**
 * Pauses of those who must not stop half-way.
 */
final class Pause {

	private Pause() {
	}

	/**
	 * Sleep for the whole time; an interrupt is kept for later.
	 */
	static void uninterruptibly(long millis) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
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
