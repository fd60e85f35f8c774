package io.github.sharedsession.coordinator;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

	private static final String MEMBERS = "/members";

	private static final String DIRECTORY = "directory";

	private static final String LEASES = "leases";

	private static final Duration ENTER_TIMEOUT = Duration.ofMinutes(1);

	private final Store store;

	private final SessionIdentity identity;

	private final Duration linger;

	private final SessionLog log;

	private final Member member = Member.current();

	private final String entryName;

	private final OngoingAcquisitions acquisitions;

	Session(Store store, SessionIdentity identity, Duration linger, SessionLog log) {
		this.store = store;
		this.identity = identity;
		this.linger = linger;
		this.log = log;
		this.entryName = "session:" + store.path(identity.name());
		this.acquisitions = new OngoingAcquisitions(this.entryName);
	}

	Store store() {
		return this.store;
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

	Activity activity() {
		return new Activity(this.store, directory(), this.member);
	}

	EventLog events() {
		return new EventLog(this.store, directory(), this.member);
	}

	ResourceFiles files(String name) {
		return new ResourceFiles(this.store, directory(), ResourceKey.parse(name));
	}

	ResourceSlot slot(String name) {
		return new ResourceSlot(files(name));
	}

	/** The resources that this JVM has a lease of. */
	@SuppressWarnings("unchecked")
	Collection<String> leases() {
		return (Set<String>) state().computeIfAbsent(LEASES, (key) -> ConcurrentHashMap.newKeySet());
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
			entered = members.tryShared() && enterAmongMembers(directory, members);
		}
		finally {
			if (!entered) {
				closeActive(directory);
				members.close();
			}
		}
		if (entered) {
			new Activity(this.store, directory, this.member).enter();
			new EventLog(this.store, directory, this.member).enter();
			state().put(DIRECTORY, directory);
		}
		return entered;
	}

	/**
	 * Who has been granted a shared lock knows that no sweeper has claimed the session,
	 * nor can one while root is held; so a refused exclusive lock then means living
	 * members. The other way round a sweeper that dies between the two tries would be
	 * taken for one, and the failures of the dead would be told to those who come now.
	 */
	private boolean enterAmongMembers(String directory, StoreLock members) {
		members.release();
		if (members.tryExclusive()) {
			// Alone: failures are those of members that have been killed
			ResourceFiles.all(this.store, directory).forEach(ResourceFiles::deleteFailure);
			members.release();
		}
		return members.tryShared() && callWithActive(directory, StoreLock::tryShared);
	}

	/**
	 * Check that the lock of a session's members has not been removed: it is there before
	 * the first record and goes with the directory. A new one would tell that the session
	 * is dead. To be called with the root lock held, before the lock is tried.
	 */
	void checkMembers(String directory) {
		String members = directory + MEMBERS;
		if (!this.store.exists(members)
				&& ResourceFiles.all(this.store, directory).anyMatch(ResourceFiles::hasRecords)) {
			throw StoreFailure.lockRemoved(this.store.path(members));
		}
	}

	/**
	 * Check that others still see that this JVM is in the session.
	 */
	void checkIntact() {
		if (!members(directory()).isHeld()) {
			throw new SharedSessionDirectoryException(
					"The lock file " + this.store.path(directory() + MEMBERS) + " of the shared session has been "
							+ "removed or replaced while " + this.member
							+ " was in the session, so that processes which come later know nothing of it.",
					"Do not touch the directory while tests run. End this build and start it again.", null);
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
			String account = this.store.exists(directory())
					? callWithRoot(timeout, "The session could not be left", this::leaveUnderRoot) : leaveUnderRoot();
			if (account != null) {
				this.log.account(account);
			}
		}
		finally {
			guard.unlock();
		}
	}

	private @Nullable String leaveUnderRoot() {
		String directory = directory();
		StoreLock members = members(directory);
		String account = null;
		closeActive(directory);
		members.release();
		try {
			if (this.store.exists(directory) && members.tryExclusive()) {
				account = new Account(this.store, directory).print();
				ResourceFiles.all(this.store, directory).forEach(ResourceFiles::deleteFailure);
				if (ResourceFiles.all(this.store, directory).noneMatch(ResourceFiles::hasRecords)) {
					this.store.deleteDirectory(directory);
				}
			}
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			this.log.warn("The directory of the shared session could not be removed by " + this.member + ": "
					+ StoreFailure.describe(ex), ex);
		}
		finally {
			members.close();
			JvmRegistry.remove(this.entryName);
		}
		return account;
	}

	/**
	 * Call with the root lock held.
	 */
	<T extends @Nullable Object> T callWithRoot(Duration timeout, String refusal, Supplier<T> action) {
		ReentrantLock guard = JvmRegistry.guard("root:" + this.store.path(""));
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
								+ " s: another process holds a lock below " + this.store.path("") + ".",
						"Look for a stopped or hanging test process and end it.", null);
			}
			// Not ended by an interrupt: leaving half-way would leave files behind
			backOff.pauseUninterruptibly();
		}
	}

	StoreLock members(String directory) {
		return this.store.lock(directory + MEMBERS);
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
		ReentrantLock guard = JvmRegistry.guard("active:" + this.store.path(directory));
		guard.lock();
		try {
			return action.test(this.store.lock(directory + "/active"));
		}
		finally {
			guard.unlock();
		}
	}

}
