package io.github.sharedsession.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Waits for a condition with growing pauses, up to a limit.
 */
final class Backoff {

	private static final long FIRST_PAUSE = 5;

	private static final long LAST_PAUSE = 250;

	private Backoff() {
	}

	/**
	 * Wait until the condition holds.
	 * @param limit how long to ask
	 * @param failure says what did not come
	 * @param condition what to wait for; what it throws ends the waiting
	 */
	static void await(Duration limit, Supplier<String> failure, Condition condition) throws Exception {
		long start = System.nanoTime();
		long pause = FIRST_PAUSE;
		while (!condition.holds()) {
			if (System.nanoTime() - start >= limit.toNanos()) {
				throw new IOException(failure.get() + " within " + limit.toMillis() / 1000.0 + " s");
			}
			TimeUnit.MILLISECONDS.sleep(pause);
			pause = Math.min(LAST_PAUSE, pause * 2);
		}
	}

	@FunctionalInterface
	interface Condition {

		boolean holds() throws Exception;

	}

}
