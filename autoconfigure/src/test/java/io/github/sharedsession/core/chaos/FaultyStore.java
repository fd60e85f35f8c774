package io.github.sharedsession.core.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import io.github.sharedsession.store.StoreNote;
import org.jspecify.annotations.Nullable;

/**
 * A store that passes a named point before and after each operation, one at each that
 * changes nothing, and one in the middle of those that are not atomic.
 */
final class FaultyStore implements Store {

	private final Store delegate;

	private final Faults faults;

	private final boolean halfSteps;

	/**
	 * Decorate a store.
	 * @param halfSteps whether an operation that is no single one of the operating system
	 * can be left half done
	 */
	FaultyStore(Store delegate, Faults faults, boolean halfSteps) {
		this.delegate = delegate;
		this.faults = faults;
		this.halfSteps = halfSteps;
	}

	@Override
	public StoreLock lock(String name) {
		return new FaultyLock(this.delegate.lock(name), name);
	}

	@Override
	public StoreLock lock(String name, int number) {
		return this.delegate.lock(name, number);
	}

	@Override
	public String address(String name) {
		return this.delegate.address(name);
	}

	@Override
	public Path path(String name) {
		return this.delegate.path(name);
	}

	@Override
	public StoreNote note(String name) {
		StoreNote note = this.delegate.note(name);
		return new StoreNote() {

			@Override
			public void overwrite(byte[] content) {
				pass(role(name) + ".note", () -> note.overwrite(content));
			}

			@Override
			public void close() {
				note.close();
			}

		};
	}

	@Override
	public byte @Nullable [] read(String name) {
		return look(role(name) + ".read", () -> this.delegate.read(name));
	}

	@Override
	public void write(String name, byte[] content) {
		String step = role(name) + ".write";
		dieHalfWay(step, () -> Files.write(this.delegate.path(name + ".halfway.tmp"),
				Arrays.copyOf(content, content.length / 2)));
		pass(step, () -> this.delegate.write(name, content));
	}

	@Override
	public void append(String name, byte[] content) {
		String step = role(name) + ".append";
		dieHalfWay(step, () -> Files.write(this.delegate.path(name), Arrays.copyOf(content, content.length / 2),
				StandardOpenOption.CREATE, StandardOpenOption.APPEND));
		pass(step, () -> this.delegate.append(name, content));
	}

	@Override
	public void move(String source, String target) {
		pass(role(source) + "->" + role(target), () -> this.delegate.move(source, target));
	}

	@Override
	public void delete(String name) {
		pass(role(name) + ".delete", () -> this.delegate.delete(name));
	}

	@Override
	public boolean exists(String name) {
		return look(role(name) + ".exists", () -> this.delegate.exists(name));
	}

	@Override
	public boolean hasSingleDirectory(String directory) {
		return look(role(directory) + ".count", () -> this.delegate.hasSingleDirectory(directory));
	}

	@Override
	public List<String> list(String directory) {
		return look(role(directory) + ".list", () -> this.delegate.list(directory));
	}

	@Override
	public void createDirectory(String directory) {
		dieBeforeLastPart(directory);
		pass(creating(directory), () -> this.delegate.createDirectory(directory));
	}

	@Override
	public Path createLocalDirectory(String directory) {
		dieBeforeLastPart(directory);
		return pass(creating(directory), () -> this.delegate.createLocalDirectory(directory));
	}

	private static String creating(String directory) {
		return role(directory) + ".createDirectory";
	}

	private void dieBeforeLastPart(String directory) {
		if (!this.delegate.exists(directory)) {
			dieHalfWay(creating(directory), () -> this.delegate.createDirectory(parent(directory)));
		}
	}

	@Override
	public void deleteDirectory(String directory) {
		String step = role(directory) + ".deleteDirectory";
		if (this.delegate.exists(directory)) {
			dieHalfWay(step, () -> deleteHalf(this.delegate.path(directory)));
		}
		pass(step, () -> this.delegate.deleteDirectory(directory));
	}

	private static String parent(String name) {
		return name.substring(0, Math.max(0, name.lastIndexOf('/')));
	}

	private static void deleteHalf(Path directory) throws IOException {
		List<Path> files;
		try (Stream<Path> stream = Files.walk(directory)) {
			files = stream.sorted(Comparator.reverseOrder()).toList();
		}
		for (Path file : files.subList(0, files.size() / 2)) {
			Files.deleteIfExists(file);
		}
	}

	private void dieHalfWay(String step, HalfStep halfStep) {
		if (!this.halfSteps) {
			return;
		}
		String point = ProtocolPhase.current() + ": in " + step;
		if (this.faults.isDue(point)) {
			try {
				if (this.faults.areDeadly()) {
					halfStep.run();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.faults.strike(point);
		}
	}

	/** Changes nothing, so that before it and after it are the same. */
	private <T extends @Nullable Object> T look(String step, Supplier<T> operation) {
		this.faults.at(ProtocolPhase.current() + ": at " + step);
		return operation.get();
	}

	private <T extends @Nullable Object> T pass(String step, Supplier<T> operation) {
		String phase = ProtocolPhase.current();
		this.faults.at(phase + ": before " + step);
		T result = operation.get();
		this.faults.at(phase + ": after " + step);
		return result;
	}

	private void pass(String step, Runnable operation) {
		this.<@Nullable Object>pass(step, () -> {
			operation.run();
			return null;
		});
	}

	/** What a file is for, whatever its session and resource. */
	static String role(String name) {
		// As deep as those of sessions
		String[] parts = name.replaceFirst("^cached/(?!removed-)", "cached/resources/").split("/", -1);
		if (parts.length == 1) {
			return name.isEmpty() ? "root"
					: name.equals("lock") ? "root.lock" : name.equals("cached") ? name : "session";
		}
		if (!parts[1].equals("resources")) {
			return parts[1].startsWith("removed-") ? "removed" : "session." + parts[1];
		}
		return switch (parts.length) {
			case 2 -> "resources";
			case 3 -> "definition";
			case 4 -> "resource";
			default -> parts[4];
		};
	}

	private interface HalfStep {

		void run() throws IOException;

	}

	private final class FaultyLock implements StoreLock {

		private final StoreLock lock;

		private final String role;

		private final String name;

		FaultyLock(StoreLock lock, String name) {
			this.lock = lock;
			this.name = name;
			this.role = role(name);
		}

		@Override
		public boolean tryExclusive() {
			return attempt(".tryExclusive", this.lock::tryExclusive);
		}

		@Override
		public boolean tryShared() {
			return attempt(".tryShared", this.lock::tryShared);
		}

		private boolean attempt(String step, Supplier<Boolean> attempt) {
			String phase = ProtocolPhase.current();
			FaultyStore.this.faults.at(phase + ": before " + this.role + step);
			boolean taken = attempt.get();
			if (taken) {
				FaultyStore.this.faults.holds(this.name, this.lock);
			}
			FaultyStore.this.faults
				.at(phase + ": after " + this.role + step + (taken ? " was granted" : " was refused"));
			return taken;
		}

		private void giveBack(Runnable operation) {
			operation.run();
			FaultyStore.this.faults.holds(this.name, null);
		}

		@Override
		public boolean isHeld() {
			return this.lock.isHeld();
		}

		@Override
		public boolean exists() {
			return look(this.role + ".exists", this.lock::exists);
		}

		@Override
		public void release() {
			pass(this.role + ".release", () -> giveBack(this.lock::release));
		}

		@Override
		public void close() {
			pass(this.role + ".close", () -> giveBack(this.lock::close));
		}

	}

}
