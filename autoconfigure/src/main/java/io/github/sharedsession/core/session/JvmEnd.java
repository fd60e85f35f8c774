package io.github.sharedsession.core.session;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.sharedsession.core.layout.BackOff;
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

	private static final String RESOURCE_CLOSERS = "resourceClosers";

	private static final String FINISHERS = "finishers";

	/** Threads that are in the callback of a creation. */
	private static final String CREATORS = "creators";

	/** Threads that are acquiring something. */
	private static final String ACQUIRERS = "acquirers";

	/** Threads that have acquired something. */
	private static final String USERS = "users";

	/** Threads that are in {@link #run()}. */
	private static final String ENDERS = "enders";

	private static final String HOOK = "hook";

	/** How long a shutdown waits for what other threads have to end. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private JvmEnd() {
	}

	/**
	 * Add what closes the contexts of one class loader.
	 * @param closer called once or more, on any thread
	 */
	public static void onEndCloseContexts(Runnable closer) {
		actions(CONTEXT_CLOSERS).add(closer);
	}

	/**
	 * Add what closes the resources that one class loader has for this JVM alone. Called
	 * when the contexts of all class loaders have been closed, and before leases are
	 * released.
	 * @param closer called once or more, on any thread
	 */
	public static void onEndCloseResources(Runnable closer) {
		actions(RESOURCE_CLOSERS).add(closer);
	}

	/**
	 * Add what releases the leases of one class loader and leaves the session.
	 * @param finisher returns whether nothing is left to do
	 */
	public static void onEndRelease(BooleanSupplier finisher) {
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
		threads(ENDERS).add(Thread.currentThread());
		try {
			end();
		}
		finally {
			threads(ENDERS).remove(Thread.currentThread());
		}
	}

	/**
	 * Return whether nothing is left to do.
	 */
	private static boolean end() {
		for (String closers : List.of(CONTEXT_CLOSERS, RESOURCE_CLOSERS)) {
			JvmEnd.<Runnable>callAll(closers, (closer) -> {
				closer.run();
				return true;
			});
		}
		return JvmEnd.<BooleanSupplier>callAll(FINISHERS, BooleanSupplier::getAsBoolean);
	}

	/**
	 * Those of closed class loaders come last: they may fail for want of classes, and the
	 * leases they have left are released by the others.
	 */
	private static <T> boolean callAll(String name, Predicate<T> call) {
		List<T> actions = actions(name);
		boolean all = true;
		for (T action : actions) {
			if (LibraryCopies.isOpen(action)) {
				all &= call.test(action);
			}
		}
		for (T action : actions) {
			if (!LibraryCopies.isOpen(action)) {
				try {
					all &= call.test(action);
				}
				catch (LinkageError ex) {
					// Nothing of that class loader works any more
				}
			}
		}
		return all;
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
	public static long begunAt() {
		return (Long) state().getOrDefault(BEGUN, System.nanoTime());
	}

	/** The thread is in a creation, which an abort interrupts. */
	public static void enterCreation(Thread thread) {
		threads(CREATORS).add(thread);
		if (hasBegun()) {
			thread.interrupt();
		}
	}

	public static void leaveCreation(Thread thread) {
		threads(CREATORS).remove(thread);
	}

	/**
	 * The thread acquires something.
	 * @return {@code false} when it did so already
	 */
	public static boolean enterAcquisition(Thread thread) {
		Set<Thread> users = threads(USERS);
		for (Iterator<Thread> others = users.iterator(); others.hasNext();) {
			if (!others.next().isAlive()) {
				others.remove();
			}
		}
		users.add(thread);
		return threads(ACQUIRERS).add(thread);
	}

	public static void leaveAcquisition(Thread thread) {
		threads(ACQUIRERS).remove(thread);
	}

	/** Return whether an acquisition has stopped the JVM, and so never ends. */
	public static boolean isStoppedByAcquisition() {
		return threads(ACQUIRERS).stream().anyMatch(JvmEnd::isStopping);
	}

	private static boolean begin() {
		return state().putIfAbsent(BEGUN, System.nanoTime()) == null;
	}

	/**
	 * The JVM ends before its tests have, or while they do. What was interrupted undoes
	 * what it has made, for which it may need its context. A context that was starting or
	 * closing goes on with that in its own thread, since Spring does not wait for one
	 * that it takes for stuck. Whatever takes too long is left to others, by its record.
	 */
	private static void abort() {
		long start = System.nanoTime();
		boolean early = begin();
		threads(CREATORS).forEach(Thread::interrupt);
		BackOff backOff = new BackOff();
		while (isAnyBusy(ACQUIRERS) && isPatient(start)) {
			backOff.pauseUninterruptibly();
		}
		while (!end() && isAnyBusy(early ? USERS : ENDERS) && isPatient(start)) {
			backOff.pauseUninterruptibly();
		}
	}

	private static boolean isPatient(long start) {
		return System.nanoTime() - start < PATIENCE.toNanos();
	}

	private static boolean isAnyBusy(String name) {
		return threads(name).stream().anyMatch((thread) -> thread.isAlive() && !isStopping(thread));
	}

	/**
	 * Who has called {@link System#exit} waits for the hooks, so they can't wait for it.
	 */
	private static boolean isStopping(Thread thread) {
		return Stream.of(thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals(Runtime.class.getName())
					&& frame.getMethodName().equals("exit"));
	}

	private static ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(ENTRY);
	}

	@SuppressWarnings("unchecked")
	private static <T> List<T> actions(String name) {
		return (List<T>) state().computeIfAbsent(name, (key) -> new CopyOnWriteArrayList<>());
	}

	private static Set<Thread> threads(String name) {
		return JvmRegistry.set(state(), name);
	}

}
