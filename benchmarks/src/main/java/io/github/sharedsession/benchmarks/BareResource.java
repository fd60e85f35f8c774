package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The floor of a resource in files: the locks are taken and the files written that no
 * protocol of this kind can do without, with nothing in between, nothing checked, and no
 * regard for crashes.
 */
public final class BareResource {

	/** As long as the record of a small shared value. */
	private static final byte[] VALUE = "x".repeat(400).getBytes(StandardCharsets.UTF_8);

	private final Path directory;

	private @Nullable FileChannel members;

	/**
	 * A resource that is not there yet.
	 * @param directory its directory
	 */
	public BareResource(Path directory) {
		this.directory = directory;
	}

	/**
	 * Have the value as the last of many may: the first who gets the lock creates it.
	 * @param creationMillis how long that takes
	 * @return the value
	 * @throws IOException when that fails
	 * @throws InterruptedException when the thread is interrupted
	 */
	public byte[] handOver(long creationMillis) throws IOException, InterruptedException {
		Path value = this.directory.resolve("value");
		try (FileChannel channel = open("mutex")) {
			FileLock lock = channel.tryLock();
			while (lock == null) {
				TimeUnit.MILLISECONDS.sleep(1);
				lock = channel.tryLock();
			}
			if (Files.exists(value)) {
				return Files.readAllBytes(value);
			}
			SlowCreation.run(creationMillis);
			publish("value");
			return VALUE;
		}
	}

	/**
	 * Make the directory and the value, and stay a member.
	 * @throws IOException when that fails
	 */
	public void create() throws IOException {
		Files.createDirectories(this.directory);
		FileChannel mutex = lock("mutex", false);
		FileChannel members = open("members");
		FileLock alone = members.tryLock();
		publish("intent");
		publish("value");
		Files.delete(this.directory.resolve("intent"));
		alone.release();
		tryLock(members, true);
		this.members = members;
		mutex.close();
	}

	/**
	 * Read the value of a resource that is there, and become a member.
	 * @return the value
	 * @throws IOException when that fails
	 */
	public byte[] join() throws IOException {
		FileChannel mutex = lock("mutex", false);
		this.members = lock("members", true);
		byte[] value = Files.readAllBytes(this.directory.resolve("value"));
		mutex.close();
		return value;
	}

	/**
	 * Be a member no longer, while there may be others.
	 * @throws IOException when that fails
	 */
	public void leave() throws IOException {
		FileChannel mutex = lock("mutex", false);
		// Gives the lock back
		members().close();
		mutex.close();
	}

	/**
	 * Be a member no longer, and forget the value.
	 * @throws IOException when that fails
	 */
	public void destroy() throws IOException {
		FileChannel mutex = lock("mutex", false);
		Path intent = this.directory.resolve("intent");
		Files.move(this.directory.resolve("value"), intent, StandardCopyOption.ATOMIC_MOVE);
		Files.delete(intent);
		members().close();
		mutex.close();
	}

	private FileChannel members() {
		FileChannel channel = this.members;
		if (channel == null) {
			throw new IllegalStateException("No member");
		}
		return channel;
	}

	private void publish(String name) throws IOException {
		Path temporary = this.directory.resolve(name + ".tmp");
		Files.write(temporary, VALUE);
		Files.move(temporary, this.directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
	}

	private FileChannel lock(String name, boolean shared) throws IOException {
		FileChannel channel = open(name);
		tryLock(channel, shared);
		return channel;
	}

	private static void tryLock(FileChannel channel, boolean shared) throws IOException {
		if (channel.tryLock(0, Long.MAX_VALUE, shared) == null) {
			throw new IOException("Somebody else has the lock");
		}
	}

	private FileChannel open(String name) throws IOException {
		return FileChannel.open(this.directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
	}

}
