package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A run of the benchmarks.
 *
 * @param size how long to measure
 * @param directory where results and files meanwhile go
 * @param root the root directory of this project's sources
 */
record Run(Size size, Path directory, Path root) {

	/**
	 * Choose by size.
	 * @param smoke just enough to see that it works
	 * @param normal for the page of results
	 * @param thorough for all that was ever of interest
	 */
	<T> T choose(T smoke, T normal, T thorough) {
		return switch (this.size) {
			case SMOKE -> smoke;
			case DEFAULT -> normal;
			case LONG -> thorough;
		};
	}

	/** A new directory that nobody needs when the benchmark has ended. */
	Path newDirectory(String name) throws IOException {
		Path parent = Files.createDirectories(this.directory.resolve("work"));
		return Files.createTempDirectory(parent, name + "-").toRealPath();
	}

	/** Processes that were killed may still be at work in it. */
	static void delete(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException | UncheckedIOException ex) {
			progress("Can't delete " + directory + ": " + ex);
		}
	}

	static void progress(String text) {
		System.out.println(text);
	}

	enum Size {

		SMOKE, DEFAULT, LONG

	}

}
