package io.github.sharedsession.core.session;

import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import io.github.sharedsession.store.JvmRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run a destroy callback, over all class loaders of this JVM. A callback
 * sees what the members of the session had in common whose resource it destroys, which
 * may be a dead session.
 */
public final class TeardownThreads {

	private TeardownThreads() {
	}

	/**
	 * Run a destroy callback, which may run others in turn.
	 * @param session the directory of the session whose resource it destroys
	 * @param callback the callback
	 * @return what the callback returns
	 */
	public static <T extends @Nullable Object> T call(String session, Supplier<T> callback) {
		Object outer = sessions().put(thread(), session);
		try {
			return callback.get();
		}
		finally {
			if (outer != null) {
				sessions().put(thread(), outer);
			}
			else {
				sessions().remove(thread());
			}
		}
	}

	/**
	 * Return the session whose resource the current thread destroys.
	 * @param own returned when it destroys none
	 */
	static String sessionOfThread(String own) {
		return (String) sessions().getOrDefault(thread(), own);
	}

	/** Whether the current thread is in a destroy callback. */
	public static boolean containCurrent() {
		return sessions().containsKey(thread());
	}

	private static ConcurrentMap<String, Object> sessions() {
		return JvmRegistry.entry("teardowns");
	}

	private static String thread() {
		return String.valueOf(Thread.currentThread().getId());
	}

}
