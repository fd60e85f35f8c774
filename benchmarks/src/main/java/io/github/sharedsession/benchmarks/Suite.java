package io.github.sharedsession.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The test suite of the sample application in several forks: with shared beans, and with
 * what is done without them. All beside a static field that holds the resources of a
 * fork, which is the most common of these.
 */
final class Suite implements Benchmark {

	@Override
	public String name() {
		return "suite";
	}

	@Override
	public void run(Run run, Results results) throws IOException, InterruptedException {
		List<Integer> forkCounts = run.choose(List.of(1), List.of(1, 2, 4), List.of(1, 2, 4));
		int rounds = run.choose(1, 1, 3);
		Path sample = run.root().resolve("sample-app");
		List<String> testClasses = testClasses(sample.resolve("target/test-classes"));
		List<Kind> kinds = run.choose(Kind.MOST, Kind.MOST, List.of(Kind.values()));
		for (int forks : forkCounts) {
			Map<Kind, List<SuiteCost>> costs = new EnumMap<>(Kind.class);
			for (int round = 0; round < rounds; round++) {
				for (Kind kind : kinds) {
					Path directory = run.newDirectory("suite");
					SuiteCost cost = new SuiteRun(run, sample, directory, kind, testClasses).run(forks);
					Run.progress("  " + forks + " forks, " + kind.label + ": " + cost);
					costs.computeIfAbsent(kind, (key) -> new ArrayList<>()).add(cost);
					Run.delete(directory);
				}
			}
			report(results, forks, costs);
		}
	}

	/**
	 * What Surefire and Failsafe would run, but for the check of what they have run, and
	 * for what can't be with sharing switched off: a product that outlives its context.
	 */
	private static List<String> testClasses(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.map((file) -> directory.relativize(file).toString())
				.filter((file) -> file.matches(".*(Tests|IT)\\.class"))
				.map((file) -> file.substring(0, file.length() - ".class".length()).replace(File.separatorChar, '.'))
				.filter((name) -> !name.endsWith(".ProductOfferIT"))
				.sorted()
				.toList();
		}
	}

	private void report(Results results, int forks, Map<Kind, List<SuiteCost>> costs) {
		List<SuiteCost> floor = costs.getOrDefault(Kind.STATIC_FIELD, List.of());
		costs.forEach((kind, measured) -> {
			if (kind != Kind.STATIC_FIELD) {
				String what = forks + ((forks == 1) ? " fork, " : " forks, ") + kind.label;
				report(results, what + ": time", "s", measured, floor, SuiteCost::seconds);
				report(results, what + ": processor time", "s", measured, floor, SuiteCost::processorSeconds);
				report(results, what + ": peak of memory", "MB", measured, floor, SuiteCost::peakMegabytes);
			}
		});
	}

	private void report(Results results, String what, String unit, List<SuiteCost> measured, List<SuiteCost> floor,
			ToDoubleFunction<SuiteCost> figure) {
		Samples samples = new Samples();
		for (int round = 0; round < measured.size(); round++) {
			samples.add(figure.applyAsDouble(measured.get(round)), figure.applyAsDouble(floor.get(round)));
		}
		results.add(name(), what, Kind.STATIC_FIELD.label, unit, samples, null);
	}

	/**
	 * How the resources are shared.
	 */
	enum Kind {

		STATIC_FIELD("a static field in each fork"), SHARED("shared beans"), LOCK_FILE("a lock file and a marker file"),
		DISABLED("`shared-session.enabled=false`");

		/** Without that which nobody would do for speed. */
		static final List<Kind> MOST = List.of(STATIC_FIELD, SHARED, LOCK_FILE);

		private final String label;

		Kind(String label) {
			this.label = label;
		}

		/** Not with the library. */
		boolean isByHand() {
			return this == STATIC_FIELD || this == LOCK_FILE;
		}

		List<String> options(Path directory) {
			return switch (this) {
				case SHARED -> List.of("-Dshared-session.id=" + directory.getFileName());
				case DISABLED -> List.of("-Dshared-session.enabled=false");
				case LOCK_FILE -> List.of("-Dby-hand.marker=" + directory.resolve("orders-test-resources"));
				case STATIC_FIELD -> List.of();
			};
		}

	}

	/**
	 * What a run has cost.
	 *
	 * @param seconds until the last fork has ended
	 * @param processorSeconds of all processes, also of those that end later
	 * @param peakMegabytes of all processes together
	 */
	record SuiteCost(double seconds, double processorSeconds, double peakMegabytes) {

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "%.1f s, CPU %.1f s, %.0f MB", this.seconds, this.processorSeconds,
					this.peakMegabytes);
		}

	}

	static String classPath(Path sample, Kind kind, Path ownClasses) throws IOException {
		List<String> entries = new ArrayList<>();
		if (kind.isByHand()) {
			// In front: replaces a class of the sample
			entries.add(ownClasses.toString());
		}
		entries.add(sample.resolve("target/test-classes").toString());
		entries.add(sample.resolve("target/classes").toString());
		entries.add(Files.readString(sample.resolve("target/test-class-path")).strip());
		entries.add(Stream.of(ChildJvm.classPath().split(File.pathSeparator, -1))
			.filter((entry) -> entry.matches(".*(junit-platform-launcher.*\\.jar|benchmarks[/\\\\].*)"))
			.collect(Collectors.joining(File.pathSeparator)));
		return String.join(File.pathSeparator, entries);
	}

}
