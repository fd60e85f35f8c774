package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes from the kill of a process that is creating a value until one that
 * waits for it has created it instead, which takes that one no time; beside a process
 * that polls the bare file lock of the killed one.
 */
final class TakeOver implements Benchmark {

	private static final int WARM_UP = 3;

	/** Time to be waiting as long as others wait, and not just about to. */
	private static final long LEAD_MILLIS = 50;

	@Override
	public String name() {
		return "takeover";
	}

	@Override
	public void run(Run run, Results results) throws IOException, InterruptedException {
		int kills = run.choose(1, 30, 100);
		Samples samples = new Samples();
		Path directory = run.newDirectory("takeover");
		try (Members members = Members.start(1)) {
			ChildJvm waiting = members.get(0);
			for (int kill = 0; kill < WARM_UP + kills; kill++) {
				Path bare = Files.createDirectory(directory.resolve("bare-" + kill));
				double[] times = new double[2];
				for (int turn = 0; turn < times.length; turn++) {
					boolean shared = (turn + kill) % 2 == 0;
					times[shared ? 0 : 1] = measure(waiting,
							shared ? "shared " + directory.resolve("root") + " " + MemberMain.name(kill)
									: "bare " + bare + " -");
				}
				if (kill >= WARM_UP) {
					samples.add(times[0], times[1]);
				}
			}
		}
		finally {
			Run.delete(directory);
		}
		results.add(name(), "from the kill of a creator until the next has the value", "polling of a bare `FileLock`",
				"ms", samples, null);
	}

	private static double measure(ChildJvm waiting, String resource) throws IOException, InterruptedException {
		try (Members killed = Members.start(1)) {
			killed.get(0).send(resource + " " + SlowCreation.ENDLESS_MILLIS + " 0").await("creates");
			waiting.send(resource + " 0 0");
			TimeUnit.MILLISECONDS.sleep(LEAD_MILLIS);
			long start = System.nanoTime();
			killed.get(0).process().destroyForcibly();
			return (Long.parseLong(waiting.await("has")[0]) - start) / 1e6;
		}
	}

}
