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

import io.github.sharedsession.store.FileCheck.RegularFile;
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

	private static final String KEY = "key";

	private static final String LOCK = "lock";

	/** The key of a file that was looked at and is about to be opened. */
	private static final String SEEN = "seen";

	/** Stands for the whole file. */
	private static final int WHOLE = -1;

	/** A file that is replaced more often than that is not replaced by accident. */
	private static final int ATTEMPTS = 5;

	private final Path file;

	private final FileCheck check;

	private final String entryName;

	private final String lockName;

	private final int position;

	FileStoreLock(Path file, FileCheck check) {
		this(file, check, WHOLE);
	}

	/** A lock on one byte, which need not be there. */
	FileStoreLock(Path file, FileCheck check, int position) {
		this.file = file;
		this.check = check;
		this.entryName = "lock:" + file;
		this.position = position;
		this.lockName = (position == WHOLE) ? LOCK : LOCK + position;
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

	/**
	 * A lock counts only if the file still has its name: whoever comes later locks what
	 * has the name then. One that was removed or replaced is locked first, so that its
	 * other holders, if there are any, are noticed.
	 */
	private boolean tryLock(boolean shared) {
		if (isHeld()) {
			throw new IllegalStateException("This JVM already holds " + this.file);
		}
		if (lock() != null) {
			throw FileCheck.refuse(this.file, "it was removed or replaced while this JVM held its lock", null);
		}
		try {
			for (int i = 0; i < ATTEMPTS; i++) {
				FileLock lock = tryLock(channel(), shared);
				if (lock == null) {
					return false;
				}
				if (hasItsName()) {
					state().put(this.lockName, lock);
					return true;
				}
				close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't lock " + this.file, ex);
		}
		throw FileCheck.refuse(this.file, "it is replaced again and again", null);
	}

	private @Nullable FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
		return (this.position == WHOLE) ? channel.tryLock(0L, Long.MAX_VALUE, shared)
				: channel.tryLock(this.position, 1, shared);
	}

	private FileChannel channel() throws IOException {
		FileChannel channel = (FileChannel) state().get(CHANNEL);
		if (channel == null || !channel.isOpen()) {
			channel = open();
			state().put(CHANNEL, channel);
		}
		return channel;
	}

	private FileChannel open() throws IOException {
		Object seen = state().remove(SEEN);
		Object key = (seen != null) ? seen : this.check.getOrCreate(this.file).key();
		FileChannel channel = FileChannel.open(this.file,
				Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
		// The key before, as an open channel does not tell its file: if the name has
		// changed hands meanwhile, the lock is found not to have it
		state().put(KEY, key);
		return channel;
	}

	private boolean hasItsName() throws IOException {
		Object key = state().get(KEY);
		return key != null && key.equals(FileCheck.key(this.file));
	}

	@Override
	public boolean isHeld() {
		try {
			return lock() != null && hasItsName();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't look for " + this.file, ex);
		}
	}

	@Override
	public boolean exists() {
		try {
			RegularFile found = this.check.regularFile(this.file);
			if (found != null) {
				state().put(SEEN, found.key());
			}
			return found != null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't look for " + this.file, ex);
		}
	}

	private @Nullable FileLock lock() {
		return (FileLock) state().get(this.lockName);
	}

	@Override
	public void release() {
		FileLock lock = lock();
		if (lock != null) {
			state().remove(this.lockName);
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
