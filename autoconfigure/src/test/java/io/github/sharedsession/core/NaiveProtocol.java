package io.github.sharedsession.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import io.github.sharedsession.core.layout.BackOff;
import io.github.sharedsession.core.record.RandomId;

/**
 * What a team writes by hand: a lock file against the other forks, a lock against the
 * other threads, and a file that counts the users. It holds as long as there is one class
 * loader: the failed attempt of a second one closes a channel, which drops the lock of
 * the first.
 */
final class NaiveProtocol implements MatrixProtocol {

	private final Path directory;

	private final Ledger ledger;

	private final ReentrantLock threads = new ReentrantLock();

	NaiveProtocol(Path directory, Ledger ledger) {
		this.directory = directory;
		this.ledger = ledger;
	}

	@Override
	public Lease acquire(String resource, Duration timeout) {
		String state = locked(resource, (before) -> {
			if (!before.isEmpty()) {
				return (users(before) + 1) + " " + generation(before);
			}
			String generation = RandomId.next();
			this.ledger.create(resource, generation);
			return "1 " + generation;
		});
		String generation = generation(state);
		return new Lease() {

			@Override
			public String generation() {
				return generation;
			}

			@Override
			public void close() {
				release(resource);
			}

		};
	}

	private void release(String resource) {
		locked(resource, (before) -> {
			if (users(before) > 1) {
				return (users(before) - 1) + " " + generation(before);
			}
			this.ledger.destroy(resource, generation(before));
			return "";
		});
	}

	private static int users(String state) {
		return state.isEmpty() ? 0 : Integer.parseInt(state.split(" ", -1)[0]);
	}

	private static String generation(String state) {
		return state.isEmpty() ? "none" : state.split(" ", -1)[1];
	}

	private String locked(String resource, UnaryOperator<String> change) {
		BackOff backOff = new BackOff();
		while (true) {
			this.threads.lock();
			try (FileChannel channel = FileChannel.open(this.directory.resolve(resource + ".lock"),
					StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
				if (lock != null) {
					return change(this.directory.resolve(resource + ".state"), change);
				}
			}
			catch (OverlappingFileLockException ex) {
				// Somebody else in this JVM has it
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			finally {
				this.threads.unlock();
			}
			backOff.pauseUninterruptibly();
		}
	}

	private static String change(Path state, UnaryOperator<String> change) throws IOException {
		String after = change.apply(Files.exists(state) ? Files.readString(state) : "");
		Path temporary = Files.createTempFile(state.getParent(), "state", ".tmp");
		Files.writeString(temporary, after);
		Files.move(temporary, state, StandardCopyOption.ATOMIC_MOVE);
		return after;
	}

}
