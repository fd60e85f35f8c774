package io.github.sharedsession.store.redis;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.sharedsession.store.MachineFiles;
import io.github.sharedsession.store.RecordLimit;
import io.github.sharedsession.store.RecordName;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import io.github.sharedsession.store.StoreNote;
import org.jspecify.annotations.Nullable;

/**
 * A store in a Redis: each operation is one step of a script. Records are strings,
 * directories are sets of names, locks are hashes of their holders, of which those count
 * that have a lease. What are files by nature lies in a directory of the machine, as do
 * its numbered locks.
 */
public final class RedisStore implements Store {

	/** Where local files are: beside the sessions of other builds, and none of them. */
	private static final String LOCAL = "redis";

	private static final long MOVED_DIRECTORY = 2;

	private final RedisLease lease;

	private final MachineFiles machine;

	private RedisStore(RedisLease lease, MachineFiles machine) {
		this.lease = lease;
		this.machine = machine;
	}

	/**
	 * Open the store on the given server.
	 * @param settings the server
	 * @param directory where the files of this machine are
	 * @param warning takes a text when something needs attention, as the loss of the
	 * lease
	 * @return the store
	 * @throws io.github.sharedsession.SharedSessionStoreException when the server can't
	 * be used
	 */
	public static RedisStore open(RedisSettings settings, Path directory, Consumer<String> warning) {
		MachineFiles machine = MachineFiles.open(directory, LOCAL, warning);
		RedisStore store = new RedisStore(RedisLease.open(settings, warning), machine);
		machine.deleteForgotten(store::exists);
		return store;
	}

	@Override
	public StoreLock lock(String name) {
		return new RedisStoreLock(this.lease, name, address(name));
	}

	@Override
	public StoreLock lock(String name, int number) {
		return this.machine.lock(name, number);
	}

	/** A record of a server has no place to write to. */
	@Override
	public StoreNote note(String name) {
		return (content) -> write(name, content);
	}

	@Override
	public byte @Nullable [] read(String name) {
		return (byte[]) this.lease.ask("Can't read " + address(name), "read", name);
	}

	@Override
	public void write(String name, byte[] content) {
		put("Can't write " + address(name), "write", name, content);
	}

	@Override
	public void append(String name, byte[] content) {
		put("Can't append to " + address(name), "append", name, content);
	}

	private void put(String failure, String change, String name, byte[] content) {
		RecordLimit.check(address(name), content);
		if (this.lease.change(failure, change, name, content) == 0) {
			throw new UncheckedIOException(failure, new NoSuchFileException(address(RecordName.of(name).directory())));
		}
	}

	@Override
	public void move(String source, String target) {
		String failure = "Can't rename " + address(source) + " to " + address(target);
		long moved = this.lease.change(failure, "move", source, target);
		if (moved == 0) {
			throw new UncheckedIOException(failure, new NoSuchFileException(address(source)));
		}
		if (moved == MOVED_DIRECTORY) {
			this.machine.move(source, target);
		}
	}

	@Override
	public void delete(String name) {
		this.lease.change("Can't delete " + address(name), "delete", name);
	}

	@Override
	public boolean exists(String name) {
		return Long.valueOf(1)
			.equals(this.lease.ask("Can't look for " + address(name), "exists", RecordName.withoutSlash(name)));
	}

	@Override
	public List<String> list(String directory) {
		List<?> names = (List<?>) Objects.requireNonNull(
				this.lease.ask("Can't list " + address(directory), "list", RecordName.withoutSlash(directory)));
		return names.stream().map((name) -> new String((byte[]) name, StandardCharsets.UTF_8)).toList();
	}

	@Override
	public void createDirectory(String directory) {
		this.lease.change("Can't make the directory " + address(directory), "create",
				RecordName.withoutSlash(directory));
	}

	@Override
	public void deleteDirectory(String name) {
		String directory = RecordName.withoutSlash(name);
		this.lease.change("Can't delete the directory " + address(directory), "remove", directory);
		this.machine.deleteDirectory(directory);
	}

	@Override
	public Path createLocalDirectory(String directory) {
		return this.machine.createDirectory(directory);
	}

	@Override
	public Path path(String name) {
		return this.machine.path(name);
	}

	@Override
	public String address(String name) {
		return "'" + name + "' in " + this.lease.address();
	}

}
