package io.github.sharedsession.core.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * The last lines of a log, for an error message.
 */
public final class LogTail {

	private static final int LINES = 20;

	private LogTail() {
	}

	/**
	 * Quote the end of a log.
	 * @return some lines that begin with a line break, or an empty string when there is
	 * no log
	 */
	public static String of(Path log) {
		// What is not UTF-8 must not hide the rest
		try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)
			.map((line) -> new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))) {
			Deque<String> tail = new ArrayDeque<>();
			lines.forEach((line) -> {
				tail.addLast(line);
				if (tail.size() > LINES) {
					tail.removeFirst();
				}
			});
			return tail.isEmpty() ? "" : System.lineSeparator() + "The end of " + log + ":" + System.lineSeparator()
					+ String.join(System.lineSeparator(), tail).indent(4).stripTrailing();
		}
		catch (IOException | UncheckedIOException ex) {
			return "";
		}
	}

}
