package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What it takes until the first test of a fork runs, with the smallest application that
 * Spring Boot can start, whose context has some shared beans; beside the same application
 * with ordinary beans and without the library on the class path. The shared beans are
 * created by the fork that is measured, which is alone.
 */
final class ContextStart implements Benchmark {

	private static final double NOTHING_SHARED = 1.01;

	/** Beyond JSON's own first use. */
	private static final double FIRST_BEAN_MILLIS = 60;

	private static final String FLOOR = "ordinary beans, no starter";

	private static final String JSON_FLOOR = FLOOR + ", first use of JSON";

	private static final String FIRST = "first context of a fork, ";

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
			GeneratedTests tests = GeneratedTests.compile(directory.resolve("classes"), counts,
					warmUp(run) + again(run), ChildJvm.classPath(), run.choose(false, true, true));
			ContextForks forks = new ContextForks(directory, tests);
			again(run, results, forks);
			for (int count : counts) {
				processorTime(run, results, forks, count);
			}
			if (counts.contains(1)) {
				firstBean(run, results, forks);
			}
		}
		finally {
			Run.delete(directory);
		}
	}

	/**
	 * Both forks at once on one processor: they get it by turns of a few milliseconds,
	 * and whatever disturbs one disturbs the other as well. Without the second compiler,
	 * whose work is hardly the same twice.
	 */
	private void processorTime(Run run, Results results, ContextForks forks, int count) throws IOException {
		// Whoever shares a first value needs JSON for the first time too
		boolean json = count == 1;
		int rounds = (count <= 1) ? run.choose(1, 30, 100) : run.choose(1, 6, 20);
		Samples all = Samples.takenTogether();
		Samples main = Samples.takenTogether();
		Samples beyondJson = Samples.takenTogether();
		// The first is for the caches of the operating system
		for (int round = -1; round < rounds; round++) {
			boolean sharedFirst = round % 2 == 0;
			try (ChildJvm first = forks.startPinned(sharedFirst, count, json && !sharedFirst);
					ChildJvm second = forks.startPinned(!sharedFirst, count, json && sharedFirst)) {
				double[] shared = millis((sharedFirst ? first : second).await("started"));
				double[] bare = millis((sharedFirst ? second : first).await("started"));
				if (round >= 0) {
					all.add(shared[1], bare[1]);
					main.add(shared[2], bare[2]);
					beyondJson.add(shared[1] - bare[1], FIRST_BEAN_MILLIS);
				}
			}
		}
		String what = FIRST + ((count == 0) ? "nothing" : count) + " shared, processor time of ";
		String floor = json ? JSON_FLOOR : FLOOR;
		results.add(name(), what + "all threads", floor, "ms", all, (count == 0) ? NOTHING_SHARED : null);
		results.add(name(), what + "the tests' thread", floor, "ms", main, null);
		if (json) {
			results.add(name(), what + "all threads beyond that", "what time it may take", "ms", beyondJson, null);
		}
	}

	/**
	 * The time that passes while another processor is free, as when the first fork of a
	 * build starts. One fork at a time, which varies by much more than both at once.
	 */
	private void firstBean(Run run, Results results, ContextForks forks) throws IOException {
		Samples wall = Samples.takenTogether();
		Samples beyondJson = Samples.takenTogether();
		for (int round = -1; round < run.choose(1, 40, 120); round++) {
			double[] millis = new double[2];
			for (int turn = 0; turn < 2; turn++) {
				boolean shared = (turn + round) % 2 == 0;
				try (ChildJvm fork = forks.start(shared, 1, !shared)) {
					millis[shared ? 0 : 1] = millis(fork.await("started"))[0];
				}
			}
			if (round >= 0) {
				wall.add(millis[0], millis[1]);
				beyondJson.add(millis[0] - millis[1], FIRST_BEAN_MILLIS);
			}
		}
		results.add(name(), FIRST + "1 shared, time with a free processor", JSON_FLOOR, "ms", wall, null);
		results.add(name(), FIRST + "1 shared, time beyond that", "what it may be", "ms", beyondJson, 1.0);
	}

	private static int warmUp(Run run) {
		return run.choose(1, 100, 200);
	}

	private static int again(Run run) {
		return run.choose(2, 100, 200);
	}

	/** Two class paths in one JVM, which is warm. */
	private void again(Run run, Results results, ContextForks forks) throws IOException {
		int warmUp = warmUp(run);
		int contexts = again(run);
		Samples samples = Samples.takenTogether();
		// Each compiles what runs often in a way of its own
		for (int jvm = 0; jvm < run.choose(1, 10, 20); jvm++) {
			try (ChildJvm fork = forks.startAgain(warmUp + contexts)) {
				for (int i = 0; i < warmUp + contexts; i++) {
					double[] pair = millis(fork.await("pair"));
					if (i >= warmUp) {
						samples.add(pair[0], pair[1]);
					}
				}
			}
		}
		results.add(name(), "one more context of a fork, nothing shared", FLOOR, "ms", samples, NOTHING_SHARED);
	}

	private static double[] millis(String[] nanos) {
		return Stream.of(nanos).mapToDouble((text) -> Long.parseLong(text) / 1e6).toArray();
	}

}
