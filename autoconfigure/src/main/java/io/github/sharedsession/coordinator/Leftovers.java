package io.github.sharedsession.coordinator;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;

/**
 * Tears down what ended builds have left of a resource, whatever its fingerprint was, and
 * removes the directories of dead sessions.
 */
final class Leftovers {

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private final Session session;

	private final Store store;

	private final Teardown teardown;

	Leftovers(Session session) {
		this.session = session;
		this.store = session.store();
		this.teardown = new Teardown(session);
	}

	/**
	 * Sweep before a resource is acquired. No lock of a resource is held.
	 * @param key the resource
	 * @param recipe the recipe of today
	 */
	void sweep(ResourceKey key, Recipe recipe) {
		for (String name : this.store.list("")) {
			if (SessionIdentity.isSessionDirectory(name) && !name.equals(this.session.directory())) {
				sweepSession(name, key, recipe);
			}
		}
		ResourceFiles.ofDefinition(this.store, this.session.directory(), key)
			.filter((files) -> !files.key().equals(key))
			.forEach((files) -> sweepFormer(files, recipe));
	}

	/**
	 * Another fingerprint of the resource in this session, as after a change of the code
	 * between two runs in one IDE. In use or busy: left alone.
	 */
	private void sweepFormer(ResourceFiles files, Recipe recipe) {
		if (!files.hasRecords()) {
			return;
		}
		ResourceSlot slot = new ResourceSlot(files);
		ReentrantLock guard = slot.guard();
		if (!guard.tryLock()) {
			return;
		}
		StoreLock mutex = files.mutex();
		try {
			if (slot.isLeased() || mutex.isHeld() || !mutex.tryExclusive()) {
				return;
			}
			StoreLock members = files.members();
			try {
				if (members.tryExclusive()) {
					tearDown(files, recipe);
				}
			}
			finally {
				members.close();
			}
		}
		finally {
			if (!slot.isLeased()) {
				mutex.close();
			}
			guard.unlock();
		}
	}

	/**
	 * What can't be read is none of this build's: it is reported, kept, and stops nobody.
	 */
	private void tearDown(ResourceFiles files, Recipe recipe) {
		try {
			this.teardown.run(files, recipe);
		}
		catch (SharedSessionRecordException ex) {
			this.session.log().warn(ex.getMessage(), ex);
		}
	}

	/**
	 * A dead session is claimed with its members lock, which is kept while its resources
	 * are destroyed: that may be long, and the root lock is for moments.
	 */
	private void sweepSession(String directory, ResourceKey key, Recipe recipe) {
		ReentrantLock guard = JvmRegistry.guard("sweep:" + this.store.path(directory));
		if (!guard.tryLock()) {
			return;
		}
		StoreLock members = this.session.members(directory);
		try {
			if (!this.session.callWithRoot(TIMEOUT, "A former session could not be looked at",
					() -> this.store.exists(directory) && !members.isHeld() && members.tryExclusive())) {
				return;
			}
			ResourceFiles.ofDefinition(this.store, directory, key).forEach((files) -> tearDown(files, recipe));
			this.session.callWithRoot(TIMEOUT, "A former session could not be removed",
					() -> removeIfEmpty(directory, members));
		}
		finally {
			members.close();
			guard.unlock();
		}
	}

	private boolean removeIfEmpty(String directory, StoreLock members) {
		boolean empty = ResourceFiles.all(this.store, directory).noneMatch(ResourceFiles::hasRecords);
		if (empty) {
			this.store.deleteDirectory(directory);
		}
		members.close();
		return empty;
	}

}
