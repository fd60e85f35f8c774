package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What is measured by JMH. The floor of {@code join} is {@code bareJoin}, and so on; what
 * has none is only told meanwhile and in the file of JMH.
 */
final class InnerPaths implements Benchmark {

	private static final String FILES = "bare locks and files";

	private static final String JACKSON = "Jackson alone";

	private static final List<InnerPath> ALL = List.of(new InnerPath("AcquireBenchmark", "join", FILES),
			new InnerPath("AcquireBenchmark", "create", FILES), new InnerPath("AcquireBenchmark", "leave", FILES),
			new InnerPath("AcquireBenchmark", "destroy", FILES), new InnerPath("AcquireBenchmark", "hold", null),
			new InnerPath("ResourceKeyBenchmark", "key", "a digest of the class file"),
			new InnerPath("ResourceKeyBenchmark", "keyWithPlaceholders", null),
			new InnerPath("ValueCodecBenchmark", "write", JACKSON),
			new InnerPath("ValueCodecBenchmark", "read", JACKSON),
			new InnerPath("RecordBenchmark", "encodeRecord", null),
			new InnerPath("RecordBenchmark", "decodeRecord", null));

	@Override
	public String name() {
		return "inner-paths";
	}

	@Override
	public void run(Run run, Results results) throws IOException {
		// Of another user's run too, which would only be told to wait
		System.setProperty("jmh.ignoreLock", "true");
		Files.createDirectories(run.directory());
		List<RunResult> all = new ArrayList<>();
		try (PrintStream log = new PrintStream(run.directory().resolve("jmh.log").toFile(), StandardCharsets.UTF_8)) {
			for (InnerPath path : ALL) {
				Collection<RunResult> measured = new Runner(options(run, path),
						OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
					.run();
				report(results, path, measured);
				all.addAll(measured);
			}
		}
		catch (RunnerException ex) {
			throw new IOException(ex);
		}
		ResultFormatFactory.getInstance(ResultFormatType.JSON, run.directory().resolve("jmh.json").toString())
			.writeOut(all);
	}

	/** The path and its floor, right after each other. */
	private static Options options(Run run, InnerPath path) {
		return new OptionsBuilder()
			.include("\\." + path.type() + "\\.(" + path.method() + "|" + path.bareMethod() + ")$")
			.shouldFailOnError(true)
			.forks(run.choose(0, 1, 2))
			.warmupIterations(run.choose(1, 3, 5))
			.warmupTime(TimeValue.milliseconds(run.choose(10, 300, 500)))
			.measurementIterations(run.choose(3, 10, 10))
			.measurementTime(TimeValue.milliseconds(run.choose(10, 250, 500)))
			.build();
	}

	private void report(Results results, InnerPath path, Collection<RunResult> runs) throws IOException {
		Map<String, List<Double>> scores = new HashMap<>();
		for (RunResult run : runs) {
			String benchmark = run.getParams().getBenchmark();
			scores.put(benchmark.substring(benchmark.lastIndexOf('.') + 1), scores(run));
		}
		String floorName = path.floor();
		List<Double> measured = scores.getOrDefault(path.method(), List.of());
		List<Double> floor = (floorName != null) ? scores.getOrDefault(path.bareMethod(), List.of()) : measured;
		if (measured.isEmpty() || measured.size() != floor.size()) {
			throw new IOException("Only " + scores.keySet() + " of " + path + " have been measured");
		}
		Samples samples = new Samples();
		for (int i = 0; i < measured.size(); i++) {
			samples.add(measured.get(i), floor.get(i));
		}
		if (floorName != null) {
			results.add(name(), path.method(), floorName, "µs", samples, null);
		}
		else {
			Run.progress(String.format(Locale.ROOT, "  %s: %.3f µs", path.method(), samples.measured(0.5)));
		}
	}

	/** Of each iteration, the mean of its invocations. */
	private static List<Double> scores(RunResult run) {
		List<Double> scores = new ArrayList<>();
		for (BenchmarkResult fork : run.getBenchmarkResults()) {
			for (IterationResult iteration : fork.getIterationResults()) {
				scores.add(iteration.getPrimaryResult().getScore());
			}
		}
		return scores;
	}

	/**
	 * A path.
	 *
	 * @param type the class that measures it
	 * @param method the method that does
	 * @param floor what the floor is, if there is one
	 */
	private record InnerPath(String type, String method, @Nullable String floor) {

		String bareMethod() {
			return "bare" + this.method.substring(0, 1).toUpperCase(Locale.ROOT) + this.method.substring(1);
		}

	}

}
