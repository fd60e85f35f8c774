package io.github.sharedsession.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.sharedsession.Creation;

/**
 * A creation that keeps its checkpoints.
 *
 * @param <V> the shared value
 */
final class TestCreation<V> implements Creation<V> {

	private final Path directory;

	private final Consumer<V> checkpointed;

	private final List<V> checkpoints = new ArrayList<>();

	private final String id = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 11);

	TestCreation(Path parent) throws IOException {
		this(parent, (value) -> {
		});
	}

	TestCreation(Path parent, Consumer<V> checkpointed) throws IOException {
		this.directory = Files.createDirectory(parent.toRealPath().resolve(this.id));
		this.checkpointed = checkpointed;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public Path directory() {
		return this.directory;
	}

	@Override
	public void checkpoint(V value) {
		this.checkpoints.add(value);
		this.checkpointed.accept(value);
	}

	List<V> checkpoints() {
		return this.checkpoints;
	}

	@Override
	public Path log() {
		return this.directory.resolve("log");
	}

	String logContent() throws IOException {
		return Files.readString(log());
	}

}
