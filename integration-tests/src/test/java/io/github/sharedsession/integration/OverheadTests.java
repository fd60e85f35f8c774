package io.github.sharedsession.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures what the library costs a test class that shares nothing: the time from the
 * start of the fork to the end of the class, with and without the library on the class
 * path, by turns. Prints and does not judge: that depends on the machine.
 */
@Tag("long")
class OverheadTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void libraryOnClassPathIsMeasured() throws Exception {
		List<Long> with = new ArrayList<>();
		List<Long> without = new ArrayList<>();
		for (int i = 0; i < Integer.getInteger("inner.repetitions"); i++) {
			if (i % 2 == 0) {
				with.add(measure("with-" + i, "none:none"));
			}
			without.add(measure("without-" + i, "io.github.sharedsession:*"));
			if (i % 2 == 1) {
				with.add(measure("with-" + i, "none:none"));
			}
		}
		System.out.printf("Test class that shares nothing, median of %d: %d ms with the library, %d ms without, %.3f%n",
				with.size(), median(with), median(without), (double) median(with) / median(without));
	}

	private long measure(String name, String excludedLibrary) throws Exception {
		BuildResult result = FixtureBuild.in(Files.createDirectory(this.directory.resolve(name)))
			.tests("plain")
			.property("fixture.excluded-library", excludedLibrary)
			.property("fixture.jvm-arguments", "-Xmx512m")
			.run();
		assertThat(result).succeeds();
		return Long.parseLong(result.ledger().entries("uptime", "-").get(0).generation());
	}

	private static long median(List<Long> values) {
		List<Long> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2);
	}

}
