package io.github.sharedsession.toolkit;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.core.session.Membership;
import io.github.sharedsession.store.Digest;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.StoreLock;

/**
 * One lock of a session as this JVM has it, over all its class loaders. A JVM holds a
 * file lock once, whatever number of its readers share it.
 */
final class JvmLock {

	static final String DIRECTORY = "/locks/";

	static final String HOLDERS = "/holders";

	static final String NAME = "/name";

	private static final String TURN = "turn";

	private static final String READERS = "readers";

	private static final String WRITER = "writer";

	private final Membership member;

	private final String name;

	private final String directory;

	private final ConcurrentMap<String, Object> state;

	private final StoreLock gate;

	private final StoreLock lock;

	private final LockHolders holders;

	JvmLock(Membership member, String name) {
		this.member = member;
		this.name = name;
		this.directory = member.directory() + DIRECTORY + Digest.sha256().add(name).hex(16);
		this.state = JvmRegistry.entry("test-lock:" + member.store().address(this.directory));
		this.gate = member.store().lock(this.directory + "/gate");
		this.lock = member.store().lock(this.directory + "/lock");
		this.holders = new LockHolders(member.store(), this.directory + HOLDERS);
	}

	String name() {
		return this.name;
	}

	Membership member() {
		return this.member;
	}

	/** State of this JVM, of types of the JDK. */
	ConcurrentMap<String, Object> state() {
		return this.state;
	}

	/** Describe who has the lock. */
	String describeHolders() {
		return this.holders.describe();
	}

	/**
	 * Take the lock.
	 * @return names this hold
	 */
	String take(boolean shared, LockWait wait) {
		ReentrantLock turn = (ReentrantLock) this.state.computeIfAbsent(TURN, (key) -> new ReentrantLock(true));
		wait.lock(turn);
		try {
			if (!this.member.store().exists(this.directory + HOLDERS)) {
				this.member.store().createDirectory(this.directory + HOLDERS);
				this.member.store().write(this.directory + NAME, this.name.getBytes(StandardCharsets.UTF_8));
			}
			wait.until(this.gate::tryExclusive);
			try {
				wait.until(() -> tryTake(shared));
			}
			finally {
				this.gate.release();
			}
		}
		finally {
			turn.unlock();
		}
		synchronized (this.state) {
			return this.holders.add(this.member, wait.holder(), this.state);
		}
	}

	private boolean tryTake(boolean shared) {
		synchronized (this.state) {
			int readers = readers();
			if (this.state.containsKey(WRITER) || (!shared && readers > 0)) {
				return false;
			}
			if (readers == 0 && !(shared ? this.lock.tryShared() : this.lock.tryExclusive())) {
				return false;
			}
			this.state.put(shared ? READERS : WRITER, readers + 1);
			return true;
		}
	}

	void giveBack(boolean shared, String hold) {
		synchronized (this.state) {
			this.holders.remove(this.member, hold, this.state);
			int left = shared ? readers() - 1 : 0;
			if (left > 0) {
				this.state.put(READERS, left);
			}
			else {
				this.state.remove(shared ? READERS : WRITER);
				this.lock.release();
			}
		}
	}

	private int readers() {
		return (Integer) this.state.getOrDefault(READERS, 0);
	}

}
