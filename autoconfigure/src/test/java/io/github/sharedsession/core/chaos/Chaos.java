package io.github.sharedsession.core.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Many rounds, some at a time, until enough members have been killed: first all
 * situations, then rounds that are left to chance, that aim at the points which have seen
 * the fewest kills, and that repeat a round in which a member has passed a point where
 * none has been killed yet.
 */
final class Chaos {

	private final Path directory;

	private final MemberJvm jvm;

	private final Signals signals;

	private final long firstSeed;

	private final Tally tally;

	private final Queue<RoundPlan> situations = new ArrayDeque<>();

	private int begun;

	private final int members;

	private Chaos(Path directory, ChaosStore store, Signals signals, long firstSeed, int members)
			throws IOException, InterruptedException {
		this.directory = Files.createDirectories(directory);
		this.jvm = MemberJvm.prepare(directory, store);
		this.signals = signals;
		this.firstSeed = firstSeed;
		this.members = members;
		// Its time begins
		this.tally = new Tally();
	}

	/**
	 * Run one round again.
	 */
	static RoundResult replay(Path directory, ChaosStore store, RoundPlan plan)
			throws IOException, InterruptedException {
		deleteDirectory(directory);
		try (Signals signals = Signals.open()) {
			Chaos chaos = new Chaos(directory, store, signals, plan.seed(), plan.members());
			return Round.run(chaos.jvm, signals, directory.resolve("replay"), plan);
		}
	}

	/**
	 * Run rounds until enough members have been killed, and at all points, or one round
	 * has failed.
	 * @param store where sessions are kept
	 * @param extent how many rounds
	 */
	static Tally run(Path directory, ChaosStore store, long firstSeed, Extent extent)
			throws IOException, InterruptedException {
		deleteDirectory(directory);
		try (Signals signals = Signals.open()) {
			Chaos chaos = new Chaos(directory, store, signals, firstSeed, extent.members());
			if (!extent.glance()) {
				chaos.addSituations();
			}
			int workers = extent.workers();
			ExecutorService executor = Executors.newFixedThreadPool(workers);
			for (int i = 0; i < workers; i++) {
				executor.execute(() -> chaos.work(extent.kills(), extent.limit()));
			}
			executor.shutdown();
			if (!executor.awaitTermination(extent.limit().plusMinutes(15).toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("The rounds do not end");
			}
			return chaos.tally;
		}
	}

	private void addSituations() {
		for (Situation situation : Situation.values()) {
			this.situations.add(RoundPlan.of(situation));
		}
	}

	private void work(int kills, Duration limit) {
		try {
			for (RoundPlan plan = next(kills, limit); plan != null; plan = next(kills, limit)) {
				Path world = Files.createTempDirectory(this.directory, "world-");
				RoundResult result = Round.run(this.jvm, this.signals, world, plan);
				if (result.violations().isEmpty()) {
					deleteDirectory(world);
				}
				this.tally.add(result);
				if (this.tally.rounds() % 100 == 0) {
					System.out.println("So far " + this.tally.summary());
				}
			}
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			throw new IllegalStateException("A round could not be run", ex);
		}
	}

	private synchronized @Nullable RoundPlan next(int kills, Duration limit) {
		RoundPlan situation = this.situations.poll();
		if (situation != null) {
			return situation;
		}
		boolean enough = this.tally.killed() >= kills;
		if (!this.tally.failed().isEmpty() || this.tally.seconds() > limit.toSeconds()
				|| (enough && this.tally.oftenPassedNeverKilledAt().isEmpty())) {
			return null;
		}
		long seed = this.firstSeed + this.begun++;
		if (enough || this.begun % 2 == 0) {
			return this.tally.aimed(seed, this.members);
		}
		return RoundPlan.random(seed, this.members,
				(this.begun % 4 == 1) ? this.tally.leastKilled(new Random(seed)) : List.of());
	}

	private static void deleteDirectory(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> files = Files.walk(directory)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.deleteIfExists(file);
				}
			}
		}
	}

}
