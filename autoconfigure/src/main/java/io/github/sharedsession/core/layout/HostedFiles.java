package io.github.sharedsession.core.layout;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.core.record.RandomId;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * What the directory of a hosted resource has besides others: the record {@code server},
 * what it is {@code on}, {@code requests/} with a file of each fork that wants it, and
 * {@code attempts} to create it.
 */
public final class HostedFiles {

	static final String SERVER = "/server";

	private final ResourceFiles files;

	private final Store store;

	private final String directory;

	public HostedFiles(ResourceFiles files) {
		this.files = files;
		this.store = files.store();
		this.directory = files.directory();
	}

	/**
	 * What a host serves: a value counts only while {@code owner} is held, whatever
	 * {@code members} says. The mutex is held; without it the probe could be in the way
	 * of a host.
	 */
	public @Nullable ResourceRecord served() {
		StoreLock owner = this.files.owner();
		boolean free = owner.tryShared();
		owner.close();
		return free ? null : this.files.value();
	}

	public boolean isServed(ResourceRecord lease) {
		ResourceRecord record = served();
		return record != null && record.generation().equals(lease.generation());
	}

	/** What a host has to start, or {@code null} when the resource is not hosted. */
	public byte @Nullable [] server() {
		return this.store.read(this.directory + SERVER);
	}

	public void writeServer(byte[] server) {
		this.store.write(this.directory + SERVER, server);
	}

	/** What is cached and the server is on top of, each with its generation. */
	public Map<String, String> serverDependencies() {
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

	public void writeServerDependencies(Map<String, String> dependencies) {
		StringBuilder content = new StringBuilder();
		dependencies.forEach((name, generation) -> content.append(name + " " + generation + "\n"));
		this.store.write(this.directory + "/on", content.toString().getBytes(StandardCharsets.UTF_8));
	}

	/** Ask the host of the given class path for the resource. */
	public void writeRequest(Member member, String classPath) {
		this.store.createDirectory(this.directory + "/requests");
		this.store.write(this.directory + "/requests/" + member.id(), classPath.getBytes(StandardCharsets.UTF_8));
	}

	public void deleteRequest(Member member) {
		this.store.delete(this.directory + "/requests/" + member.id());
	}

	public boolean hasRequest(String classPath) {
		return this.store.list(this.directory + "/requests")
			.stream()
			.map((name) -> this.store.read(this.directory + "/requests/" + name))
			.anyMatch((content) -> content != null && classPath.equals(new String(content, StandardCharsets.UTF_8)));
	}

	public void deleteRequests() {
		this.store.list(this.directory + "/requests")
			.forEach((name) -> this.store.delete(this.directory + "/requests/" + name));
	}

	/** How many creations in a row ended with their host. */
	public int brokenCreations() {
		byte[] attempts = this.store.read(this.directory + "/attempts");
		return (attempts != null) ? attempts.length : 0;
	}

	public void creationBegins() {
		this.store.append(this.directory + "/attempts", new byte[1]);
	}

	public void creationEnded() {
		this.store.delete(this.directory + "/attempts");
	}

}
