package io.github.sharedsession.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Members with several class loaders and threads, started when first asked for, and a
 * gate that creations may wait at.
 */
public final class ThreadsOfMembers implements AutoCloseable {

	private final Path directory;

	private final List<MemberProcess> members = new ArrayList<>();

	private long linger;

	public ThreadsOfMembers(Path directory) {
		this.directory = directory;
	}

	public ThreadsOfMembers linger(long millis) {
		this.linger = millis;
		return this;
	}

	public MemberProcess member(int number) {
		while (this.members.size() <= number) {
			this.members.add(MemberProcess.start(ThreadsMain.class,
					List.of(root().toString(), "build", String.valueOf(this.linger))));
		}
		return this.members.get(number);
	}

	public List<MemberProcess> all() {
		return this.members;
	}

	/**
	 * Get a thread.
	 * @param text number of the JVM, class loader and thread, as in {@code 0:1/2}
	 */
	public Place place(String text) {
		String[] parts = text.split(":", -1);
		return new Place(member(Integer.parseInt(parts[0])), parts[1]);
	}

	private Path root() {
		return this.directory.resolve("root");
	}

	public List<String> files() throws IOException {
		try (Stream<Path> files = Files.walk(root())) {
			return files.filter((file) -> !file.equals(root()))
				.map((file) -> root().relativize(file).toString())
				.toList();
		}
	}

	public Path gate() {
		return this.directory.resolve("gate");
	}

	public void openGate() throws IOException {
		Files.createFile(gate());
	}

	@Override
	public void close() {
		this.members.forEach(MemberProcess::close);
	}

	/** A thread of a class loader of a JVM. */
	public record Place(MemberProcess member, String thread) {

		public Place send(String command) {
			this.member.send(this.thread + " " + command);
			return this;
		}

		public String await(String event) {
			return this.member.await(this.thread, List.of(event));
		}

		/** Wait until it waits for a resource. */
		public Place awaitWaiting() {
			this.member.send("waits " + this.thread).await("waits", List.of(this.thread));
			return this;
		}

		public void interrupt() {
			this.member.send("interrupt " + this.thread);
		}

		public String awaitEnd() {
			return this.member.await(this.thread, List.of("acquired", "error", "failed"));
		}

		/** As in {@code acquired <resource> <generation> at <time>}. */
		public String awaitGeneration() {
			String end = awaitEnd();
			assertThat(end).startsWith("acquired");
			return end.split(" ", -1)[2];
		}

	}

}
