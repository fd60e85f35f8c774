package io.github.sharedsession.toolkit;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.coordinator.Membership;
import io.github.sharedsession.coordinator.RandomId;
import org.jspecify.annotations.Nullable;

/**
 * Who has a lock, for messages only: a file for each hold. Those of killed members stay,
 * so processes that do not live are left out.
 */
final class LockHolders {

	private final Membership member;

	private final String directory;

	LockHolders(Membership member, String directory) {
		this.member = member;
		this.directory = directory;
	}

	/**
	 * Tell that this JVM has the lock.
	 * @return names the hold
	 */
	String add(String holder) {
		String hold = RandomId.next();
		String text = ProcessHandle.current().pid() + " " + System.currentTimeMillis() + " " + this.member.member()
				+ ", " + holder;
		try {
			this.member.store().append(this.directory + "/" + hold, text.getBytes(StandardCharsets.UTF_8));
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// Nobody goes without a lock because of a message
		}
		return hold;
	}

	void remove(String hold) {
		try {
			this.member.store().delete(this.directory + "/" + hold);
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
		List<String> holders;
		try {
			holders = this.member.store()
				.list(this.directory)
				.stream()
				.map(this::read)
				.filter(Objects::nonNull)
				.map(String.class::cast)
				.toList();
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			holders = List.of();
		}
		return holders.isEmpty() ? "another process" : holders.stream().sorted().collect(Collectors.joining(" and "));
	}

	private @Nullable String read(String hold) {
		byte[] content = this.member.store().read(this.directory + "/" + hold);
		String[] parts = new String((content != null) ? content : new byte[0], StandardCharsets.UTF_8).split(" ", 3);
		try {
			if (parts.length == 3 && ProcessHandle.of(Long.parseLong(parts[0])).isPresent()) {
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
