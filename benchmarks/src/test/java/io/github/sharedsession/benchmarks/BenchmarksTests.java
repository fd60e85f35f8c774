package io.github.sharedsession.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.benchmarks.Run.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The benchmarks still run. What they measure is not judged here, where other work runs
 * on the machine, but for what could not come from that.
 */
class BenchmarksTests {

	@Test
	@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void eachBenchmarkMeasuresSomething(@TempDir Path directory) throws Exception {
		// The suite takes too long, and has run as such
		List<String> names = Benchmarks.names().stream().filter((name) -> !name.equals("suite")).toList();
		Results.Content results = Benchmarks.run(new Run(Size.SMOKE, directory, Path.of("..").toRealPath()), names)
			.content();
		assertThat(results.failures()).isEmpty();
		assertThat(results.results()).extracting(Result::benchmark).containsAll(names);
		assertThat(results.results()).allSatisfy((result) -> {
			assertThat(result.measured()).isPositive();
			assertThat(result.floor()).isPositive();
			assertThat(result.ratio()).isBetween(result.low(), result.high());
		});
		// More would be a host with Spring in it
		assertThat(results.results()).filteredOn((result) -> result.benchmark().equals("host"))
			.allSatisfy((result) -> assertThat(result.ratio()).isLessThan(10));
		assertThat(Files.readString(directory.resolve("results.json"))).contains("\"processors\"",
				"\"acquire, 3 resources");
		assertThat(directory.resolve("work")).isEmptyDirectory();
	}

	@Test
	void pageHasTheResultsBetweenItsMarks(@TempDir Path directory) throws Exception {
		Path page = directory.resolve("page.md");
		Files.writeString(page, "before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n");
		Results results = new Results(directory.resolve("results.json"), Machine.current(directory), "SMOKE");
		Samples samples = new Samples();
		samples.add(3, 2);
		results.add("some", "thing", "floor", "ms", samples, 1.4);
		new ResultsPage(results.content()).replaceIn(page);
		assertThat(Files.readString(page)).startsWith("before\n<!-- results -->\nMeasured ")
			.contains("| thing | 3.00 ms | floor | 2.00 ms | **1.500** | 1.500–1.500 | 1 | ≤ 1.4, missed |")
			.endsWith("<!-- end of results -->\nafter\n")
			.doesNotContain("old");
	}

	@Test
	void ratioIsThatOfTheMediansAndItsIntervalHoldsIt() {
		Samples samples = new Samples();
		for (int i = 1; i <= 101; i++) {
			samples.add(2.0 * i, i);
		}
		assertThat(samples.measured(0.5)).isEqualTo(102);
		assertThat(samples.floor(0.95)).isEqualTo(96);
		assertThat(samples.ratio()).isEqualTo(2);
		assertThat(samples.interval()).containsExactly(2, 2);
		samples.add(1000, 1);
		assertThat(samples.interval()[0]).isLessThan(samples.interval()[1]);
	}

	@Test
	void ratioOfWhatIsMeasuredTogetherIsThatWithinThePairs() {
		Samples samples = Samples.takenTogether();
		Samples apart = new Samples();
		for (double[] pair : new double[][] { { 2, 1 }, { 40, 20 }, { 6, 4 } }) {
			samples.add(pair[0], pair[1]);
			apart.add(pair[0], pair[1]);
		}
		assertThat(samples.ratio()).isEqualTo(2);
		assertThat(apart.ratio()).isEqualTo(1.5);
	}

}
