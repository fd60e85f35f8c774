package io.github.sharedsession.core.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.github.sharedsession.core.record.FailureRecord;
import io.github.sharedsession.core.record.RandomId;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one resource, {@code resources/<definition>/<fingerprint>}: the lock
 * files {@code mutex} and {@code members}, the records {@code value}, {@code intent},
 * {@code failure} and {@code remains/}, the index {@code dependents/}, and {@code files/}
 * with a directory per generation. One that outlives its session lies in
 * {@code cached/<definition>/<fingerprint>}, has the record {@code usage}, and only its
 * {@code failure} lies in the session. A hosted one also has the lock file {@code owner}.
 */
public final class ResourceFiles {

	static final String CACHED = "cached";

	/** Between the names of a session and of one of its resources. */
	static final char IN_SESSION = '.';

	private final Store store;

	private final String session;

	private final ResourceKey key;

	private final String directory;

	private final String failure;

	public ResourceFiles(Store store, String session, ResourceKey key) {
		this.store = store;
		this.session = session;
		this.key = key;
		String inSession = SessionResources.directory(session, key);
		this.directory = key.cached() ? CACHED + "/" + key.definition() + "/" + key.fingerprint() : inSession;
		this.failure = inSession;
	}

	/**
	 * Whether a record of this resource names a generation of another one.
	 * @param name the other resource
	 */
	public boolean isMadeWith(String name, String generation) {
		ResourceRecord value = value();
		if (value != null && value.dependsOn(name, generation)) {
			return true;
		}
		ResourceRecord intent = intent();
		return intent != null && intent.dependsOn(name, generation);
	}

	public ResourceFiles sibling(String name) {
		return new ResourceFiles(this.store, this.session, ResourceKey.parse(name));
	}

	/** The directory of the session that the resource belongs to, or is used by. */
	public String session() {
		return this.session;
	}

	public ResourceKey key() {
		return this.key;
	}

	/** The name by which records refer to the resource. */
	public String name() {
		return this.key.name();
	}

	public Store store() {
		return this.store;
	}

	/** The name of the directory in the store. */
	public String directory() {
		return this.directory;
	}

	/** Where its files are on this machine. */
	public Path path() {
		return this.store.path(this.directory);
	}

	/** Where it is, for messages. */
	public String address() {
		return this.store.address(this.directory);
	}

	public void create() {
		this.store.createDirectory(this.directory);
	}

	public boolean exists() {
		return this.store.exists(this.directory);
	}

	public StoreLock mutex() {
		return this.store.lock(this.directory + "/mutex");
	}

	public StoreLock members() {
		return this.store.lock(this.directory + "/members");
	}

	/**
	 * Check that the lock of the members has not been removed: it is there before the
	 * first record and goes with the directory. A new one would tell that nobody uses the
	 * resource. To be called with the mutex held, before the lock is tried.
	 */
	public void checkMembers() {
		if (!members().exists() && hasRecords()) {
			throw StoreFailure.lockRemoved(this.store.address(this.directory + "/members"));
		}
	}

	/**
	 * Whether this JVM holds the mutex and what gives it the right to create, and nobody
	 * has removed or replaced them.
	 */
	public boolean areLocksHeld() {
		return mutex().isHeld() && (members().isHeld() || owner().isHeld());
	}

	/** The right to create a hosted resource, held for as long as a host serves it. */
	public StoreLock owner() {
		return this.store.lock(this.directory + "/owner");
	}

	public boolean isHosted() {
		return this.store.exists(this.directory + HostedFiles.SERVER);
	}

	public @Nullable ResourceRecord value() {
		return read("value");
	}

	public @Nullable ResourceRecord intent() {
		return read("intent");
	}

	/** What is recorded of a generation that was published or at least begun. */
	public @Nullable ResourceRecord recorded() {
		ResourceRecord value = value();
		return (value != null) ? value : intent();
	}

	private @Nullable ResourceRecord read(String file) {
		String path = this.directory + "/" + file;
		byte[] content = this.store.read(path);
		return (content != null) ? ResourceRecord.decode(content, this.store.address(path)) : null;
	}

	public void writeValue(ResourceRecord record) {
		this.store.write(this.directory + "/value", record.encode());
	}

	public void writeIntent(ResourceRecord record) {
		this.store.write(this.directory + "/intent", record.encode());
	}

	public void moveValueToIntent() {
		this.store.move(this.directory + "/value", this.directory + "/intent");
	}

	public void deleteIntent() {
		this.store.delete(this.directory + "/intent");
	}

	public void moveIntentToRemains(String generation) {
		this.store.createDirectory(this.directory + "/remains");
		this.store.move(this.directory + "/intent", this.directory + "/remains/" + generation);
	}

	public List<String> remains() {
		List<String> names = listRare("/remains");
		return names.isEmpty() ? names : names.stream().filter(RandomId::isId).toList();
	}

	/** To list looks at all parents, for what is hardly ever there. */
	private List<String> listRare(String directory) {
		String path = this.directory + directory;
		return this.store.exists(path) ? this.store.list(path) : List.of();
	}

	public @Nullable ResourceRecord remains(String generation) {
		return read("remains/" + generation);
	}

	public void deleteRemains(String generation) {
		this.store.delete(this.directory + "/remains/" + generation);
	}

	public @Nullable FailureRecord failure() {
		byte[] content = this.store.read(this.failure + "/failure");
		return (content != null) ? FailureRecord.decode(content) : null;
	}

	public void writeFailure(FailureRecord failure) {
		if (this.key.cached()) {
			this.store.createDirectory(this.failure);
		}
		this.store.write(this.failure + "/failure", failure.encode());
	}

	public void deleteFailure() {
		this.store.delete(this.failure + "/failure");
	}

	/** Since when {@code value} or {@code intent} is as it is. */
	public @Nullable Instant recordedSince() {
		Instant value = lastModified(this.store.path(this.directory + "/value"));
		return (value != null) ? value : lastModified(this.store.path(this.directory + "/intent"));
	}

	public static @Nullable Instant lastModified(Path file) {
		try {
			return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
		}
		catch (IOException ex) {
			return null;
		}
	}

	/** Whether something is recorded that must still be torn down. */
	public boolean hasRecords() {
		return this.store.exists(this.directory + "/value") || this.store.exists(this.directory + "/intent")
				|| !remains().isEmpty();
	}

	/** Whether the resource was made with a directory of its own. */
	public boolean hasGenerationDirectory(String generation) {
		return this.store.exists(this.directory + "/files/" + generation);
	}

	/** Names of resources that may have a record which names this one. */
	public List<String> dependents() {
		return listRare("/dependents").stream().filter(ResourceKey::isName).toList();
	}

	public void addDependent(ResourceFiles dependent) {
		boolean ofSession = this.key.cached() && !dependent.key().cached();
		this.store.createDirectory(this.directory + "/dependents");
		this.store.append(this.directory + "/dependents/" + (ofSession ? dependent.session() + IN_SESSION : "")
				+ dependent.name(), new byte[0]);
	}

	public void removeDependent(String name) {
		this.store.delete(this.directory + "/dependents/" + name);
	}

	public Path createGenerationDirectory(String generation) {
		return this.store.createLocalDirectory(this.directory + "/files/" + generation);
	}

	public Path log(String generation) {
		return this.store.path(this.directory + "/files/" + generation + "/creation.log");
	}

	/** The last lines of the log, for an error message; empty when there is no log. */
	public String tailOfLog(String generation) {
		return LogTail.of(log(generation));
	}

	public void deleteGenerationDirectory(String generation) {
		this.store.deleteDirectory(this.directory + "/files/" + generation);
	}

}
