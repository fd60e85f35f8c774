package io.github.sharedsession.toolkit;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.sharedsession.SessionLock;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.session.Membership;
import io.github.sharedsession.spi.TestLocks;

/**
 * The locks of a session that tests take by name.
 * <p>
 * Each is two file locks. Who wants it first takes the gate, for as long as it waits for
 * the lock itself: else readers that come and go could keep a writer out for ever. The
 * threads of a JVM line up before that, so that one of them at most competes with those
 * of other JVMs.
 */
public final class SessionLocks implements TestLocks {

	private final Coordinator coordinator;

	private final Duration timeout;

	/** By session and name, which would else be digested each time. */
	private final ConcurrentMap<String, JvmLock> locks;

	SessionLocks(Coordinator coordinator, Duration timeout) {
		this(coordinator, timeout, new ConcurrentHashMap<>());
	}

	private SessionLocks(Coordinator coordinator, Duration timeout, ConcurrentMap<String, JvmLock> locks) {
		this.coordinator = coordinator;
		this.timeout = timeout;
		this.locks = locks;
	}

	SessionLocks withTimeout(Duration timeout) {
		return new SessionLocks(this.coordinator, timeout, this.locks);
	}

	/** The lock belongs to the current thread, which may have it already. */
	@Override
	public Held lock(String name, boolean shared, String holder) {
		return this.coordinator.call(describe(name), (member) -> {
			JvmLock lock = find(member, name);
			ThreadHold hold = ThreadHold.of(lock);
			hold.take(shared, () -> lock.take(shared, new LockWait(lock, holder, this.timeout)));
			return once(hold::giveBack);
		});
	}

	SessionLock lock(String name, boolean shared) {
		return lock(name, shared, "thread '" + Thread.currentThread().getName() + "'")::close;
	}

	private JvmLock find(Membership member, String name) {
		return this.locks.computeIfAbsent(member.directory() + "/" + name, (key) -> new JvmLock(member, name));
	}

	private static String describe(String name) {
		return "lock '" + name + "'";
	}

	private static Held once(Runnable giveBack) {
		AtomicBoolean closed = new AtomicBoolean();
		return () -> {
			if (closed.compareAndSet(false, true)) {
				giveBack.run();
			}
		};
	}

}
