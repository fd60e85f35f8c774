package io.github.sharedsession.core.acquire;

import java.time.Duration;
import java.util.List;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.layout.CachedFiles;
import io.github.sharedsession.core.layout.CleanUp;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.record.CachedUsage;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.resource.Destroyers;
import io.github.sharedsession.core.resource.Interruption;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.resource.ResourceSlot;
import io.github.sharedsession.core.resource.Teardown;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The steps by which this JVM gets its lease of a resource that outlives its session: one
 * that nobody uses is no leftover, unless it is not there any more. The order of the
 * steps is the result of an exhaustive search; reasonable variations of it are wrong.
 */
public final class CachedAcquisition {

	private final Session session;

	private final ResourceSlot slot;

	private final ResourceFiles files;

	private final CachedFiles cachedFiles;

	private final Waiting waiting;

	private final DependencyLeases dependencyLeases;

	public CachedAcquisition(Session session, ResourceSlot slot, Waiting waiting) {
		this.session = session;
		this.slot = slot;
		this.files = slot.files();
		this.cachedFiles = new CachedFiles(this.files);
		this.waiting = waiting;
		this.dependencyLeases = new DependencyLeases(session, waiting);
	}

	/**
	 * Get the lease. The guard of the slot is held, and it has no lease.
	 */
	void run(ResourceRequest request) {
		StoreLock mutex = this.files.mutex();
		StoreLock members = this.files.members();
		boolean leased = false;
		Throwable failure = null;
		try {
			lock();
			while (!leased) {
				leased = members.tryExclusive() ? acquireAlone(request, mutex, members)
						: join(members, request.recipe());
				if (!leased) {
					this.waiting.pause();
				}
			}
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			CleanUp.run(failure, leased ? () -> {
			} : members::close, mutex::close);
		}
	}

	/** The directory may have been removed by who had the mutex before. */
	private void lock() {
		this.files.create();
		while (!this.cachedFiles.tryMutex()) {
			this.waiting.pause();
			this.files.create();
		}
		this.files.checkMembers();
	}

	/**
	 * Nobody uses the resource. If it is still there it is used again, else what is
	 * recorded of it goes, and it is made.
	 * @return {@code false} to start again
	 */
	private boolean acquireAlone(ResourceRequest request, StoreLock mutex, StoreLock members) {
		Recipe recipe = request.recipe();
		ResourceRecord record = this.files.value();
		if (record != null && isCurrent(record, recipe) && isUsable(record, recipe)) {
			// Nobody else will for as long as it is found
			new Teardown(this.session).retryRemains(this.files, recipe);
			share(members);
			lease(record, found(record));
			return true;
		}
		if (!new Teardown(this.session).run(this.files, recipe)) {
			members.release();
			mutex.release();
			this.waiting.pause();
			lock();
			return false;
		}
		long start = System.nanoTime();
		Acquisition acquisition = new Acquisition(this.session, request, this.slot, this.waiting);
		ResourceRecord made = acquisition.createNew();
		Duration cost = Duration.ofNanos(System.nanoTime() - start);
		share(members);
		try {
			acquisition.checkLocks();
		}
		catch (SharedSessionDirectoryException ex) {
			if (!this.files.exists()) {
				new Teardown(this.session).destroyUnrecorded(this.files, made, recipe);
			}
			throw ex;
		}
		byte[] value = made.value();
		lease(made, new CachedUsage(0, cost, value != null && recipe.isDisposable(value),
				this.files.hasGenerationDirectory(made.generation())));
		return true;
	}

	private void share(StoreLock members) {
		members.release();
		while (!members.tryShared()) {
			this.waiting.pause();
		}
	}

	/**
	 * Others use the resource, or are just dying: they need not have looked whether it is
	 * still there.
	 * @return {@code false} to start again
	 */
	private boolean join(StoreLock members, Recipe recipe) {
		if (!members.tryShared()) {
			return false;
		}
		ResourceRecord record = this.files.value();
		if (record == null || !isUsable(record, recipe)) {
			members.release();
			return false;
		}
		lease(record, found(record));
		return true;
	}

	private boolean isCurrent(ResourceRecord record, Recipe recipe) {
		return recipe.isCurrent(record.properties(), record.dependencyKeys());
	}

	private boolean isUsable(ResourceRecord record, @Nullable Recipe recipe) {
		if (!this.dependencyLeases.lease(record)) {
			return false;
		}
		boolean usable = false;
		try {
			usable = isThere(this.session, this.files, record, recipe);
			return usable;
		}
		finally {
			if (!usable) {
				this.dependencyLeases.release(record.dependencies().keySet());
			}
		}
	}

	/**
	 * Whether what is recorded is still there. A probe that was interrupted has not said
	 * so.
	 * @param recipe its recipe, or {@code null} when it is not known here
	 */
	static boolean isThere(Session session, ResourceFiles files, ResourceRecord record, @Nullable Recipe recipe) {
		CachedUsage usage = new CachedFiles(files).usage();
		byte[] value = record.value();
		if (value == null
				|| (usage != null && usage.directory() && !files.hasGenerationDirectory(record.generation()))) {
			return false;
		}
		Throwable problem = null;
		try {
			if (recipe == null || recipe.isValid(value)) {
				return true;
			}
		}
		catch (Throwable ex) {
			problem = ex;
		}
		if (JvmEnd.hasBegun() || Thread.currentThread().isInterrupted()
				|| (problem != null && Interruption.is(problem))) {
			throw new SharedSessionEndedException(
					"Looking for the cached shared bean '" + record.bean() + "' (declared by " + record.method()
							+ ") was interrupted in " + session.member() + ".",
					"If nobody stopped the tests on purpose, look for what ended them: this is a consequence.",
					problem);
		}
		session.log()
			.info("The cached shared bean '" + record.bean() + "' (declared by " + record.method() + ", created by "
					+ record.creator() + ") is not valid any more"
					+ ((problem != null) ? ": its probe threw " + problem : "") + ". It is created again.");
		return false;
	}

	private CachedUsage found(ResourceRecord record) {
		CachedUsage usage = this.cachedFiles.usage();
		if (usage == null) {
			// Its creator was killed before it could note that
			usage = new CachedUsage(0, Duration.ZERO, false, this.files.hasGenerationDirectory(record.generation()));
		}
		if (this.session.events().isKnown(record.creator())) {
			this.waiting.reuses(record);
		}
		else {
			this.session.events()
				.append(EventType.FOUND, this.files.name(), record.bean(), usage.cost(), record.method());
			this.session.log()
				.info("Found the cached shared bean '" + record.bean() + "' of " + record.creator() + " in "
						+ this.session.member());
		}
		return usage;
	}

	private void lease(ResourceRecord record, CachedUsage usage) {
		this.cachedFiles.writeUsage(usage.usedAt(System.currentTimeMillis()));
		this.slot.startLease(record);
		this.session.leases().add(this.files.name());
	}

	/**
	 * Get a lease for what was made with the resource, if that is still there.
	 * @return {@code false} when it is not
	 */
	public boolean joinOnly(String generation) {
		StoreLock mutex = this.files.mutex();
		StoreLock members = this.files.members();
		boolean joined = false;
		Throwable failure = null;
		try {
			lock();
			boolean alone = members.tryExclusive();
			if (alone || members.tryShared()) {
				ResourceRecord record = this.files.value();
				Recipe recipe = Destroyers.findRecipe(this.files.key().stableId());
				if (record != null && record.generation().equals(generation) && isUsable(record, recipe)) {
					if (alone) {
						share(members);
					}
					CachedUsage usage = this.cachedFiles.usage();
					lease(record, (usage != null) ? usage : new CachedUsage(0, Duration.ZERO, false, false));
					joined = true;
				}
			}
			return joined;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			CleanUp.run(failure, joined ? () -> {
			} : members::close, mutex::close);
		}
	}

	/** Names of those that a cached resource was made with, for messages. */
	static String labels(ResourceRecord record) {
		List<String> labels = record.dependencyKeys().stream().map(ResourceKey::label).sorted().toList();
		return "'" + String.join("', '", labels) + "'";
	}

}
