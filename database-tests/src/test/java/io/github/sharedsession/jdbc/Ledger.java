package io.github.sharedsession.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * What test classes tell of themselves, over all JVMs, one line each.
 */
final class Ledger {

	static final String FILE_PROPERTY = "test.ledger";

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private Ledger() {
	}

	static void begin(Path file) {
		System.setProperty(FILE_PROPERTY, file.toString());
	}

	static void add(String kind, String text) {
		try {
			Files.writeString(file(), kind + " " + text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The texts of all lines of a kind. */
	static List<String> lines(String kind) {
		try {
			return Files.exists(file()) ? Files.readAllLines(file())
				.stream()
				.filter((line) -> line.startsWith(kind + " "))
				.map((line) -> line.substring(kind.length() + 1))
				.toList() : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Wait for lines. Who would write them may have failed. */
	static void await(String kind, Predicate<List<String>> condition) {
		long begun = System.nanoTime();
		while (!condition.test(lines(kind))) {
			if (System.nanoTime() - begun > LIMIT.toNanos()) {
				throw new AssertionError("Waited in vain for lines '" + kind + "', of which there are " + lines(kind));
			}
			LockSupport.parkNanos(5_000_000);
		}
	}

	private static Path file() {
		return Path.of(System.getProperty(FILE_PROPERTY));
	}

}
