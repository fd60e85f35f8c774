package io.github.sharedsession.benchmarks;

/**
 * A creation that does nothing but take time. Answers {@code creates} when it begins, if
 * it takes any.
 */
public final class SlowCreation {

	/** Until the process is killed. */
	static final long ENDLESS_MILLIS = 3_600_000;

	private SlowCreation() {
	}

	/**
	 * Take the time.
	 * @param millis how long
	 * @throws InterruptedException when the thread is interrupted
	 */
	public static void run(long millis) throws InterruptedException {
		if (millis > 0) {
			System.out.println("creates");
			Thread.sleep(millis);
		}
	}

}
