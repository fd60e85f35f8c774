package io.github.sharedsession.sample.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What happens to the shared resources over all forks of one plugin execution, one line
 * each, in the order in which it happens. Written only when the build says where.
 */
final class SharingLedger {

	private static final String LOCATION = "sharing-ledger";

	private SharingLedger() {
	}

	/**
	 * Append a line. The file is opened for appending and written to once, so that the
	 * lines of several forks don't mix.
	 * @param event what has happened
	 * @param subject what it has happened to
	 * @param details more about it, without a space
	 */
	static void append(Event event, String subject, String details) {
		@Nullable String location = System.getProperty(LOCATION);
		if (location == null) {
			return;
		}
		try {
			Path file = Path.of(location);
			Files.createDirectories(file.toAbsolutePath().getParent());
			Files.writeString(file, new Entry(event, subject, ProcessHandle.current().pid(), details).toLine(),
					StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read a ledger.
	 * @param file the file
	 * @return its entries
	 * @throws IOException when it can't be read
	 */
	static List<Entry> read(Path file) throws IOException {
		return Files.readAllLines(file).stream().map(Entry::parse).toList();
	}

	/**
	 * What can happen to a shared resource.
	 */
	enum Event {

		CREATED, MIGRATED, USED, DROPPED

	}

	/**
	 * A line.
	 *
	 * @param event what has happened
	 * @param subject what it has happened to, or the test class that has used it
	 * @param pid the JVM that did it
	 * @param details more about it
	 */
	record Entry(Event event, String subject, long pid, String details) {

		String toLine() {
			return this.event + " " + this.subject + " " + this.pid + " " + this.details + "\n";
		}

		static Entry parse(String line) {
			String[] parts = line.split(" ", -1);
			return new Entry(Event.valueOf(parts[0]), parts[1], Long.parseLong(parts[2]), parts[3]);
		}

	}

}
