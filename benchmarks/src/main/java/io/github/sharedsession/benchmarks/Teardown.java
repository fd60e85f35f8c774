package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How long the last fork takes to tear down many resources whose own teardown takes no
 * time; beside bare locks and files.
 */
final class Teardown implements Benchmark {

	@Override
	public String name() {
		return "teardown";
	}

	@Override
	public void run(Run run, Results results) throws IOException, InterruptedException {
		int count = run.choose(10, 1000, 1000);
		int rounds = run.choose(2, 5, 30);
		Samples samples = new Samples();
		Path directory = run.newDirectory("teardown");
		try (Members members = Members.start(1)) {
			ChildJvm jvm = members.get(0);
			for (int round = 0; round <= rounds; round++) {
				double bare = millis(jvm.send("bare-end " + directory.resolve("bare-" + round) + " " + count));
				jvm.send("fill " + directory.resolve("root-" + round) + " " + count).await("filled");
				double shared = millis(jvm.send("end"));
				// The first is for the compiler
				if (round > 0) {
					samples.add(shared, bare);
				}
			}
		}
		finally {
			Run.delete(directory);
		}
		results.add(name(), count + " resources", "bare locks, moves and deletions", "ms", samples, null);
	}

	private static double millis(ChildJvm jvm) {
		return Long.parseLong(jvm.await("ended")[0]) / 1e6;
	}

}
