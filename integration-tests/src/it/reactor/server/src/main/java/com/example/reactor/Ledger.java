package com.example.reactor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What happens in the forks and in the host, a line each.
 */
final class Ledger {

	private Ledger() {
	}

	static void append(String file, String verb, String resource, String generation) {
		try {
			Files.writeString(Path.of(file),
					verb + " " + resource + " " + generation + " " + ProcessHandle.current().pid() + "\n",
					StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
