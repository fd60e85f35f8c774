package io.github.sharedsession.coordinator;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's part in a session: entered with the first shared resource, left after the
 * last one has been released. The root directory holds one lock file; it is held for
 * moments only, whenever a session directory is made, entered, left or removed.
 */
final class Session {

	private static final String ROOT_LOCK = "lock";

	static final String MEMBERS = "/members";

	private static final String DIRECTORY = "directory";

	private static final String LEASES = "leases";

	private static final String LOOKED_AT = "lookedAt";

	private static final Duration ENTER_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(1);

	private final Store store;

	private final SessionIdentity identity;

	private final @Nullable BuildProcess build;

	private final Duration linger;

	private final SessionLog log;

	private final Member member = Member.current();

	private final String entryName;

	private final OngoingAcquisitions acquisitions;

	Session(Store store, SessionIdentity identity, @Nullable BuildProcess build, Duration linger, SessionLog log) {
		this.store = store;
		this.identity = identity;
		this.build = build;
		this.linger = linger;
		this.log = log;
		this.entryName = "session:" + store.address(identity.name());
		this.acquisitions = new OngoingAcquisitions(this.entryName);
	}

	/**
	 * A session that this JVM is not in: to look at it, or to work in it when it is dead
	 * and has been claimed.
	 * @param directory the name of its directory
	 */
	static Session ofOthers(Store store, String directory, SessionLog log) {
		// Another name than that of the session, which this JVM may be in all the same
		Session session = new Session(store, new SessionIdentity(Path.of(""), "others-" + directory, 0), null,
				Duration.ZERO, log);
		session.state().put(DIRECTORY, directory);
		return session;
	}

	Store store() {
		return this.store;
	}

	/** The process whose end is the end of the session, if there is one. */
	@Nullable BuildProcess build() {
		return this.build;
	}

	/** Whether the session has a name that does not follow from its build. */
	boolean isNamed() {
		return this.identity.ancestorStart() == 0;
	}

	/** How long a resource outlives its last user while other members live. */
	Duration linger() {
		return this.linger;
	}

	SessionLog log() {
		return this.log;
	}

	Member member() {
		return this.member;
	}

	OngoingAcquisitions acquisitions() {
		return this.acquisitions;
	}

	boolean isEntered() {
		return state().containsKey(DIRECTORY);
	}

	String directory() {
		String directory = (String) state().get(DIRECTORY);
		if (directory == null) {
			throw new IllegalStateException("The session has not been entered");
		}
		return directory;
	}

	Membership membership() {
		return new Membership(this.store, Teardown.sessionOfThread(directory()), this.member.id(),
				this.member.toString(), this.log);
	}

	Activity activity() {
		return new Activity(this.store, directory(), this.member);
	}

	EventLog events() {
		return new EventLog(this.store, directory(), this.member);
	}

	private void writeEntered(String directory) {
		String buildRoot = this.identity.buildRoot().toString();
		new EventLog(this.store, directory, this.member).enter(buildRoot, this.build != null && !isNamed());
	}

	SessionResources resources() {
		return new SessionResources(this.store, directory());
	}

	ResourceFiles files(String name) {
		return new ResourceFiles(this.store, directory(), ResourceKey.parse(name));
	}

	ResourceSlot slot(String name) {
		return new ResourceSlot(files(name));
	}

	/** The resources that this JVM has a lease of. */
	Collection<String> leases() {
		return JvmRegistry.set(state(), LEASES);
	}

	/**
	 * Return whether this JVM, which is in the session, looks at another one for the
	 * first time.
	 */
	boolean isLookedAtFirst(String directory) {
		return JvmRegistry.<String>set(state(), LOOKED_AT).add(directory);
	}

	private ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(this.entryName);
	}

	/**
	 * Enter the session, if this JVM has not yet.
	 */
	void enter() {
		if (isEntered()) {
			return;
		}
		ReentrantLock guard = JvmRegistry.guard(this.entryName);
		guard.lock();
		try {
			if (!isEntered()) {
				String refusal = "The session could not be entered";
				poll(() -> callWithRoot(ENTER_TIMEOUT, refusal, this::tryEnter), ENTER_TIMEOUT, refusal);
			}
		}
		finally {
			guard.unlock();
		}
	}

	private boolean tryEnter() {
		String directory = this.identity.directoryName(this.store.list(""));
		this.store.createDirectory(directory);
		checkMembers(directory);
		StoreLock members = members(directory);
		boolean entered = false;
		try {
			entered = members.tryShared() && tryBeFork(directory) && callWithActive(directory, StoreLock::tryShared);
		}
		finally {
			if (!entered) {
				closeActive(directory);
				forks(directory).close();
				members.close();
			}
		}
		if (entered) {
			new Activity(this.store, directory, this.member).enter();
			writeEntered(directory);
			state().put(DIRECTORY, directory);
		}
		return entered;
	}

	/**
	 * A sweeper claims the session with the lock that is held shared already; under root
	 * no fork can come or go. Shared comes first: who is granted it knows that nobody is
	 * dying who was alone, so that a refused exclusive lock means living forks. The other
	 * way round one that dies between the two tries would be taken for them.
	 */
	private boolean tryBeFork(String directory) {
		StoreLock forks = forks(directory);
		if (!forks.tryShared()) {
			return false;
		}
		forks.release();
		if (forks.tryExclusive()) {
			// Alone: failures are those of members that have been killed
			new SessionResources(this.store, directory).deleteFailures();
			forks.release();
		}
		return forks.tryShared();
	}

	/**
	 * Check that the lock of a session's members has not been removed: it is there before
	 * the first record and goes with the directory. A new one would tell that the session
	 * is dead. To be called with the root lock held, before the lock is tried.
	 */
	void checkMembers(String directory) {
		if (!members(directory).exists() && new SessionResources(this.store, directory).haveRecords()) {
			throw StoreFailure.lockRemoved(this.store.address(directory + MEMBERS));
		}
	}

	/**
	 * Check that others still see that this JVM is in the session.
	 */
	void checkIntact() {
		if (!members(directory()).isHeld()) {
			throw new SharedSessionDirectoryException(
					"The lock file " + this.store.address(directory() + MEMBERS) + " of the shared session has been "
							+ "removed or replaced while " + this.member
							+ " was in the session, so that processes which come later know nothing of it.",
					"Do not touch the directory while tests run. End this build and start it again.", null);
		}
	}

	/**
	 * Enter the session as a host: its directory is not taken for that of a dead session
	 * while the host lives, but nobody waits for the host.
	 * @return {@code false} when the session does not exist any more
	 */
	boolean enterAsHost() {
		String directory = this.identity.directoryName(List.of());
		String refusal = "The session could not be entered";
		poll(() -> callWithRoot(ENTER_TIMEOUT, refusal, () -> tryEnterAsHost(directory)), ENTER_TIMEOUT, refusal);
		return isEntered();
	}

	private boolean tryEnterAsHost(String directory) {
		if (!this.store.exists(directory)) {
			return true;
		}
		StoreLock members = members(directory);
		if (!members.tryShared()) {
			members.close();
			return false;
		}
		new Activity(this.store, directory, this.member).enter();
		writeEntered(directory);
		state().put(DIRECTORY, directory);
		return true;
	}

	/**
	 * Return whether a member lives that is no host. Asked for by a host. Forks that
	 * enter or leave look too, whether they are alone: with root, so that nobody takes
	 * the look of another one for a fork.
	 */
	boolean hasForks() {
		try {
			return callWithRoot(LOOK_TIMEOUT, "The session could not be looked at", () -> {
				StoreLock forks = forks(directory());
				boolean alone = forks.tryExclusive();
				forks.close();
				return !alone;
			});
		}
		catch (SharedSessionDirectoryException ex) {
			// Somebody is stuck there, and may be one of them
			return true;
		}
	}

	/**
	 * This member does not want anything new: others need not wait for it.
	 */
	void retire() {
		callWithActive(directory(), (active) -> {
			active.release();
			return true;
		});
	}

	/**
	 * Return whether a member lives that may still want something.
	 */
	boolean hasOtherActiveMembers() {
		return callWithActive(directory(), (active) -> {
			if (active.isHeld()) {
				throw new IllegalStateException("Retire first");
			}
			if (active.tryExclusive()) {
				active.release();
				return false;
			}
			return true;
		});
	}

	/**
	 * Leave the session. The last member removes its directory, unless something is
	 * recorded there that must still be torn down.
	 * @param timeout how long to try
	 */
	void leave(Duration timeout) {
		// They have been told when the end began
		if (!this.acquisitions.stop(timeout.minusNanos(System.nanoTime() - JvmEnd.begunAt()))) {
			throw new SharedSessionEndedException(
					"A thread of " + this.member + " has not ended to acquire a shared bean within "
							+ timeout.toSeconds() + " s.",
					"If it creates the bean, let the creation end when its thread is interrupted. What is recorded of "
							+ "it will be torn down by the next build.",
					null);
		}
		try {
			leaveUnlessNeeded(timeout);
		}
		finally {
			this.acquisitions.goOn();
		}
	}

	private void leaveUnlessNeeded(Duration timeout) {
		ReentrantLock guard = JvmRegistry.guard(this.entryName);
		guard.lock();
		try {
			if (!isEntered() || !leases().isEmpty()) {
				return;
			}
			// Without its directory there is nothing that others could be told or
			// hindered by
			SessionHistory history = this.store.exists(directory())
					? callWithRoot(timeout, "The session could not be left", this::leaveUnderRoot) : leaveUnderRoot();
			if (history != null) {
				this.log.ended(history);
			}
		}
		finally {
			guard.unlock();
		}
	}

	private @Nullable SessionHistory leaveUnderRoot() {
		String directory = directory();
		StoreLock members = members(directory);
		SessionHistory history = null;
		StoreLock forks = forks(directory);
		boolean fork = forks.isHeld();
		closeActive(directory);
		events().append(EventType.LEFT);
		activity().leave();
		forks.release();
		members.release();
		try {
			boolean exists = this.store.exists(directory);
			if (exists && fork && forks.tryExclusive()) {
				history = SessionHistory.of(this.store, directory, this.member);
				new SessionResources(this.store, directory).deleteFailures();
			}
			if (exists && members.tryExclusive()) {
				// A host that is the last one
				history = (history != null) ? history : SessionHistory.of(this.store, directory, this.member);
				if (!new SessionResources(this.store, directory).haveRecords()) {
					this.store.deleteDirectory(directory);
				}
			}
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			this.log.warn("The directory of the shared session could not be removed by " + this.member + ": "
					+ StoreFailure.describe(ex), ex);
		}
		finally {
			forks.close();
			members.close();
			JvmRegistry.remove(this.entryName);
		}
		return history;
	}

	/**
	 * Call with the root lock held.
	 */
	<T extends @Nullable Object> T callWithRoot(Duration timeout, String refusal, Supplier<T> action) {
		ReentrantLock guard = JvmRegistry.guard("root:" + this.store.address(""));
		guard.lock();
		StoreLock root = this.store.lock(ROOT_LOCK);
		try {
			poll(root::tryExclusive, timeout, refusal);
			return action.get();
		}
		finally {
			root.close();
			guard.unlock();
		}
	}

	private void poll(BooleanSupplier attempt, Duration timeout, String refusal) {
		long start = System.nanoTime();
		BackOff backOff = new BackOff();
		while (!attempt.getAsBoolean()) {
			if (System.nanoTime() - start > timeout.toNanos()) {
				throw new SharedSessionDirectoryException(
						refusal + " by " + this.member + " within " + timeout.toSeconds()
								+ " s: another process holds a lock below " + this.store.address("") + ".",
						"Look for a stopped or hanging test process and end it.", null);
			}
			// Not ended by an interrupt: leaving half-way would leave files behind
			backOff.pauseUninterruptibly();
		}
	}

	StoreLock members(String directory) {
		return this.store.lock(directory + MEMBERS);
	}

	/** Held by every member that is no host. */
	private StoreLock forks(String directory) {
		return this.store.lock(directory + "/forks");
	}

	private void closeActive(String directory) {
		callWithActive(directory, (active) -> {
			active.close();
			return true;
		});
	}

	/**
	 * All resources that are released at a time share the one lock.
	 */
	private boolean callWithActive(String directory, Predicate<StoreLock> action) {
		ReentrantLock guard = JvmRegistry.guard("active:" + this.store.address(directory));
		guard.lock();
		try {
			return action.test(this.store.lock(directory + "/active"));
		}
		finally {
			guard.unlock();
		}
	}

}
