package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured so far. Written after each figure, so that nothing is lost when a run
 * is ended early.
 */
final class Results {

	private final Path file;

	private final Machine machine;

	private final String size;

	private final List<Result> results = new ArrayList<>();

	/** How busy the machine was when each benchmark began and ended. */
	private final Map<String, List<Double>> loads = new LinkedHashMap<>();

	private final List<String> failures = new ArrayList<>();

	Results(Path file, Machine machine, String size) {
		this.file = file;
		this.machine = machine;
		this.size = size;
	}

	void add(String benchmark, String name, String floorName, String unit, Samples samples, @Nullable Double limit) {
		add(Result.of(benchmark, name, floorName, unit, samples, limit));
	}

	void add(Result result) {
		this.results.add(result);
		Run.progress(String.format(Locale.ROOT, "  %s: %.3f %s beside %.3f %s (%s), ratio %.3f (%.3f to %.3f), n=%d %s",
				result.name(), result.measured(), result.unit(), result.floor(), result.unit(), result.floorName(),
				result.ratio(), result.low(), result.high(), result.count(), result.verdict()));
		write();
	}

	void load(String benchmark) {
		this.loads.computeIfAbsent(benchmark, (key) -> new ArrayList<>()).add(Machine.load());
		write();
	}

	void failed(String benchmark, Throwable failure) {
		this.failures.add(benchmark + ": " + failure);
		write();
	}

	Content content() {
		return new Content(this.size, this.machine, this.loads, this.failures, this.results);
	}

	private void write() {
		try {
			Files.createDirectories(this.file.getParent());
			Files.write(this.file,
					JsonMapper.builder()
						.enable(SerializationFeature.INDENT_OUTPUT)
						.build()
						.writeValueAsBytes(content()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is written.
	 *
	 * @param size how long was measured
	 * @param machine where
	 * @param loads the load average before and after each benchmark
	 * @param failures what could not be measured
	 * @param results what was measured
	 */
	record Content(String size, Machine machine, Map<String, List<Double>> loads, List<String> failures,
			List<Result> results) {
	}

}
