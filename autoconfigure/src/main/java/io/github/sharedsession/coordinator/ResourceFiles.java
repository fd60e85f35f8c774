package io.github.sharedsession.coordinator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one resource, {@code resources/<definition>/<fingerprint>}: the lock
 * files {@code mutex} and {@code members}, the records {@code value}, {@code intent},
 * {@code failure} and {@code remains/}, the index {@code dependents/}, and {@code files/}
 * with a directory per generation.
 */
final class ResourceFiles {

	private static final String RESOURCES = "/resources";

	private static final int LOG_TAIL_LINES = 20;

	private final Store store;

	private final String session;

	private final ResourceKey key;

	private final String directory;

	ResourceFiles(Store store, String session, ResourceKey key) {
		this.store = store;
		this.session = session;
		this.key = key;
		// One level for each, so that a definition is found without a look at all others
		this.directory = session + RESOURCES + "/" + key.definition() + "/" + key.fingerprint();
	}

	/** All resources of a session. */
	static Stream<ResourceFiles> all(Store store, String session) {
		return store.list(session + RESOURCES)
			.stream()
			.filter(ResourceKey::isDefinition)
			.flatMap((definition) -> ofDefinition(store, session, definition));
	}

	/** The resources of one definition, whatever their fingerprint. */
	static Stream<ResourceFiles> ofDefinition(Store store, String session, ResourceKey key) {
		return ofDefinition(store, session, key.definition());
	}

	private static Stream<ResourceFiles> ofDefinition(Store store, String session, String definition) {
		return store.list(session + RESOURCES + "/" + definition)
			.stream()
			.map((fingerprint) -> definition + "_" + fingerprint)
			.filter(ResourceKey::isName)
			.map((name) -> new ResourceFiles(store, session, ResourceKey.parse(name)));
	}

	ResourceFiles sibling(String name) {
		return new ResourceFiles(this.store, this.session, ResourceKey.parse(name));
	}

	ResourceKey key() {
		return this.key;
	}

	/** The name by which records refer to the resource. */
	String name() {
		return this.key.name();
	}

	Path path() {
		return this.store.path(this.directory);
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
		if (!this.store.exists(this.directory + "/members") && hasRecords()) {
			throw StoreFailure.lockRemoved(this.store.path(this.directory + "/members"));
		}
	}

	/** Whether this JVM holds both locks, and nobody has removed or replaced them. */
	boolean areLocksHeld() {
		return mutex().isHeld() && members().isHeld();
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
		return (content != null) ? ResourceRecord.decode(content, this.store.path(path)) : null;
	}

	void writeValue(ResourceRecord record) {
		this.store.write(this.directory + "/value", record.encode());
	}

	void writeIntent(ResourceRecord record) {
		this.store.write(this.directory + "/intent", record.encode());
	}

	void moveValueToIntent() {
		// Read first: one that is corrupt must not replace an intent that is not
		if (value() != null) {
			this.store.move(this.directory + "/value", this.directory + "/intent");
		}
	}

	void deleteIntent() {
		this.store.delete(this.directory + "/intent");
	}

	void moveIntentToRemains(String generation) {
		this.store.createDirectory(this.directory + "/remains");
		this.store.move(this.directory + "/intent", this.directory + "/remains/" + generation);
	}

	List<String> remains() {
		return this.store.list(this.directory + "/remains").stream().filter(RandomId::isId).toList();
	}

	@Nullable ResourceRecord remains(String generation) {
		return read("remains/" + generation);
	}

	void deleteRemains(String generation) {
		this.store.delete(this.directory + "/remains/" + generation);
	}

	@Nullable FailureRecord failure() {
		byte[] content = this.store.read(this.directory + "/failure");
		return (content != null) ? FailureRecord.decode(content) : null;
	}

	void writeFailure(FailureRecord failure) {
		this.store.write(this.directory + "/failure", failure.encode());
	}

	void deleteFailure() {
		this.store.delete(this.directory + "/failure");
	}

	/** Whether something is recorded that must still be torn down. */
	boolean hasRecords() {
		return this.store.exists(this.directory + "/value") || this.store.exists(this.directory + "/intent")
				|| !remains().isEmpty();
	}

	/** Names of resources that may have a record which names this one. */
	List<String> dependents() {
		return this.store.list(this.directory + "/dependents").stream().filter(ResourceKey::isName).toList();
	}

	void addDependent(String name) {
		this.store.createDirectory(this.directory + "/dependents");
		this.store.append(this.directory + "/dependents/" + name, new byte[0]);
	}

	void removeDependent(String name) {
		this.store.delete(this.directory + "/dependents/" + name);
	}

	Path createGenerationDirectory(String generation) {
		return this.store.createDirectory(this.directory + "/files/" + generation);
	}

	Path log(String generation) {
		return this.store.path(this.directory + "/files/" + generation + "/creation.log");
	}

	/** The last lines of the log, for an error message; empty when there is no log. */
	String tailOfLog(String generation) {
		Path log = log(generation);
		try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
			Deque<String> tail = new ArrayDeque<>();
			lines.forEach((line) -> {
				tail.addLast(line);
				if (tail.size() > LOG_TAIL_LINES) {
					tail.removeFirst();
				}
			});
			return tail.isEmpty() ? "" : System.lineSeparator() + "The end of " + log + ":" + System.lineSeparator()
					+ String.join(System.lineSeparator(), tail).indent(4).stripTrailing();
		}
		catch (IOException | UncheckedIOException ex) {
			return "";
		}
	}

	void deleteGenerationDirectory(String generation) {
		this.store.deleteDirectory(this.directory + "/files/" + generation);
	}

}
