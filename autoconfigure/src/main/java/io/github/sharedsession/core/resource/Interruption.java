package io.github.sharedsession.core.resource;

import java.nio.channels.ClosedByInterruptException;

/**
 * What an interrupt of a thread looks like to who called it.
 */
public final class Interruption {

	/** A chain of causes may be a circle. */
	private static final int MAX_CAUSES = 20;

	private Interruption() {
	}

	/**
	 * Return whether an exception tells of an interrupt. Libraries wrap that, and not all
	 * of them keep the flag of the thread.
	 */
	public static boolean is(Throwable ex) {
		Throwable cause = ex;
		for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
			if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
