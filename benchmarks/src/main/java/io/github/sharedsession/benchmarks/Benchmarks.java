package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.benchmarks.Run.Size;

/**
 * Runs all benchmarks, or those whose names are given.
 */
public final class Benchmarks {

	/** The most wanted first, as a run may be ended early. */
	private static final List<Benchmark> ALL = List.of(new HandOver(), new AcquireScaling(), new TakeOver(),
			new Teardown(), new HostStart(), new Stores(), new ContextStart(), new InnerPaths(), new Suite());

	private Benchmarks() {
	}

	/**
	 * Run as the system properties tell that begin with {@code benchmarks.}
	 * @param args none
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Run run = new Run(Boolean.getBoolean("benchmarks.long") ? Size.LONG : Size.DEFAULT,
				Path.of(System.getProperty("benchmarks.directory", "target/benchmarks")).toAbsolutePath(),
				Path.of(System.getProperty("benchmarks.root", ".")).toRealPath());
		String only = System.getProperty("benchmarks.only", "");
		Results results = run(run, only.isEmpty() ? names() : List.of(only.split(",", -1)));
		ResultsPage page = new ResultsPage(results.content());
		Run.progress(page.print());
		if (Boolean.getBoolean("benchmarks.page")) {
			page.replaceIn(run.root().resolve("docs/benchmarks.md"));
		}
		// Some of what was run leaves threads behind
		System.exit(results.content().failures().isEmpty() ? 0 : 1);
	}

	static List<String> names() {
		return ALL.stream().map(Benchmark::name).toList();
	}

	static Results run(Run run, List<String> names) throws IOException, InterruptedException {
		if (!names().containsAll(names)) {
			throw new IllegalArgumentException("There are only " + names() + ", not all of " + names);
		}
		Results results = new Results(run.directory().resolve("results.json"), Machine.current(run.directory()),
				run.size().name());
		for (Benchmark benchmark : ALL) {
			if (names.contains(benchmark.name())) {
				run(benchmark, run, results);
			}
		}
		return results;
	}

	private static void run(Benchmark benchmark, Run run, Results results) throws InterruptedException {
		long start = System.nanoTime();
		Run.progress(benchmark.name());
		results.load(benchmark.name());
		try {
			benchmark.run(run, results);
		}
		catch (IOException | RuntimeException ex) {
			// The others may work all the same
			Run.progress("  failed: " + ex);
			results.failed(benchmark.name(), ex);
		}
		results.load(benchmark.name());
		Run.progress("  took " + (System.nanoTime() - start) / 1_000_000_000L + " s");
	}

}
