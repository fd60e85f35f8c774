package io.github.sharedsession.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Resources that tell by themselves when they are made twice, used after their end or
 * left behind: each is a directory that must not exist when it is made and must exist
 * when it is used or destroyed. Knows nothing of who coordinates that.
 */
final class Ledger {

	private static final int EXAMPLES = 3;

	private final Path directory;

	private final AtomicLong creations = new AtomicLong();

	private final AtomicLong uses = new AtomicLong();

	private final AtomicLong destructions = new AtomicLong();

	private final AtomicLong violations = new AtomicLong();

	private final List<String> examples = new CopyOnWriteArrayList<>();

	Ledger(Path directory) {
		this.directory = directory;
	}

	void create(String resource, String generation) {
		this.creations.incrementAndGet();
		try {
			Files.createDirectory(this.directory.resolve(resource));
		}
		catch (FileAlreadyExistsException ex) {
			violation("made twice", resource, generation);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		mark(resource, generation);
	}

	private void mark(String resource, String generation) {
		try {
			Files.createDirectory(this.directory.resolve(resource).resolve(generation));
		}
		catch (IOException ex) {
			violation("gone while it was made", resource, generation);
		}
	}

	void use(String resource, String generation) {
		this.uses.incrementAndGet();
		if (!Files.isDirectory(this.directory.resolve(resource).resolve(generation))) {
			violation("used after its end", resource, generation);
		}
	}

	void destroy(String resource, String generation) {
		this.destructions.incrementAndGet();
		try {
			Files.delete(this.directory.resolve(resource).resolve(generation));
			Files.delete(this.directory.resolve(resource));
		}
		catch (NoSuchFileException ex) {
			violation("destroyed after its end", resource, generation);
		}
		catch (DirectoryNotEmptyException ex) {
			violation("destroyed while another generation was there", resource, generation);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void violation(String what, String resource, String generation) {
		if (this.violations.incrementAndGet() <= EXAMPLES) {
			this.examples.add(resource + " " + generation + " was " + what);
		}
	}

	long violations() {
		return this.violations.get();
	}

	List<String> examples() {
		return this.examples;
	}

	long creations() {
		return this.creations.get();
	}

	long uses() {
		return this.uses.get();
	}

	long destructions() {
		return this.destructions.get();
	}

}
