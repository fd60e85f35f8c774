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
	 * Sweep before a resource is acquired. No lock of the resource is held.
	 * @param request the resource
	 * @param waiting the wait for it, of which waiting for another sweeper is a part
	 */
	void sweep(ResourceRequest request, Waiting waiting) {
		ResourceKey key = request.key();
		Recipe recipe = request.recipe();
		for (String name : this.store.list("")) {
			if (SessionIdentity.isSessionDirectory(name) && !name.equals(this.session.directory())) {
				while (sweepSession(name, key, recipe) == Claim.SWEPT_BY_ANOTHER) {
					waiting.pause();
				}
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
	private Claim sweepSession(String directory, ResourceKey key, Recipe recipe) {
		ReentrantLock guard = JvmRegistry.guard("sweep:" + this.store.path(directory));
		if (guard.isHeldByCurrentThread()) {
			// A tear-down of this thread needs the resource
			return Claim.NOTHING_TO_DO;
		}
		if (!guard.tryLock()) {
			return Claim.SWEPT_BY_ANOTHER;
		}
		StoreLock members = this.session.members(directory);
		try {
			Claim claim = this.session.callWithRoot(TIMEOUT, "A former session could not be looked at",
					() -> claim(directory, members));
			if (claim == Claim.CLAIMED) {
				ResourceFiles.ofDefinition(this.store, directory, key).forEach((files) -> tearDown(files, recipe));
				this.session.callWithRoot(TIMEOUT, "A former session could not be removed",
						() -> removeIfEmpty(directory, members));
			}
			return claim;
		}
		finally {
			members.close();
			guard.unlock();
		}
	}

	/**
	 * Who is refused an exclusive lock but granted a shared one has found living members.
	 * Who is refused both has found another sweeper, and waits: what that one destroys
	 * may be in the way of what is to be created.
	 */
	private Claim claim(String directory, StoreLock members) {
		if (!this.store.exists(directory) || members.isHeld()) {
			return Claim.NOTHING_TO_DO;
		}
		if (members.tryExclusive()) {
			return Claim.CLAIMED;
		}
		if (members.tryShared()) {
			members.close();
			return Claim.NOTHING_TO_DO;
		}
		return Claim.SWEPT_BY_ANOTHER;
	}

	private boolean removeIfEmpty(String directory, StoreLock members) {
		boolean empty = ResourceFiles.all(this.store, directory).noneMatch(ResourceFiles::hasRecords);
		if (empty) {
			this.store.deleteDirectory(directory);
		}
		members.close();
		return empty;
	}

	private enum Claim {

		CLAIMED, NOTHING_TO_DO, SWEPT_BY_ANOTHER

	}

}
