package io.github.sharedsession.core;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import io.github.sharedsession.store.StoreNote;
import org.jspecify.annotations.Nullable;

/**
 * A store that lets a test have a look, or throw, before each step that needs space on
 * the disk.
 */
public class DecoratedStore implements Store {

	private final Store store;

	private final Consumer<String> beforeWrite;

	public DecoratedStore(Store store, Consumer<String> beforeWrite) {
		this.store = store;
		this.beforeWrite = beforeWrite;
	}

	private void beforeWrite(String name) {
		this.beforeWrite.accept(this.store.address(name));
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
		StoreNote note = this.store.note(name);
		return new StoreNote() {

			@Override
			public void overwrite(byte[] content) {
				beforeWrite(name);
				note.overwrite(content);
			}

			@Override
			public void close() {
				note.close();
			}

		};
	}

	@Override
	public byte @Nullable [] read(String name) {
		return this.store.read(name);
	}

	@Override
	public void write(String name, byte[] content) {
		beforeWrite(name);
		this.store.write(name, content);
	}

	@Override
	public void append(String name, byte[] content) {
		beforeWrite(name);
		this.store.append(name, content);
	}

	@Override
	public void move(String source, String target) {
		beforeWrite(target);
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
	public boolean hasSingleDirectory(String directory) {
		return this.store.hasSingleDirectory(directory);
	}

	@Override
	public List<String> list(String directory) {
		return this.store.list(directory);
	}

	@Override
	public void createDirectory(String directory) {
		beforeWrite(directory);
		this.store.createDirectory(directory);
	}

	@Override
	public Path createLocalDirectory(String directory) {
		beforeWrite(directory);
		return this.store.createLocalDirectory(directory);
	}

	@Override
	public String address(String name) {
		return this.store.address(name);
	}

	@Override
	public Path path(String name) {
		return this.store.path(name);
	}

	@Override
	public void deleteDirectory(String directory) {
		this.store.deleteDirectory(directory);
	}

}
