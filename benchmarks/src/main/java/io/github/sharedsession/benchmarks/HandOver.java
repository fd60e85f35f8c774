package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * How long it takes until the last of some processes, all of which begin at once, has a
 * value that one of them creates; beside processes that poll a bare file lock each
 * millisecond, read the value and give the lock back.
 */
final class HandOver implements Benchmark {

	private static final String FLOOR = "polling of a bare `FileLock`";

	private static final long CREATION_MILLIS = 200;

	/** Time for all to have read the command before the start. */
	private static final long LEAD_MILLIS = 30;

	@Override
	public String name() {
		return "hand-over";
	}

	@Override
	public void run(Run run, Results results) throws IOException, InterruptedException {
		List<Integer> counts = run.choose(List.of(2), List.of(8, 32, 1, 64), List.of(8, 32, 1, 2, 4, 16, 64));
		int rounds = run.choose(2, 30, 60);
		int warmUp = run.choose(1, 10, 10);
		Path directory = run.newDirectory("hand-over");
		try (Members members = Members.start(counts.stream().mapToInt(Integer::intValue).max().orElseThrow())) {
			for (int count : counts) {
				for (long millis : run.choose(List.of(0L), List.of(CREATION_MILLIS, 0L),
						List.of(CREATION_MILLIS, 0L))) {
					Path root = Files.createDirectory(directory.resolve(count + "-" + millis));
					Rounds of = new Rounds(members.first(count), root, millis);
					of.run(warmUp);
					results.add(name(), count + " processes, creation " + millis + " ms", FLOOR, "ms", of.run(rounds),
							limit(count, millis));
				}
			}
		}
		finally {
			Run.delete(directory);
		}
	}

	private static @Nullable Double limit(int count, long millis) {
		return (millis == 0) ? null : (count == 8) ? (Double) 1.3 : (count == 32) ? (Double) 1.5 : null;
	}

	private static final class Rounds {

		private final List<ChildJvm> members;

		private final Path root;

		private final long millis;

		private int round;

		Rounds(List<ChildJvm> members, Path root, long millis) {
			this.members = members;
			this.root = root;
			this.millis = millis;
		}

		Samples run(int rounds) throws IOException {
			Samples samples = new Samples();
			for (int i = 0; i < rounds; i++) {
				this.round++;
				Path bare = Files.createDirectory(this.root.resolve("bare-" + this.round));
				double[] times = new double[2];
				for (int turn = 0; turn < times.length; turn++) {
					// By turns, so that nothing is always the first
					boolean shared = (turn + this.round) % 2 == 0;
					times[shared ? 0 : 1] = shared
							? measure("shared " + this.root.resolve("root") + " " + MemberMain.name(this.round))
							: measure("bare " + bare + " -");
				}
				samples.add(times[0], times[1]);
			}
			return samples;
		}

		private double measure(String command) {
			long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEAD_MILLIS + this.members.size());
			this.members.forEach((member) -> member.send(command + " " + this.millis + " " + start));
			long end = this.members.stream()
				.mapToLong((member) -> Long.parseLong(member.await("has")[0]))
				.max()
				.orElseThrow();
			return (end - start) / 1e6;
		}

	}

}
