package io.github.sharedsession.coordinator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one resource, {@code resources/<definition>/<fingerprint>}: the lock
 * files {@code mutex} and {@code members}, the records {@code value}, {@code intent},
 * {@code failure} and {@code remains/}, the index {@code dependents/}, and {@code files/}
 * with a directory per generation. One that outlives its session lies in
 * {@code cached/<definition>/<fingerprint>}, has the record {@code usage}, and only its
 * {@code failure} lies in the session. A hosted one also has the lock file {@code owner},
 * the record {@code server}, what it is {@code on}, and {@code requests/} with a file of
 * each fork that wants it.
 */
final class ResourceFiles {

	private static final String RESOURCES = "/resources";

	static final String CACHED = "cached";

	/** Between the names of a session and of one of its resources. */
	static final char IN_SESSION = '.';

	private final Store store;

	private final String session;

	private final ResourceKey key;

	private final String directory;

	private final String failure;

	ResourceFiles(Store store, String session, ResourceKey key) {
		this.store = store;
		this.session = session;
		this.key = key;
		// One level for each, so that a definition is found without a look at all others
		String inSession = session + RESOURCES + "/" + key.definition() + "/" + key.fingerprint();
		this.directory = key.cached() ? CACHED + "/" + key.definition() + "/" + key.fingerprint() : inSession;
		this.failure = inSession;
	}

	/** All resources of a session. */
	static List<ResourceFiles> all(Store store, String session) {
		List<ResourceFiles> all = new ArrayList<>();
		for (String definition : store.list(session + RESOURCES)) {
			if (ResourceKey.isDefinition(definition)) {
				all.addAll(ofDefinition(store, session, definition));
			}
		}
		return all;
	}

	/** Whether something is recorded in a session that must still be torn down. */
	static boolean haveRecords(Store store, String session) {
		for (ResourceFiles files : all(store, session)) {
			if (files.hasRecords()) {
				return true;
			}
		}
		return false;
	}

	/** Let all be created again that could not be. */
	static void deleteFailures(Store store, String session) {
		for (ResourceFiles files : all(store, session)) {
			files.deleteFailure();
		}
	}

	/** Whether a session has, or had, resources of one definition. */
	static boolean hasDefinition(Store store, String session, ResourceKey key) {
		return store.exists(session + RESOURCES + "/" + key.definition());
	}

	/** The resources of one definition, whatever their fingerprint. */
	static List<ResourceFiles> ofDefinition(Store store, String session, ResourceKey key) {
		return ofDefinition(store, session, key.definition());
	}

	private static List<ResourceFiles> ofDefinition(Store store, String session, String definition) {
		List<ResourceFiles> all = new ArrayList<>();
		for (String fingerprint : store.list(session + RESOURCES + "/" + definition)) {
			String name = definition + "_" + fingerprint;
			if (ResourceKey.isName(name)) {
				all.add(new ResourceFiles(store, session, ResourceKey.parse(name)));
			}
		}
		return all;
	}

	/**
	 * The session's other resources of the definition. Hardly ever are there any.
	 */
	List<ResourceFiles> others() {
		String definition = this.session + RESOURCES + "/" + this.key.definition();
		// What is cached may have been of the session before
		boolean own = !this.key.cached() && exists();
		if (own ? this.store.hasSingleDirectory(definition) : !this.store.exists(definition)) {
			return List.of();
		}
		List<ResourceFiles> others = ofDefinition(this.store, this.session, this.key);
		// Not the keys: a record's first equals() costs a fresh JVM tens of milliseconds
		others.removeIf((files) -> files.name().equals(name()));
		return others;
	}

	ResourceFiles sibling(String name) {
		return new ResourceFiles(this.store, this.session, ResourceKey.parse(name));
	}

	/** The directory of the session that the resource belongs to, or is used by. */
	String session() {
		return this.session;
	}

	ResourceKey key() {
		return this.key;
	}

	/** The name by which records refer to the resource. */
	String name() {
		return this.key.name();
	}

	Store store() {
		return this.store;
	}

	/** The name of the directory in the store. */
	String directory() {
		return this.directory;
	}

	/** Where its files are on this machine. */
	Path path() {
		return this.store.path(this.directory);
	}

	/** Where it is, for messages. */
	String address() {
		return this.store.address(this.directory);
	}

	void create() {
		this.store.createDirectory(this.directory);
	}

	boolean exists() {
		return this.store.exists(this.directory);
	}

	StoreLock mutex() {
		return this.store.lock(this.directory + "/mutex");
	}

	StoreLock members() {
		return this.store.lock(this.directory + "/members");
	}

	/**
	 * Check that the lock of the members has not been removed: it is there before the
	 * first record and goes with the directory. A new one would tell that nobody uses the
	 * resource. To be called with the mutex held, before the lock is tried.
	 */
	void checkMembers() {
		if (!members().exists() && hasRecords()) {
			throw StoreFailure.lockRemoved(this.store.address(this.directory + "/members"));
		}
	}

	/**
	 * Whether this JVM holds the mutex and what gives it the right to create, and nobody
	 * has removed or replaced them.
	 */
	boolean areLocksHeld() {
		return mutex().isHeld() && (members().isHeld() || owner().isHeld());
	}

	/** The right to create a hosted resource, held for as long as a host serves it. */
	StoreLock owner() {
		return this.store.lock(this.directory + "/owner");
	}

	/**
	 * What a host serves: a value counts only while {@code owner} is held, whatever
	 * {@code members} says. The mutex is held; without it the probe could be in the way
	 * of a host.
	 */
	@Nullable ResourceRecord served() {
		StoreLock owner = owner();
		boolean free = owner.tryShared();
		owner.close();
		return free ? null : value();
	}

	boolean isServed(ResourceRecord lease) {
		ResourceRecord record = served();
		return record != null && record.generation().equals(lease.generation());
	}

	boolean isHosted() {
		return this.store.exists(this.directory + "/server");
	}

	/** What a host has to start, or {@code null} when the resource is not hosted. */
	byte @Nullable [] server() {
		return this.store.read(this.directory + "/server");
	}

	void writeServer(byte[] server) {
		this.store.write(this.directory + "/server", server);
	}

	/** What is cached and the server is on top of, each with its generation. */
	Map<String, String> serverDependencies() {
		byte[] content = this.store.read(this.directory + "/on");
		Map<String, String> dependencies = new TreeMap<>();
		if (content != null) {
			new String(content, StandardCharsets.UTF_8).lines().map((line) -> line.split(" ", -1)).forEach((parts) -> {
				if (parts.length == 2 && ResourceKey.isName(parts[0]) && RandomId.isId(parts[1])) {
					dependencies.put(parts[0], parts[1]);
				}
			});
		}
		return dependencies;
	}

	void writeServerDependencies(Map<String, String> dependencies) {
		StringBuilder content = new StringBuilder();
		dependencies.forEach((name, generation) -> content.append(name + " " + generation + "\n"));
		this.store.write(this.directory + "/on", content.toString().getBytes(StandardCharsets.UTF_8));
	}

	/** Ask the host of the given class path for the resource. */
	void writeRequest(Member member, String classPath) {
		this.store.createDirectory(this.directory + "/requests");
		this.store.write(this.directory + "/requests/" + member.id(), classPath.getBytes(StandardCharsets.UTF_8));
	}

	void deleteRequest(Member member) {
		this.store.delete(this.directory + "/requests/" + member.id());
	}

	boolean hasRequest(String classPath) {
		return this.store.list(this.directory + "/requests")
			.stream()
			.map((name) -> this.store.read(this.directory + "/requests/" + name))
			.anyMatch((content) -> content != null && classPath.equals(new String(content, StandardCharsets.UTF_8)));
	}

	void deleteRequests() {
		this.store.list(this.directory + "/requests")
			.forEach((name) -> this.store.delete(this.directory + "/requests/" + name));
	}

	/** How many creations in a row ended with their host. */
	int brokenCreations() {
		byte[] attempts = this.store.read(this.directory + "/attempts");
		return (attempts != null) ? attempts.length : 0;
	}

	void creationBegins() {
		this.store.append(this.directory + "/attempts", new byte[1]);
	}

	void creationEnded() {
		this.store.delete(this.directory + "/attempts");
	}

	@Nullable ResourceRecord value() {
		return read("value");
	}

	@Nullable ResourceRecord intent() {
		return read("intent");
	}

	/** What is recorded of a generation that was published or at least begun. */
	@Nullable ResourceRecord recorded() {
		ResourceRecord value = value();
		return (value != null) ? value : intent();
	}

	private @Nullable ResourceRecord read(String file) {
		String path = this.directory + "/" + file;
		byte[] content = this.store.read(path);
		return (content != null) ? ResourceRecord.decode(content, this.store.address(path)) : null;
	}

	void writeValue(ResourceRecord record) {
		this.store.write(this.directory + "/value", record.encode());
	}

	void writeIntent(ResourceRecord record) {
		this.store.write(this.directory + "/intent", record.encode());
	}

	void moveValueToIntent() {
		this.store.move(this.directory + "/value", this.directory + "/intent");
	}

	void deleteIntent() {
		this.store.delete(this.directory + "/intent");
	}

	void moveIntentToRemains(String generation) {
		this.store.createDirectory(this.directory + "/remains");
		this.store.move(this.directory + "/intent", this.directory + "/remains/" + generation);
	}

	List<String> remains() {
		List<String> names = listRare("/remains");
		return names.isEmpty() ? names : names.stream().filter(RandomId::isId).toList();
	}

	/** To list looks at all parents, for what is hardly ever there. */
	private List<String> listRare(String directory) {
		String path = this.directory + directory;
		return this.store.exists(path) ? this.store.list(path) : List.of();
	}

	@Nullable ResourceRecord remains(String generation) {
		return read("remains/" + generation);
	}

	void deleteRemains(String generation) {
		this.store.delete(this.directory + "/remains/" + generation);
	}

	@Nullable FailureRecord failure() {
		byte[] content = this.store.read(this.failure + "/failure");
		return (content != null) ? FailureRecord.decode(content) : null;
	}

	void writeFailure(FailureRecord failure) {
		if (this.key.cached()) {
			this.store.createDirectory(this.failure);
		}
		this.store.write(this.failure + "/failure", failure.encode());
	}

	void deleteFailure() {
		this.store.delete(this.failure + "/failure");
	}

	/** Since when {@code value} or {@code intent} is as it is. */
	@Nullable Instant recordedSince() {
		Instant value = lastModified(this.store.path(this.directory + "/value"));
		return (value != null) ? value : lastModified(this.store.path(this.directory + "/intent"));
	}

	static @Nullable Instant lastModified(Path file) {
		try {
			return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
		}
		catch (IOException ex) {
			return null;
		}
	}

	/** Drop all that is recorded in a session. */
	static void deleteAll(Store store, String session) {
		store.deleteDirectory(session + RESOURCES);
	}

	/** Whether something is recorded that must still be torn down. */
	boolean hasRecords() {
		return this.store.exists(this.directory + "/value") || this.store.exists(this.directory + "/intent")
				|| !remains().isEmpty();
	}

	/** Whether the resource was made with a directory of its own. */
	boolean hasGenerationDirectory(String generation) {
		return this.store.exists(this.directory + "/files/" + generation);
	}

	/** Names of resources that may have a record which names this one. */
	List<String> dependents() {
		return listRare("/dependents").stream().filter(ResourceKey::isName).toList();
	}

	void addDependent(ResourceFiles dependent) {
		boolean ofSession = this.key.cached() && !dependent.key().cached();
		this.store.createDirectory(this.directory + "/dependents");
		this.store.append(this.directory + "/dependents/" + (ofSession ? dependent.session() + IN_SESSION : "")
				+ dependent.name(), new byte[0]);
	}

	void removeDependent(String name) {
		this.store.delete(this.directory + "/dependents/" + name);
	}

	Path createGenerationDirectory(String generation) {
		return this.store.createLocalDirectory(this.directory + "/files/" + generation);
	}

	Path log(String generation) {
		return this.store.path(this.directory + "/files/" + generation + "/creation.log");
	}

	/** The last lines of the log, for an error message; empty when there is no log. */
	String tailOfLog(String generation) {
		return LogTail.of(log(generation));
	}

	void deleteGenerationDirectory(String generation) {
		this.store.deleteDirectory(this.directory + "/files/" + generation);
	}

}
