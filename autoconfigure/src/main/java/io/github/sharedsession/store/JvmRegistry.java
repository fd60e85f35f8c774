package io.github.sharedsession.store;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * State that all class loaders of this JVM share. A file lock belongs to the JVM, and the
 * failed attempt of a second class loader would drop the lock of the first; so all of
 * them have to use the same channels. Holds nothing but types of the JDK, as another
 * class loader has other classes of ours.
 * <p>
 * Neither static fields (one set per class loader), nor system properties (an object
 * there breaks {@code Properties.store}), nor a platform MBean (its server costs a fresh
 * JVM 150 ms) can hold it. A thread can: the registry hangs on a parked daemon thread of
 * the JVM's root thread group, as its {@link Thread.UncaughtExceptionHandler}, and is
 * found by the thread's name.
 * <p>
 * What each fork does for its first shared bean is written without lambdas where a loop
 * does as well: there, each one costs a fresh JVM a quarter of a millisecond.
 */
public final class JvmRegistry {

	/** Changes whenever what the registry holds changes in kind. */
	private static final String NAME = "shared-session-registry-1";

	private JvmRegistry() {
	}

	/**
	 * Return the mutable state of the given name, made when missing.
	 * @param name the name
	 * @return the state; by convention all its values are of types of the JDK
	 */
	@SuppressWarnings("unchecked")
	public static ConcurrentMap<String, Object> entry(String name) {
		Object entry = Entries.MAP.get(name);
		return (ConcurrentMap<String, Object>) ((entry != null) ? entry
				: getOrPut(Entries.MAP, name, new ConcurrentHashMap<>()));
	}

	/**
	 * Return a set that is part of the state of some name, made when missing.
	 * @param entry the state
	 * @param name the name of the set
	 * @param <T> the type of its elements, one of the JDK
	 * @return the set, for use by several threads
	 */
	@SuppressWarnings("unchecked")
	public static <T> Set<T> set(ConcurrentMap<String, Object> entry, String name) {
		Object set = entry.get(name);
		return (Set<T>) ((set != null) ? set : getOrPut(entry, name, ConcurrentHashMap.newKeySet()));
	}

	private static Object getOrPut(ConcurrentMap<String, Object> map, String name, Object value) {
		Object existing = map.putIfAbsent(name, value);
		return (existing != null) ? existing : value;
	}

	/**
	 * Return the lock that threads and class loaders of this JVM take before they touch
	 * what the name stands for.
	 * @param name the name
	 * @return the lock
	 */
	public static ReentrantLock guard(String name) {
		Object guard = Entries.MAP.get("guard:" + name);
		return (ReentrantLock) ((guard != null) ? guard : getOrPut(Entries.MAP, "guard:" + name, new ReentrantLock()));
	}

	/**
	 * Forget the state of the given name.
	 * @param name the name
	 */
	public static void remove(String name) {
		Entries.MAP.remove(name);
	}

	/**
	 * Return whether any class loader of this JVM has used the registry. Does not make
	 * it.
	 * @return whether there is a registry
	 */
	public static boolean exists() {
		return find(rootThreadGroup()) != null;
	}

	private static ThreadGroup rootThreadGroup() {
		ThreadGroup root = Thread.currentThread().getThreadGroup();
		while (root.getParent() != null) {
			root = root.getParent();
		}
		return root;
	}

	private static ConcurrentMap<String, Object> findOrCreate() {
		ThreadGroup root = rootThreadGroup();
		// An interned string is the one monitor that all class loaders have in common
		synchronized (NAME.intern()) {
			ConcurrentMap<String, Object> existing = find(root);
			if (existing != null) {
				return existing;
			}
			Holder holder = new Holder();
			Thread thread = new Thread(root, holder, NAME, 16 * 1024L, false);
			thread.setDaemon(true);
			thread.setContextClassLoader(null);
			thread.setUncaughtExceptionHandler(holder);
			thread.start();
			return holder;
		}
	}

	@SuppressWarnings("unchecked")
	private static @Nullable ConcurrentMap<String, Object> find(ThreadGroup root) {
		Thread[] threads = new Thread[root.activeCount() + 32];
		int count = root.enumerate(threads, false);
		for (int i = 0; i < count; i++) {
			if (NAME.equals(threads[i].getName())
					&& threads[i].getUncaughtExceptionHandler() instanceof Map<?, ?> map) {
				return (ConcurrentMap<String, Object>) map;
			}
		}
		return null;
	}

	private static final class Entries {

		static final ConcurrentMap<String, Object> MAP = findOrCreate();

	}

	private static final class Holder extends ConcurrentHashMap<String, Object>
			implements Runnable, Thread.UncaughtExceptionHandler {

		@Override
		public void run() {
			while (true) {
				LockSupport.park(this);
				Thread.interrupted();
			}
		}

		@Override
		public void uncaughtException(Thread thread, Throwable ex) {
		}

	}

}
