package io.github.sharedsession.toolkit;

import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * What one thread has of a lock, which it may take again, also by code of another class
 * loader.
 */
final class ThreadHold {

	private final JvmLock lock;

	private final ConcurrentMap<String, Object> state;

	private final String shared;

	private final String hold;

	private final String count;

	private ThreadHold(JvmLock lock, long thread) {
		this.lock = lock;
		this.state = lock.state();
		this.shared = "shared by thread " + thread;
		this.hold = "hold of thread " + thread;
		this.count = "count of thread " + thread;
	}

	/** That of the current thread. */
	static ThreadHold of(JvmLock lock) {
		return new ThreadHold(lock, Thread.currentThread().getId());
	}

	void take(boolean wanted, Supplier<String> taking) {
		synchronized (this.state) {
			Boolean owned = (Boolean) this.state.get(this.shared);
			if (owned != null) {
				if (owned && !wanted) {
					throw new IllegalStateException(
							"The thread '" + Thread.currentThread().getName() + "' has a read lock '" + this.lock.name()
									+ "', and would wait for itself to take it for writing. Take it for writing first, "
									+ "also where @SharedSessionLock has taken it.");
				}
				this.state.merge(this.count, 1, (one, other) -> (Integer) one + (Integer) other);
				return;
			}
		}
		String taken = taking.get();
		synchronized (this.state) {
			this.state.put(this.hold, taken);
			this.state.put(this.count, 1);
			this.state.put(this.shared, wanted);
		}
	}

	/** To be called once for each time that it was taken, by any thread. */
	void giveBack() {
		boolean readers;
		String taken;
		synchronized (this.state) {
			int left = (Integer) this.state.getOrDefault(this.count, 1) - 1;
			if (left > 0) {
				this.state.put(this.count, left);
				return;
			}
			readers = Boolean.TRUE.equals(this.state.remove(this.shared));
			taken = (String) this.state.remove(this.hold);
			this.state.remove(this.count);
		}
		if (taken != null) {
			this.lock.giveBack(readers, taken);
		}
	}

}
