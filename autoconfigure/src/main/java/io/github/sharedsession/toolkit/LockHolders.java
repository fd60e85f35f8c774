package io.github.sharedsession.toolkit;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.process.Machine;
import io.github.sharedsession.core.session.Membership;
import io.github.sharedsession.store.Store;

/**
 * Who has a lock, for messages only: a note of each member, with a line for each of its
 * holds and an empty one at the end. Those of killed members stay, so processes that do
 * not live are left out.
 */
final class LockHolders {

	private static final String HOLD = "holder ";

	private final Store store;

	private final String directory;

	LockHolders(Store store, String directory) {
		this.store = store;
		this.directory = directory;
	}

	/**
	 * Tell that this JVM has the lock.
	 * @param state what the JVM knows of the lock, whose monitor is held
	 * @return names the hold
	 */
	String add(Membership member, String holder, Map<String, Object> state) {
		String machine = Machine.name();
		String process = ProcessHandle.current().pid() + ((machine != null) ? "@" + machine : "");
		String text = process + " " + System.currentTimeMillis() + " " + member.member() + ", " + holder;
		int number = 1;
		while (state.putIfAbsent(HOLD + number, text) != null) {
			number++;
		}
		write(member, state);
		return HOLD + number;
	}

	void remove(Membership member, String hold, Map<String, Object> state) {
		state.remove(hold);
		write(member, state);
	}

	private void write(Membership member, Map<String, Object> state) {
		StringBuilder lines = new StringBuilder();
		state.forEach((key, value) -> {
			if (key.startsWith(HOLD)) {
				lines.append(((String) value).replace('\n', ' ')).append('\n');
			}
		});
		try {
			this.store.note(this.directory + "/" + member.memberId())
				.overwrite(lines.append('\n').toString().getBytes(StandardCharsets.UTF_8));
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// Nobody goes without a lock because of a message
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
		List<String> holders = new ArrayList<>();
		try {
			for (String member : this.store.list(this.directory)) {
				byte[] content = this.store.read(this.directory + "/" + member);
				if (content != null) {
					new String(content, StandardCharsets.UTF_8).lines()
						.takeWhile((line) -> !line.isEmpty())
						.forEach((line) -> add(line, holders));
				}
			}
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// Others may be known
		}
		holders.sort(null);
		return holders;
	}

	/** Of a process on another machine nothing is known. */
	private static boolean mayLive(String process) {
		String[] parts = process.split("@", 2);
		return (parts.length > 1 && !parts[1].equals(Machine.name()))
				|| ProcessHandle.of(Long.parseLong(parts[0])).isPresent();
	}

	private static void add(String line, List<String> holders) {
		String[] parts = line.split(" ", 3);
		try {
			if (parts.length == 3 && mayLive(parts[0])) {
				long since = System.currentTimeMillis() - Long.parseLong(parts[1]);
				holders.add(parts[2] + " (for " + Duration.ofMillis(since).toSeconds() + " s)");
			}
		}
		catch (NumberFormatException ex) {
			// Half written
		}
	}

}
