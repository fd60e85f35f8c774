package io.github.sharedsession.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * A lock on a file. Its channel and lock are kept in the {@link JvmRegistry}, so that all
 * class loaders use the same: closing any other descriptor of the file would drop the
 * lock. For the same reason the file is never read. Polled, never waited for: a blocking
 * lock has no time limit, is ended by an interrupt together with its channel, and raises
 * false deadlocks between threads.
 */
final class FileStoreLock implements StoreLock {

	private static final String CHANNEL = "channel";

	private static final String LOCK = "lock";

	private final Path file;

	private final String entryName;

	FileStoreLock(Path file) {
		this.file = file;
		this.entryName = "lock:" + file;
	}

	/** Looked up each time: it is another one once a lock has been closed. */
	private ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(this.entryName);
	}

	@Override
	public boolean tryExclusive() {
		return tryLock(false);
	}

	@Override
	public boolean tryShared() {
		return tryLock(true);
	}

	private boolean tryLock(boolean shared) {
		if (isHeld()) {
			throw new IllegalStateException("This JVM already holds " + this.file);
		}
		try {
			FileLock lock = channel().tryLock(0L, Long.MAX_VALUE, shared);
			if (lock == null) {
				return false;
			}
			state().put(LOCK, lock);
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't lock " + this.file, ex);
		}
	}

	private FileChannel channel() throws IOException {
		FileChannel channel = (FileChannel) state().get(CHANNEL);
		if (channel == null || !channel.isOpen()) {
			channel = FileChannel.open(this.file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ,
					StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), RootDirectory.FILE_PERMISSIONS);
			state().put(CHANNEL, channel);
		}
		return channel;
	}

	@Override
	public boolean isHeld() {
		return lock() != null;
	}

	private @Nullable FileLock lock() {
		return (FileLock) state().get(LOCK);
	}

	@Override
	public void release() {
		FileLock lock = lock();
		if (lock != null) {
			state().remove(LOCK);
			try {
				lock.release();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Can't release " + this.file, ex);
			}
		}
	}

	@Override
	public void close() {
		FileChannel channel = (FileChannel) state().get(CHANNEL);
		JvmRegistry.remove(this.entryName);
		if (channel != null) {
			try {
				channel.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Can't close " + this.file, ex);
			}
		}
	}

}
