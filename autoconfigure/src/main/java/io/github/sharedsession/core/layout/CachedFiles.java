package io.github.sharedsession.core.layout;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.process.SessionIdentity;
import io.github.sharedsession.core.record.CachedUsage;
import io.github.sharedsession.core.record.RandomId;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * What the directory of a resource that outlives its session has besides others: the
 * record {@code usage}, dependents that belong to sessions, and an end.
 */
public final class CachedFiles {

	/** No name of a definition. */
	private static final String REMOVED = ResourceFiles.CACHED + "/removed-";

	private final ResourceFiles files;

	public CachedFiles(ResourceFiles files) {
		this.files = files;
	}

	/** All definitions of which something is cached. */
	public static List<String> definitions(Store store) {
		return store.list(ResourceFiles.CACHED).stream().filter(ResourceKey::isDefinition).toList();
	}

	/** What is cached of one definition, as a member of a session sees it. */
	public static List<ResourceFiles> ofDefinition(Store store, String session, String definition) {
		return store.list(ResourceFiles.CACHED + "/" + definition)
			.stream()
			.map((fingerprint) -> ResourceKey.CACHED + definition + "_" + fingerprint)
			.filter(ResourceKey::isName)
			.map((name) -> new ResourceFiles(store, session, ResourceKey.parse(name)))
			.toList();
	}

	/**
	 * Try the mutex. Who has it may remove the directory at any time.
	 */
	public boolean tryMutex() {
		try {
			return this.files.mutex().tryExclusive();
		}
		catch (UncheckedIOException ex) {
			if (ex.getCause() instanceof NoSuchFileException) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Remove the directory, in which nothing is recorded any more. Its locks are held.
	 * They go with it in one step: who tries them from now on makes new ones.
	 */
	public void remove() {
		String removed = REMOVED + RandomId.next();
		this.files.store().move(this.files.directory(), removed);
		this.files.store().deleteDirectory(removed);
	}

	/** Delete what is left where a removal was interrupted. */
	public static void deleteRemoved(Store store) {
		store.list(ResourceFiles.CACHED)
			.stream()
			.map((name) -> ResourceFiles.CACHED + "/" + name)
			.filter((name) -> name.startsWith(REMOVED))
			.forEach(store::deleteDirectory);
	}

	/** How it was used, or {@code null} when that is not known. */
	public @Nullable CachedUsage usage() {
		try {
			byte[] content = this.files.store().read(this.files.directory() + "/usage");
			return (content != null) ? CachedUsage.decode(content) : null;
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// For limits and the account only: nobody goes without a resource because of
			// it
			return null;
		}
	}

	public void writeUsage(CachedUsage usage) {
		try {
			this.files.store().write(this.files.directory() + "/usage", usage.encode());
		}
		catch (UncheckedIOException ex) {
			// As above: it counts as not used for long
		}
	}

	/**
	 * Whether a record of another resource names the recorded generation as one that it
	 * was made with. Nobody uses it, so nobody can make more with it meanwhile.
	 */
	public boolean isNamed() {
		ResourceRecord record = this.files.recorded();
		if (record == null) {
			return false;
		}
		for (String name : this.files.store().list(this.files.directory() + "/dependents")) {
			ResourceFiles dependent = dependent(name);
			if (dependent != null && dependent.isMadeWith(this.files.name(), record.generation())) {
				return true;
			}
			this.files.removeDependent(name);
		}
		return false;
	}

	private @Nullable ResourceFiles dependent(String entry) {
		int end = entry.indexOf(ResourceFiles.IN_SESSION);
		String session = (end < 0) ? this.files.session() : entry.substring(0, end);
		String name = entry.substring(end + 1);
		boolean known = ResourceKey.isName(name) && SessionIdentity.isSessionDirectory(session);
		return known ? new ResourceFiles(this.files.store(), session, ResourceKey.parse(name)) : null;
	}

}
