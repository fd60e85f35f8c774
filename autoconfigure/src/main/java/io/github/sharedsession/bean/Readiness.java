package io.github.sharedsession.bean;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.ReadinessProbe;
import io.github.sharedsession.SharedBeanSettings;
import org.jspecify.annotations.Nullable;

/**
 * Asks a probe with growing pauses until the resource is ready.
 */
final class Readiness {

	private static final long FIRST_PAUSE = 10;

	private static final long LAST_PAUSE = 500;

	private Readiness() {
	}

	/**
	 * Wait until the resource is ready.
	 * @throws IllegalStateException when it is not within the limit
	 * @throws InterruptedException when the thread is interrupted
	 */
	static <V> void await(SharedBeanSettings<V> settings, V value) throws InterruptedException {
		ReadinessProbe<? super V> probe = settings.readiness();
		if (probe == null) {
			return;
		}
		Duration limit = settings.readinessLimit();
		long start = System.nanoTime();
		long pause = FIRST_PAUSE;
		while (true) {
			Throwable problem = null;
			try {
				if (probe.isReady(value)) {
					return;
				}
			}
			catch (InterruptedException ex) {
				throw ex;
			}
			catch (Throwable ex) {
				problem = ex;
			}
			if (System.nanoTime() - start >= limit.toNanos()) {
				throw notReady(limit, problem);
			}
			TimeUnit.MILLISECONDS.sleep(pause);
			pause = Math.min(LAST_PAUSE, pause * 2);
		}
	}

	private static IllegalStateException notReady(Duration limit, @Nullable Throwable problem) {
		return new IllegalStateException("it was created, but was not ready within " + limit.toMillis() / 1000.0 + " s"
				+ ((problem != null) ? "; the last probe threw " + problem : ""), problem);
	}

}
