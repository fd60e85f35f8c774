package io.github.sharedsession.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sharedsession.core.model.Operation;
import io.github.sharedsession.core.model.Outcome;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import io.github.sharedsession.store.StoreNote;
import org.jspecify.annotations.Nullable;

/**
 * A store that tells a {@link ProtocolRecorder} what is done to the files of resources,
 * and to the locks of sessions.
 */
final class RecordingStore implements Store {

	private static final Pattern RESOURCE_FILE = Pattern
		.compile("((?:[^/]+/resources|cached)/[^/]+/[^/]+)/([a-z]+)(?:/.*)?");

	private static final Pattern CACHED = Pattern.compile("cached/[^/]+_[^/]+/[^/]+");

	private final Store delegate;

	private final ProtocolRecorder recorder;

	/** Names of locks, also of those whose file has been removed meanwhile. */
	private final Set<String> held = ConcurrentHashMap.newKeySet();

	RecordingStore(Store delegate, ProtocolRecorder recorder) {
		this.delegate = delegate;
		this.recorder = recorder;
	}

	private void record(String name, String file, Operation operation, Outcome outcome) {
		Matcher matcher = RESOURCE_FILE.matcher(name);
		if (matcher.matches() && matcher.group(2).equals(file)) {
			this.recorder.record(this.recorder.cachedOrSame(matcher.group(1)), operation, outcome);
		}
	}

	@Override
	public StoreLock lock(String name) {
		return new RecordingLock(name, this.delegate.lock(name));
	}

	@Override
	public StoreLock lock(String name, int number) {
		return new RecordingLock(name + "#" + number, this.delegate.lock(name, number));
	}

	@Override
	public StoreNote note(String name) {
		return this.delegate.note(name);
	}

	@Override
	public byte @Nullable [] read(String name) {
		byte[] content = this.delegate.read(name);
		Outcome outcome = (content != null) ? Outcome.PRESENT : Outcome.ABSENT;
		record(name, "value", Operation.READ_VALUE, outcome);
		record(name, "failure", Operation.READ_FAILURE, outcome);
		record(name, "usage", Operation.READ_USAGE, Outcome.DONE);
		boolean unnamed = content != null && name.endsWith("/intent") && !hasValue(name, content);
		record(name, "intent", Operation.READ_INTENT, unnamed ? Outcome.NO_VALUE : outcome);
		return content;
	}

	private boolean hasValue(String name, byte[] content) {
		return ResourceRecord.decode(content, address(name)).value() != null;
	}

	@Override
	public void write(String name, byte[] content) {
		this.delegate.write(name, content);
		record(name, "value", Operation.PUBLISH, Outcome.DONE);
		record(name, "failure", Operation.WRITE_FAILURE, Outcome.DONE);
		if (name.endsWith("/intent")) {
			record(name, "intent", hasValue(name, content) ? Operation.CHECKPOINT : Operation.WRITE_INTENT,
					Outcome.DONE);
		}
	}

	@Override
	public void append(String name, byte[] content) {
		this.delegate.append(name, content);
	}

	@Override
	public void move(String source, String target) {
		this.delegate.move(source, target);
		record(source, "value", Operation.VALUE_TO_INTENT, Outcome.DONE);
		record(source, "intent", Operation.INTENT_TO_REMAINS, Outcome.DONE);
		if (CACHED.matcher(source).matches()) {
			this.recorder.record(source, Operation.REMOVE_DIRECTORY, Outcome.DONE);
		}
	}

	@Override
	public void delete(String name) {
		this.delegate.delete(name);
		record(name, "intent", Operation.DELETE_INTENT, Outcome.DONE);
		record(name, "remains", Operation.DELETE_REMAINS, Outcome.DONE);
	}

	@Override
	public boolean exists(String name) {
		boolean exists = this.delegate.exists(name);
		if (!exists) {
			// Else it is listed
			record(name, "remains", Operation.LIST_REMAINS, Outcome.ABSENT);
		}
		return exists;
	}

	@Override
	public boolean hasSingleDirectory(String directory) {
		return this.delegate.hasSingleDirectory(directory);
	}

	@Override
	public List<String> list(String directory) {
		List<String> names = this.delegate.list(directory);
		record(directory, "remains", Operation.LIST_REMAINS, names.isEmpty() ? Outcome.ABSENT : Outcome.PRESENT);
		return names;
	}

	@Override
	public void createDirectory(String directory) {
		this.delegate.createDirectory(directory);
	}

	@Override
	public Path createLocalDirectory(String directory) {
		return this.delegate.createLocalDirectory(directory);
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
	public void deleteDirectory(String directory) {
		this.delegate.deleteDirectory(directory);
		if (!directory.contains("/")) {
			this.recorder.recordOfSession("remove directory");
		}
	}

	private final class RecordingLock implements StoreLock {

		private final String name;

		private final StoreLock delegate;

		RecordingLock(String name, StoreLock delegate) {
			this.name = name;
			this.delegate = delegate;
		}

		private boolean tried(Operation onMembers, boolean granted) {
			record(this.name, "mutex", Operation.LOCK, granted ? Outcome.GRANTED : Outcome.REFUSED);
			record(this.name, "members", onMembers, granted ? Outcome.GRANTED : Outcome.REFUSED);
			recordOfSession(onMembers + (granted ? "" : " refused"));
			if (granted) {
				RecordingStore.this.held.add(this.name);
			}
			return granted;
		}

		private void recordOfSession(String what) {
			if (this.name.equals("lock")) {
				RecordingStore.this.recorder.recordOfSession("root: " + what);
			}
			else if (this.name.matches("[^/]+/(members|forks)")) {
				String lock = this.name.substring(this.name.indexOf('/') + 1);
				RecordingStore.this.recorder.recordOfSession(lock + ": " + what);
			}
		}

		@Override
		public boolean tryExclusive() {
			return tried(Operation.EXCLUDE, this.delegate.tryExclusive());
		}

		@Override
		public boolean tryShared() {
			return tried(Operation.SHARE, this.delegate.tryShared());
		}

		@Override
		public boolean isHeld() {
			return this.delegate.isHeld();
		}

		@Override
		public boolean exists() {
			return this.delegate.exists();
		}

		@Override
		public void release() {
			givenBack();
			this.delegate.release();
		}

		@Override
		public void close() {
			givenBack();
			this.delegate.close();
		}

		private void givenBack() {
			if (RecordingStore.this.held.remove(this.name)) {
				record(this.name, "mutex", Operation.UNLOCK, Outcome.DONE);
				record(this.name, "members", Operation.LEAVE, Outcome.DONE);
				recordOfSession("LEAVE");
			}
		}

	}

}
