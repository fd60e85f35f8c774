package io.github.sharedsession.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long it takes until the first test of a fork runs, with the smallest application
 * that Spring Boot can start, whose context has some shared beans; beside the same
 * application with ordinary beans and without the library on the class path. The shared
 * beans are created by the fork that is measured, which is alone.
 */
final class ContextStart implements Benchmark {

	private static final double NOTHING_SHARED = 1.01;

	private static final Pattern LIBRARY = Pattern
		.compile(".*[/\\\\](shared-session-spring-boot-(autoconfigure|starter)-[^/\\\\]*\\.jar"
				+ "|(autoconfigure|starter)[/\\\\]target[/\\\\]classes)");

	private static final String FLOOR = "ordinary beans, no starter";

	private static final String NOTHING = "nothing shared";

	@Override
	public String name() {
		return "context-start";
	}

	@Override
	public void run(Run run, Results results) throws IOException, InterruptedException {
		Path directory = run.newDirectory("context-start");
		try {
			List<Integer> counts = run.choose(List.of(0), List.of(0, 1, 10, 100), List.of(0, 1, 10, 100));
			// Tests of the benchmarks have more on their class path than they could start
			GeneratedTests tests = GeneratedTests.compile(directory.resolve("classes"), counts, ChildJvm.classPath(),
					run.choose(false, true, true));
			Forks forks = new Forks(directory, tests);
			warm(run, results, forks);
			for (int count : run.choose(List.<Integer>of(), counts, counts)) {
				fresh(run, results, forks, count, false);
			}
			if (counts.contains(1)) {
				// Whoever shares a first value needs JSON for the first time too
				fresh(run, results, forks, 1, true);
			}
		}
		finally {
			Run.delete(directory);
		}
	}

	private void fresh(Run run, Results results, Forks forks, int count, boolean json) throws IOException {
		int rounds = (count == 0) ? run.choose(1, 25, 200) : run.choose(1, 5, 40);
		Samples wall = new Samples();
		Samples cpu = new Samples();
		// The first is for the caches of the operating system
		for (int round = -1; round < rounds; round++) {
			double[][] started = new double[2][];
			for (int turn = 0; turn < 2; turn++) {
				boolean shared = (turn + round) % 2 == 0;
				try (ChildJvm fork = forks.start(shared, count, json && !shared)) {
					started[shared ? 0 : 1] = millis(fork.await("started"));
				}
			}
			if (round >= 0) {
				wall.add(started[0][0], started[1][0]);
				cpu.add(started[0][1], started[1][1]);
			}
		}
		String what = "first context of a fork, " + ((count == 0) ? NOTHING : count + " shared");
		String floor = json ? FLOOR + ", first use of JSON" : FLOOR;
		results.add(name(), what, floor, "ms", wall, (count == 0) ? NOTHING_SHARED : null);
		results.add(name(), what + ", processor time", floor, "ms", cpu, null);
	}

	/** Contexts of two JVMs by turns, which differ less than JVMs do. */
	private void warm(Run run, Results results, Forks forks) throws IOException {
		int pairs = run.choose(1, 4, 20);
		int warmUp = run.choose(1, 40, 100);
		int contexts = run.choose(2, 80, 200);
		Samples samples = new Samples();
		for (int pair = 0; pair < pairs; pair++) {
			try (ChildJvm shared = forks.start(true, 0, false); ChildJvm bare = forks.start(false, 0, false)) {
				shared.await("started");
				bare.await("started");
				for (int i = -warmUp; i < contexts; i++) {
					double first = millis(((i % 2 == 0) ? shared : bare).send("again").await("started"))[0];
					double second = millis(((i % 2 == 0) ? bare : shared).send("again").await("started"))[0];
					if (i >= 0) {
						samples.add((i % 2 == 0) ? first : second, (i % 2 == 0) ? second : first);
					}
				}
			}
		}
		results.add(name(), "one more context of a fork, " + NOTHING, FLOOR, "ms", samples, NOTHING_SHARED);
	}

	private static double[] millis(String[] nanos) {
		return Stream.of(nanos).mapToDouble((text) -> Long.parseLong(text) / 1e6).toArray();
	}

	private static final class Forks {

		private final Path directory;

		private final GeneratedTests tests;

		private int count;

		Forks(Path directory, GeneratedTests tests) {
			this.directory = directory;
			this.tests = tests;
		}

		ChildJvm start(boolean shared, int beans, boolean json) throws IOException {
			// Else it would tear down what the one before has left
			this.count++;
			List<String> options = List.of("-XX:-PrintWarnings",
					"-Dshared-session.directory=" + this.directory.resolve("root" + this.count));
			String classPath = Stream.of(ChildJvm.classPath().split(File.pathSeparator, -1))
				.filter((entry) -> shared || !LIBRARY.matcher(entry).matches())
				.collect(Collectors.joining(File.pathSeparator, this.tests.directory() + File.pathSeparator, ""));
			List<String> arguments = new ArrayList<>(List.of(GeneratedTests.className(shared, beans)));
			if (json) {
				arguments.add(GeneratedTests.VALUE);
			}
			return ChildJvm
				.start(new ProcessBuilder(ChildJvm.command(classPath, options, ContextStartMain.class, arguments)));
		}

	}

}
