package io.github.sharedsession.core.acquire;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.event.EventLog;
import io.github.sharedsession.core.event.SessionHistory;
import io.github.sharedsession.core.layout.HostedFiles;
import io.github.sharedsession.core.layout.MembershipLocks;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.layout.SessionResources;
import io.github.sharedsession.core.layout.StoreFailure;
import io.github.sharedsession.core.process.SessionIdentity;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.resource.ResourceSlot;
import io.github.sharedsession.core.resource.Teardown;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * Tears down what ended builds have left of a resource, whatever its fingerprint was, and
 * removes the directories of dead sessions.
 */
public final class Leftovers {

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private final Session session;

	private final Store store;

	private final Teardown teardown;

	/** The recipes of hosted resources, in a host; {@code null} in a fork. */
	private final @Nullable Function<byte[], ? extends Recipe> hostedRecipes;

	public Leftovers(Session session) {
		this(session, null);
	}

	public Leftovers(Session session, @Nullable Function<byte[], ? extends Recipe> hostedRecipes) {
		this.session = session;
		this.hostedRecipes = hostedRecipes;
		this.store = session.store();
		this.teardown = new Teardown(session);
	}

	/**
	 * Sweep before a resource is acquired. No lock of the resource is held.
	 * @param request the resource
	 * @param waiting the wait for it, of which waiting for another sweeper is a part
	 */
	public void sweep(ResourceRequest request, Waiting waiting) {
		ResourceKey key = request.key();
		Recipe recipe = request.recipe();
		for (String name : this.store.list("")) {
			if (SessionIdentity.isSessionDirectory(name) && !name.equals(this.session.directory())
					&& mayHold(name, key)) {
				sweepSession(name, key, recipe, waiting);
			}
		}
		for (ResourceFiles files : this.session.resources().othersThan(key)) {
			reportingProblems(() -> sweepFormer(files, recipe));
		}
	}

	/**
	 * Other builds may run, each with a session that is looked at with the lock of all of
	 * them: once, and then only if it has anything of the resource.
	 */
	private boolean mayHold(String directory, ResourceKey key) {
		return this.session.isLookedAtFirst(directory)
				|| new SessionResources(this.store, directory).hasDefinition(key);
	}

	private void sweepSession(String directory, ResourceKey key, Recipe recipe, Waiting waiting) {
		reportingProblems(() -> {
			while (trySweep(directory, key, recipe) == Claim.SWEPT_BY_ANOTHER) {
				waiting.pause();
			}
		});
	}

	/**
	 * What can't be read, locked or removed is none of this build's: it is reported once
	 * by each JVM, kept, and stops nobody.
	 */
	public void reportingProblems(Runnable sweep) {
		try {
			sweep.run();
		}
		catch (UncheckedIOException | SharedSessionRecordException | SharedSessionDirectoryException ex) {
			String problem = StoreFailure.describe(ex);
			if (JvmRegistry.entry("reported").putIfAbsent(problem, true) == null) {
				this.session.log().warn("What an earlier build has left could not be torn down: " + problem, ex);
			}
		}
	}

	/**
	 * Another fingerprint of the resource in this session, as after a change of the code
	 * between two runs in one IDE. In use or busy: left alone.
	 */
	private void sweepFormer(ResourceFiles files, Recipe recipe) {
		if (!files.hasRecords() || files.isHosted() != (this.hostedRecipes != null)) {
			return;
		}
		ResourceSlot slot = new ResourceSlot(files);
		ReentrantLock guard = slot.guard();
		if (!guard.tryLock()) {
			return;
		}
		try {
			// Held by this thread when it acquires the resource further out
			if (!slot.isLeased() && !files.mutex().isHeld()) {
				sweepFormerLocked(files, recipe);
			}
		}
		finally {
			guard.unlock();
		}
	}

	private void sweepFormerLocked(ResourceFiles files, Recipe recipe) {
		StoreLock mutex = files.mutex();
		StoreLock members = files.members();
		try {
			if (mutex.tryExclusive()) {
				files.checkMembers();
				if (members.tryExclusive()) {
					tearDownUnused(files, recipe);
				}
			}
		}
		finally {
			members.close();
			mutex.close();
		}
	}

	/** What a host serves is not left over, even when nobody uses it right now. */
	private void tearDownUnused(ResourceFiles files, Recipe recipe) {
		if (!files.isHosted()) {
			tearDown(files, recipe);
			return;
		}
		StoreLock owner = files.owner();
		if (!owner.isHeld()) {
			try {
				if (owner.tryExclusive()) {
					tearDown(files, recipe);
				}
			}
			finally {
				owner.close();
			}
		}
	}

	/** What hosts have made is left to hosts, and what forks have made to forks. */
	private void tearDown(ResourceFiles files, Recipe recipe) {
		byte[] server = new HostedFiles(files).server();
		if (server == null && this.hostedRecipes == null) {
			this.teardown.run(files, recipe);
		}
		else if (server != null && this.hostedRecipes != null) {
			this.teardown.recover(files, this.hostedRecipes.apply(server));
		}
	}

	/**
	 * A dead session is claimed with its members lock, which is kept while its resources
	 * are destroyed: that may be long, and the root lock is for moments.
	 */
	private Claim trySweep(String directory, ResourceKey key, Recipe recipe) {
		return trySweep(directory, () -> new SessionResources(this.store, directory).ofDefinition(key)
			.forEach((files) -> reportingProblems(() -> tearDown(files, recipe))));
	}

	/**
	 * Do something in a dead session, and remove it when nothing is recorded there.
	 * @param directory the session
	 * @param sweep what to do, with the claim
	 */
	public Claim trySweep(String directory, Runnable sweep) {
		ReentrantLock guard = JvmRegistry.guard("sweep:" + this.store.address(directory));
		if (guard.isHeldByCurrentThread()) {
			// A tear-down of this thread needs the resource
			return Claim.NOTHING_TO_DO;
		}
		if (!guard.tryLock()) {
			return Claim.SWEPT_BY_ANOTHER;
		}
		StoreLock members = new MembershipLocks(this.store, directory).members();
		Claim claim = Claim.NOTHING_TO_DO;
		try {
			claim = this.session.rootLock()
				.call(TIMEOUT, "A former session could not be looked at", () -> claim(directory, members));
			if (claim == Claim.CLAIMED) {
				handOver(directory);
				sweep.run();
				this.session.rootLock()
					.call(TIMEOUT, "A former session could not be removed", () -> removeIfEmpty(directory, members));
			}
			return claim;
		}
		finally {
			// Else another thread of this JVM may have entered that session
			if (claim == Claim.CLAIMED) {
				members.close();
			}
			guard.unlock();
		}
	}

	/**
	 * What happened in the dead session is told once, by whoever has found it.
	 */
	private void handOver(String directory) {
		String events = directory + EventLog.DIRECTORY;
		if (this.store.exists(events)) {
			SessionHistory history = SessionHistory.of(this.store, directory, this.session.member());
			this.store.deleteDirectory(events);
			this.session.log().swept(history);
		}
	}

	/**
	 * Who is refused a shared lock has found another sweeper, and waits: what that one
	 * destroys may be in the way of what is to be created. Who is granted it knows that
	 * there is none, nor can there be one while root is held; so a refused exclusive lock
	 * then means living members. The other way round a sweeper that dies between the two
	 * tries would be taken for them.
	 */
	public Claim claim(String directory, StoreLock members) {
		if (!this.store.exists(directory) || members.isHeld()) {
			return Claim.NOTHING_TO_DO;
		}
		new MembershipLocks(this.store, directory).checkMembers();
		Claim claim = Claim.SWEPT_BY_ANOTHER;
		if (members.tryShared()) {
			members.release();
			claim = members.tryExclusive() ? Claim.CLAIMED : Claim.NOTHING_TO_DO;
		}
		if (claim != Claim.CLAIMED) {
			members.close();
		}
		return claim;
	}

	private boolean removeIfEmpty(String directory, StoreLock members) {
		boolean empty = !new SessionResources(this.store, directory).haveRecords();
		if (empty) {
			this.store.deleteDirectory(directory);
		}
		members.close();
		return empty;
	}

	public enum Claim {

		CLAIMED, NOTHING_TO_DO, SWEPT_BY_ANOTHER

	}

}
