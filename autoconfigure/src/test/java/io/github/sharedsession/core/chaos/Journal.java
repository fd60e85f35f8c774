package io.github.sharedsession.core.chaos;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What one process did, a line each, written at once: what a killed process has written
 * stays. All processes of a machine have one clock behind {@link System#nanoTime()}.
 */
final class Journal {

	/** Not a channel, which the interrupt of a thread that writes would close. */
	private final FileOutputStream file;

	private Journal(FileOutputStream file) {
		this.file = file;
	}

	static Journal open(Path file) {
		try {
			return new Journal(new FileOutputStream(file.toFile(), true));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	synchronized void write(String line) {
		byte[] content = (System.nanoTime() + " " + line.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
		try {
			this.file.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
