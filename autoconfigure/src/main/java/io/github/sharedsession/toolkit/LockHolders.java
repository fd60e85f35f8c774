package io.github.sharedsession.toolkit;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.coordinator.Machine;
import io.github.sharedsession.coordinator.Membership;
import io.github.sharedsession.coordinator.RandomId;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Who has a lock, for messages only: a file for each hold. Those of killed members stay,
 * so processes that do not live are left out.
 */
final class LockHolders {

	private final Store store;

	private final String directory;

	LockHolders(Store store, String directory) {
		this.store = store;
		this.directory = directory;
	}

	/**
	 * Tell that this JVM has the lock.
	 * @return names the hold
	 */
	String add(Membership member, String holder) {
		String hold = RandomId.next();
		String machine = Machine.name();
		String process = ProcessHandle.current().pid() + ((machine != null) ? "@" + machine : "");
		String text = process + " " + System.currentTimeMillis() + " " + member.member() + ", " + holder;
		try {
			this.store.append(this.directory + "/" + hold, text.getBytes(StandardCharsets.UTF_8));
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// Nobody goes without a lock because of a message
		}
		return hold;
	}

	void remove(String hold) {
		try {
			this.store.delete(this.directory + "/" + hold);
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// As above
		}
	}

	/**
	 * Describe who has the lock.
	 * @return the holders, and for how long
	 */
	String describe() {
		List<String> holders = list();
		return holders.isEmpty() ? "another process" : String.join(" and ", holders);
	}

	List<String> list() {
		try {
			return this.store.list(this.directory)
				.stream()
				.map(this::read)
				.filter(Objects::nonNull)
				.map(String.class::cast)
				.sorted()
				.toList();
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			return List.of();
		}
	}

	/** Of a process on another machine nothing is known. */
	private static boolean mayLive(String process) {
		String[] parts = process.split("@", 2);
		return (parts.length > 1 && !parts[1].equals(Machine.name()))
				|| ProcessHandle.of(Long.parseLong(parts[0])).isPresent();
	}

	private @Nullable String read(String hold) {
		byte[] content = this.store.read(this.directory + "/" + hold);
		String[] parts = new String((content != null) ? content : new byte[0], StandardCharsets.UTF_8).split(" ", 3);
		try {
			if (parts.length == 3 && mayLive(parts[0])) {
				long since = System.currentTimeMillis() - Long.parseLong(parts[1]);
				return parts[2] + " (for " + Duration.ofMillis(since).toSeconds() + " s)";
			}
		}
		catch (NumberFormatException ex) {
			// Half written
		}
		return null;
	}

}
