package io.github.sharedsession.store;

import java.util.concurrent.ConcurrentMap;

/**
 * A lock on a server, which frees all locks of a JVM when it loses that. A server may
 * grant a lock to its holder again and let it change its kind; what is held is therefore
 * noted.
 */
public abstract class ServerLock implements StoreLock {

	private final ConcurrentMap<String, Object> held;

	private final String name;

	private final String address;

	/**
	 * Create a new lock.
	 * @param held by the names of locks that this JVM holds, whether they are shared; the
	 * same for all class loaders, and emptied when the JVM is lost
	 * @param name the name
	 * @param address where the lock is, for messages
	 */
	protected ServerLock(ConcurrentMap<String, Object> held, String name, String address) {
		this.held = held;
		this.name = name;
		this.address = address;
	}

	/**
	 * Ask the server for the lock.
	 * @param shared whether it is to be shared
	 * @return whether this JVM has it now
	 */
	protected abstract boolean acquire(boolean shared);

	/**
	 * Ask the server whether this JVM still has the lock.
	 * @throws StoreLostException when it has not
	 */
	protected abstract void checkHeld();

	/**
	 * Look whether this JVM is known to be lost.
	 * @throws StoreLostException when it is
	 */
	protected abstract void checkNotLost();

	/**
	 * Give the lock back to the server. No failure is thrown: this JVM is lost then.
	 * @param shared whether it was shared
	 */
	protected abstract void giveBack(boolean shared);

	@Override
	public final boolean tryExclusive() {
		return tryLock(false);
	}

	@Override
	public final boolean tryShared() {
		return tryLock(true);
	}

	private boolean tryLock(boolean shared) {
		if (this.held.containsKey(this.name)) {
			throw new IllegalStateException("This JVM already holds " + this.address);
		}
		boolean granted = acquire(shared);
		if (granted) {
			this.held.put(this.name, shared);
		}
		return granted;
	}

	@Override
	public final boolean isHeld() {
		if (this.held.containsKey(this.name)) {
			checkHeld();
			return true;
		}
		checkNotLost();
		return false;
	}

	@Override
	public final boolean exists() {
		return true;
	}

	@Override
	public final void release() {
		Boolean shared = (Boolean) this.held.remove(this.name);
		if (shared != null) {
			giveBack(shared);
		}
	}

	@Override
	public final void close() {
		release();
	}

}
