package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.sharedsession.host.HostProcess;

/**
 * How long a session host takes from its start until it can be asked, and the memory that
 * it then has; beside a JVM that does nothing.
 */
final class HostStart implements Benchmark {

	/** As those of a host, which it has for being small and soon ready. */
	private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms16m");

	private static final long LIMIT_SECONDS = 60;

	@Override
	public String name() {
		return "host";
	}

	@Override
	public void run(Run run, Results results) throws IOException, InterruptedException {
		Path directory = run.newDirectory("host");
		Samples millis = new Samples();
		Samples memory = new Samples();
		try {
			// The first is for the caches of the operating system
			for (int round = -1; round < run.choose(1, 30, 100); round++) {
				Cost[] costs = new Cost[2];
				for (int turn = 0; turn < costs.length; turn++) {
					boolean host = (turn + round) % 2 == 0;
					costs[host ? 0 : 1] = host ? measureHost(directory.resolve("root" + round))
							: measureBare(directory.resolve("bare" + round));
				}
				if (round >= 0) {
					millis.add(costs[0].millis(), costs[1].millis());
					if (costs[1].megabytes() > 0) {
						memory.add(costs[0].megabytes(), costs[1].megabytes());
					}
				}
			}
		}
		finally {
			Run.delete(directory);
		}
		results.add(name(), "from the start of a host until it can be asked", "start of a bare JVM", "ms", millis,
				null);
		if (memory.count() > 0) {
			results.add(name(), "memory of a host that nobody has asked", "a bare JVM", "MB", memory, null);
		}
	}

	private static Cost measureHost(Path root) throws IOException, InterruptedException {
		long start = System.nanoTime();
		HostProcess host = HostProcess.start(root);
		return measure(start, host.process(), host.ready());
	}

	private static Cost measureBare(Path ready) throws IOException, InterruptedException {
		long start = System.nanoTime();
		ChildJvm jvm = ChildJvm.start(OPTIONS, BareJvmMain.class, List.of(ready.toString()));
		return measure(start, jvm.process(), ready);
	}

	private static Cost measure(long start, Process process, Path ready) throws IOException, InterruptedException {
		try {
			while (!Files.exists(ready)) {
				if (!process.isAlive() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
					throw new IllegalStateException(process + " does not get ready");
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			}
			ProcessLoad load = new ProcessLoad(process.toHandle());
			return new Cost((System.nanoTime() - start) / 1e6, load.isKnown() ? load.kilobytes() / 1024 : 0);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	/**
	 * What a JVM takes.
	 *
	 * @param millis until it is ready
	 * @param megabytes its memory then, or 0 where that is not known
	 */
	private record Cost(double millis, double megabytes) {
	}

}
