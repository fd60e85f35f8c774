package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * What is measured by JMH. The floor of {@code join} is {@code bareJoin}, and so on; what
 * has none is only in the file of JMH.
 */
final class InnerPaths implements Benchmark {

	private static final String BARE = "bare";

	@Override
	public String name() {
		return "inner-paths";
	}

	@Override
	public void run(Run run, Results results) throws IOException {
		// Of another user's run too, which would only be told to wait
		System.setProperty("jmh.ignoreLock", "true");
		ChainedOptionsBuilder options = new OptionsBuilder()
			.include(run.choose(".*ValueCodecBenchmark.(bareR|r)ead", "(Acquire|ResourceKey|ValueCodec)Benchmark",
					"Benchmark"))
			.forks(run.choose(0, 1, 3))
			.warmupIterations(run.choose(1, 2, 5))
			.warmupTime(TimeValue.milliseconds(run.choose(10, 500, 1000)))
			.measurementIterations(run.choose(3, 5, 10))
			.measurementTime(TimeValue.milliseconds(run.choose(10, 300, 1000)))
			.output(run.directory().resolve("jmh.log").toString())
			.resultFormat(ResultFormatType.JSON)
			.result(run.directory().resolve("jmh.json").toString());
		Files.createDirectories(run.directory());
		Run.progress("  for some minutes; see jmh.log");
		try {
			report(results, new Runner(options.build()).run());
		}
		catch (RunnerException ex) {
			throw new IOException(ex);
		}
	}

	private void report(Results results, Iterable<RunResult> runs) {
		Map<String, org.openjdk.jmh.results.Result<?>> byName = new HashMap<>();
		for (RunResult run : runs) {
			byName.put(run.getParams().getBenchmark(), run.getPrimaryResult());
		}
		byName.forEach((benchmark, measured) -> {
			int method = benchmark.lastIndexOf('.') + 1;
			String name = benchmark.substring(method);
			org.openjdk.jmh.results.Result<?> floor = byName.get(benchmark.substring(0, method) + BARE
					+ name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
			if (floor != null) {
				results.add(result(name, measured, floor));
			}
			else if (!name.startsWith(BARE)) {
				Run.progress(String.format(Locale.ROOT, "  %s: %.3f %s", name, measured.getScore(),
						measured.getScoreUnit()));
			}
		});
	}

	private Result result(String name, org.openjdk.jmh.results.Result<?> measured,
			org.openjdk.jmh.results.Result<?> floor) {
		Statistics of = measured.getStatistics();
		Statistics beside = floor.getStatistics();
		double error = measured.getScoreError();
		double floorError = floor.getScoreError();
		return new Result(name(), name, floor.getLabel(), "µs", of.getPercentile(50), beside.getPercentile(50),
				of.getPercentile(50) / beside.getPercentile(50),
				(measured.getScore() - error) / (floor.getScore() + floorError),
				(measured.getScore() + error) / Math.max(floor.getScore() - floorError, Double.MIN_NORMAL),
				(int) of.getN(), of.getPercentile(95), beside.getPercentile(95), null);
	}

}
