package io.github.sharedsession.core.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Something that a process writes down, which another one waits for.
 *
 * @param process who writes it
 * @param beginning how the line begins after its time
 */
record Awaited(String process, String beginning) {

	static Awaited parse(String text) {
		int end = text.indexOf(' ');
		return new Awaited(text.substring(0, end), text.substring(end + 1));
	}

	/** The form that {@link #parse} reads. */
	@Override
	public String toString() {
		return this.process + " " + this.beginning;
	}

	boolean isWritten(Path ledger) {
		Path journal = ledger.resolve(this.process);
		try {
			return Files.exists(journal) && Files.readString(journal)
				.lines()
				.anyMatch((line) -> line.startsWith(this.beginning, line.indexOf(' ') + 1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
