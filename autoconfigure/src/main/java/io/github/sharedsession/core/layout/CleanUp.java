package io.github.sharedsession.core.layout;

import org.jspecify.annotations.Nullable;

/**
 * What has to follow an action, however it ended, in a {@code finally} block.
 */
public final class CleanUp {

	private CleanUp() {
	}

	/**
	 * Do all steps in their order, whatever one of them throws: a lock that stays held
	 * would keep out everybody else until this JVM ends. The first error is the one that
	 * counts, and suppresses the others.
	 * @param failure what the action has thrown, and is being thrown on, or {@code null}
	 * @param steps the steps
	 */
	public static void run(@Nullable Throwable failure, Runnable... steps) {
		RuntimeException first = null;
		for (Runnable step : steps) {
			try {
				step.run();
			}
			catch (RuntimeException ex) {
				if (failure != null) {
					failure.addSuppressed(ex);
				}
				else if (first != null) {
					first.addSuppressed(ex);
				}
				else {
					first = ex;
				}
			}
		}
		if (first != null) {
			throw first;
		}
	}

}
