package io.github.sharedsession.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.integration.ledger.LedgerEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures what the library costs a test class that shares nothing: from the start of the
 * fork to the end of the class, with and without the library on the class path, by turns.
 * Prints and does not judge. The processor time is the one to trust where other work runs
 * on the machine.
 */
@Tag("long")
class OverheadTests {

	private static final String NOTHING = "none:none";

	private static final String LIBRARY = "io.github.sharedsession:*";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void libraryOnClassPathIsMeasured() throws Exception {
		List<LedgerEntry> with = new ArrayList<>();
		List<LedgerEntry> without = new ArrayList<>();
		for (int i = 0; i < Integer.getInteger("inner.repetitions"); i++) {
			if (i % 2 == 0) {
				with.add(measure("with-" + i, NOTHING));
				without.add(measure("without-" + i, LIBRARY));
			}
			else {
				without.add(measure("without-" + i, LIBRARY));
				with.add(measure("with-" + i, NOTHING));
			}
		}
		for (String cost : List.of("elapsed", "cpu")) {
			long medianWith = median(with, cost);
			long medianWithout = median(without, cost);
			System.out.printf("%s time, median of %d: %d ms with the library, %d ms without, ratio %.3f%n", cost,
					with.size(), medianWith, medianWithout, (double) medianWith / medianWithout);
		}
	}

	private LedgerEntry measure(String name, String excludedLibrary) throws Exception {
		BuildResult result = FixtureBuild.in(Files.createDirectory(this.directory.resolve(name)))
			.tests("plain")
			.property("fixture.excluded-library", excludedLibrary)
			.property("fixture.jvm-arguments", "-Xmx512m")
			.run();
		assertThat(result).succeeds();
		return result.ledger().entries("cost", "-").get(0);
	}

	private static long median(List<LedgerEntry> entries, String cost) {
		List<Long> sorted = entries.stream()
			.flatMap((entry) -> entry.detail(cost).stream())
			.map(Long::valueOf)
			.sorted()
			.toList();
		return sorted.get(sorted.size() / 2);
	}

}
