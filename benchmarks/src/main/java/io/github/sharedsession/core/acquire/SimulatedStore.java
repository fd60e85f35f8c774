package io.github.sharedsession.core.acquire;

import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import io.github.sharedsession.store.StoreNote;
import org.jspecify.annotations.Nullable;

/**
 * A store whose addresses are those of one of several members in this JVM: what a member
 * keeps for its JVM is kept by them.
 */
record SimulatedStore(Store store, int number) implements Store {

	@Override
	public String address(String name) {
		return this.store.address(name) + " of " + this.number;
	}

	@Override
	public StoreLock lock(String name) {
		return this.store.lock(name);
	}

	@Override
	public StoreLock lock(String name, int number) {
		return this.store.lock(name, number);
	}

	@Override
	public StoreNote note(String name) {
		return this.store.note(name);
	}

	@Override
	public byte @Nullable [] read(String name) {
		return this.store.read(name);
	}

	@Override
	public void write(String name, byte[] content) {
		this.store.write(name, content);
	}

	@Override
	public void append(String name, byte[] content) {
		this.store.append(name, content);
	}

	@Override
	public void move(String source, String target) {
		this.store.move(source, target);
	}

	@Override
	public void delete(String name) {
		this.store.delete(name);
	}

	@Override
	public boolean exists(String name) {
		return this.store.exists(name);
	}

	@Override
	public List<String> list(String directory) {
		return this.store.list(directory);
	}

	@Override
	public void createDirectory(String directory) {
		this.store.createDirectory(directory);
	}

	@Override
	public void deleteDirectory(String directory) {
		this.store.deleteDirectory(directory);
	}

	@Override
	public Path createLocalDirectory(String directory) {
		return this.store.createLocalDirectory(directory);
	}

	@Override
	public Path path(String name) {
		return this.store.path(name);
	}

}
