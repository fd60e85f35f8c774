package io.github.sharedsession.coordinator;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.sharedsession.store.JvmRegistry;

/**
 * The end of this JVM's test run, over all its class loaders: contexts are closed, then
 * leases are released and the session is left. It comes when the JUnit launcher session
 * closes; the shutdown hook is the fallback for a JVM that is stopped before, or has no
 * launcher.
 */
public final class JvmEnd {

	private static final String ENTRY = "end";

	private static final String BEGUN = "begun";

	private static final String CONTEXT_CLOSERS = "contextClosers";

	private static final String FINISHERS = "finishers";

	private static final String CREATORS = "creators";

	private static final String HOOK = "hook";

	private JvmEnd() {
	}

	/**
	 * Add what closes the contexts of one class loader.
	 * @param closer called once or more, on any thread
	 */
	public static void onEndCloseContexts(Runnable closer) {
		actions(CONTEXT_CLOSERS).add(closer);
	}

	static void onEndRelease(Runnable finisher) {
		actions(FINISHERS).add(finisher);
		if (state().putIfAbsent(HOOK, true) == null) {
			Runtime.getRuntime().addShutdownHook(new Thread(JvmEnd::abort, "shared-session-end"));
		}
	}

	/**
	 * The test run has ended: close the contexts that use shared beans, release all
	 * leases and leave the session. Does nothing when there are none.
	 */
	public static void run() {
		if (!JvmRegistry.exists()) {
			return;
		}
		begin();
		runAll(CONTEXT_CLOSERS);
		runAll(FINISHERS);
	}

	/**
	 * Those of closed class loaders come last: they may fail for want of classes, and the
	 * leases they have left are released by the others.
	 */
	private static void runAll(String name) {
		List<Runnable> actions = actions(name);
		actions.stream().filter(LibraryCopies::isOpen).forEach(Runnable::run);
		for (Runnable action : actions) {
			if (!LibraryCopies.isOpen(action)) {
				try {
					action.run();
				}
				catch (LinkageError ex) {
					// Nothing of that class loader works any more
				}
			}
		}
	}

	/**
	 * Another test run begins in the same JVM, as in an embedder.
	 */
	public static void reset() {
		if (JvmRegistry.exists()) {
			state().remove(BEGUN);
		}
	}

	/**
	 * Return whether the JVM's test run is ending.
	 * @return whether {@link #run()} has begun, or the JVM is shutting down
	 */
	public static boolean hasBegun() {
		return state().containsKey(BEGUN);
	}

	/** When the end has begun, as {@link System#nanoTime()}. */
	static long begunAt() {
		return (Long) state().getOrDefault(BEGUN, System.nanoTime());
	}

	/** The thread is in a creation, which an abort interrupts. */
	static void enterCreation(Thread thread) {
		creators().add(thread);
	}

	static void leaveCreation(Thread thread) {
		creators().remove(thread);
	}

	private static void begin() {
		state().putIfAbsent(BEGUN, System.nanoTime());
	}

	private static void abort() {
		begin();
		creators().forEach(Thread::interrupt);
		run();
	}

	private static ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(ENTRY);
	}

	@SuppressWarnings("unchecked")
	private static List<Runnable> actions(String name) {
		return (List<Runnable>) state().computeIfAbsent(name, (key) -> new CopyOnWriteArrayList<>());
	}

	@SuppressWarnings("unchecked")
	private static Set<Thread> creators() {
		return (Set<Thread>) state().computeIfAbsent(CREATORS, (key) -> ConcurrentHashMap.newKeySet());
	}

}
