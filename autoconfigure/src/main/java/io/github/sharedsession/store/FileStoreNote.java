package io.github.sharedsession.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

import io.github.sharedsession.store.FileCheck.RegularFile;
import org.jspecify.annotations.Nullable;

/**
 * A note in a file that stays open, as making and deleting one for each of thousands of
 * changes takes most of their time.
 */
final class FileStoreNote implements StoreNote {

	private static final String CHANNEL = "channel";

	private static final String KEY = "key";

	private final Path file;

	private final FileCheck check;

	private final String entryName;

	FileStoreNote(Path file, FileCheck check) {
		this.file = file;
		this.check = check;
		this.entryName = "note:" + file;
	}

	@Override
	public void overwrite(byte[] content) {
		ConcurrentMap<String, Object> state = JvmRegistry.entry(this.entryName);
		boolean interrupted = Thread.interrupted();
		try {
			synchronized (state) {
				while (!tryOverwrite(state, content)) {
					interrupted |= Thread.interrupted();
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't write " + this.file, ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Return {@code false} when an interrupt has closed the channel.
	 */
	private boolean tryOverwrite(ConcurrentMap<String, Object> state, byte[] content) throws IOException {
		try {
			ByteBuffer buffer = ByteBuffer.wrap(content);
			FileChannel channel = channel(state);
			while (buffer.hasRemaining()) {
				channel.write(buffer, buffer.position());
			}
			return true;
		}
		catch (ClosedByInterruptException ex) {
			return false;
		}
	}

	private FileChannel channel(ConcurrentMap<String, Object> state) throws IOException {
		FileChannel channel = (FileChannel) state.get(CHANNEL);
		if (channel == null || !channel.isOpen() || !hasItsName(state.get(KEY))) {
			if (channel != null) {
				channel.close();
			}
			RegularFile found = this.check.getOrCreate(this.file);
			channel = FileChannel.open(this.file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
			state.put(CHANNEL, channel);
			state.put(KEY, found.key());
		}
		return channel;
	}

	@Override
	public void close() {
		ConcurrentMap<String, Object> state = JvmRegistry.entry(this.entryName);
		synchronized (state) {
			FileChannel channel = (FileChannel) state.remove(CHANNEL);
			if (channel != null) {
				try {
					channel.close();
				}
				catch (IOException ex) {
					// What was written is read or not, as ever
				}
			}
		}
	}

	/** With the session, or by accident, it may have been removed or replaced. */
	private boolean hasItsName(@Nullable Object key) throws IOException {
		return key != null && key.equals(FileCheck.key(this.file));
	}

}
