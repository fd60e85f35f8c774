package io.github.sharedsession.core.resource;

import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.layout.CachedFiles;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.layout.StoreFailure;
import io.github.sharedsession.core.record.CachedUsage;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.session.CacheLimits;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * Tears down what is cached and not wanted any more. Only what nobody uses is torn down,
 * and nothing that a record names as that what it was made with: that record may be one
 * of another session, which is dead or not. Who is in the way is not waited for, as the
 * next one to use the cache looks again.
 */
public final class CacheCleanUp {

	private final Session session;

	private final CacheLimits limits;

	public CacheCleanUp(Session session, CacheLimits limits) {
		this.session = session;
		this.limits = limits;
	}

	/**
	 * Apply the limits, after a resource has been acquired. No lock of it is held.
	 * @param key the resource
	 * @param recipe its recipe, which is also that of its other fingerprints
	 */
	public void run(ResourceKey key, Recipe recipe) {
		reportingProblems(() -> {
			cleanUp(key.definition(), recipe, this.limits.maxEntries());
			if (JvmRegistry.entry("cache").putIfAbsent("cleanedUp:" + this.session.store().address(""), true) == null) {
				cleanUpOthers(key);
			}
		});
	}

	/** For definitions that are no more, nobody else would do that. */
	private void cleanUpOthers(ResourceKey key) {
		CachedFiles.deleteRemoved(this.session.store());
		for (String definition : CachedFiles.definitions(this.session.store())) {
			if (!definition.equals(key.definition())) {
				cleanUp(definition, null, Integer.MAX_VALUE);
			}
		}
	}

	private void cleanUp(String definition, @Nullable Recipe recipe, int maxEntries) {
		List<Entry> entries = CachedFiles.ofDefinition(this.session.store(), this.session.directory(), definition)
			.stream()
			.map((files) -> new Entry(files, lastUse(new CachedFiles(files).usage())))
			.sorted(Comparator.comparingLong(Entry::lastUse).reversed())
			.toList();
		long oldest = System.currentTimeMillis() - this.limits.maxAge().toMillis();
		for (int i = 0; i < entries.size(); i++) {
			Entry entry = entries.get(i);
			if (i >= maxEntries || entry.lastUse() < oldest) {
				reportingProblems(() -> evict(entry, recipe));
			}
		}
	}

	private static long lastUse(@Nullable CachedUsage usage) {
		return (usage != null) ? usage.lastUse() : 0;
	}

	private void evict(Entry entry, @Nullable Recipe recipe) {
		ResourceSlot slot = new ResourceSlot(entry.files());
		ReentrantLock guard = slot.guard();
		if (!guard.tryLock()) {
			return;
		}
		try {
			// Held by this thread when it acquires the resource further out
			if (!slot.isLeased() && !entry.files().mutex().isHeld()) {
				evictUnused(entry, recipe);
			}
		}
		finally {
			guard.unlock();
		}
	}

	private void evictUnused(Entry entry, @Nullable Recipe recipe) {
		ResourceFiles files = entry.files();
		CachedFiles cached = new CachedFiles(files);
		StoreLock mutex = files.mutex();
		StoreLock members = files.members();
		try {
			if (cached.tryMutex()) {
				files.checkMembers();
				if (members.tryExclusive()) {
					CachedUsage usage = cached.usage();
					// Somebody may have used it since it was chosen
					if (lastUse(usage) == entry.lastUse() && !cached.isNamed()) {
						tearDown(files, recipe, usage != null && usage.disposable());
					}
				}
			}
		}
		finally {
			members.close();
			mutex.close();
		}
	}

	private void tearDown(ResourceFiles files, @Nullable Recipe recipe, boolean disposable) {
		Recipe atHand = (recipe != null) ? recipe : Destroyers.findRecipe(files.key().stableId());
		if (atHand == null && !disposable && files.hasRecords() && Destroyers.find(files.key().stableId()) == null) {
			ResourceRecord record = files.recorded();
			throw new SharedSessionRecordException(
					"The cached shared bean"
							+ ((record != null) ? " '" + record.bean() + "' (declared by " + record.method()
									+ ", created by " + record.creator() + ")" : "")
							+ " in " + files.address() + " has not been used for longer than "
							+ this.limits.maxAge().toDays() + " days, and nothing on the class path of "
							+ this.session.member() + " declares how to destroy it.",
					"If the bean is no more, destroy by hand what it had made, and delete that directory.", null);
		}
		if (new Teardown(this.session).run(files, (atHand == null && disposable) ? new DisposingRecipe() : atHand)
				&& !files.hasRecords()) {
			new CachedFiles(files).remove();
		}
	}

	/** What can't be torn down stops nobody, and is reported once by each JVM. */
	private void reportingProblems(Runnable cleanUp) {
		try {
			cleanUp.run();
		}
		catch (UncheckedIOException | SharedSessionRecordException | SharedSessionDirectoryException ex) {
			String problem = StoreFailure.describe(ex);
			if (JvmRegistry.entry("reported").putIfAbsent(problem, true) == null) {
				this.session.log().warn("What is cached could not be cleaned up: " + problem, ex);
			}
		}
	}

	/**
	 * Something that is cached.
	 *
	 * @param files its files
	 * @param lastUse when it was last used, when that was looked at
	 */
	private record Entry(ResourceFiles files, long lastUse) {
	}

}
