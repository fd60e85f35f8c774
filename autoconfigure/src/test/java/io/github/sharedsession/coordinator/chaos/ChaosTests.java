package io.github.sharedsession.coordinator.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Members of sessions are killed at every step of the protocol, stopped, and made to
 * fail; whatever happens, nothing is made twice, used after its end, or left.
 * <p>
 * A round that fails prints how to run it again: {@code -Dtest=ChaosTests} with
 * {@code -Dchaos.seed=…} and, where they belong to it, {@code -Dchaos.situation=…},
 * {@code -Dchaos.targets=…} and {@code -Dchaos.aims=…}. What its members do and suffer
 * follows from these; the interleaving of processes is another one each time, except
 * where a situation makes them wait for each other, so {@code -Dchaos.repeat=…} runs a
 * round more than once.
 */
class ChaosTests {

	private static final Path DIRECTORY = Path.of("target", "chaos");

	@Test
	void nothingIsDoubledOrLeftWhenMembersAreKilled() throws Exception {
		RoundPlan plan = RoundPlan.fromSystemProperties();
		if (plan != null) {
			for (int i = 0; i < Integer.getInteger("chaos.repeat", 1); i++) {
				RoundResult result = Chaos.replay(DIRECTORY, plan);
				assertThat(result.violations()).as(result::toString).isEmpty();
			}
			return;
		}
		Tally tally = Chaos.run(DIRECTORY, System.nanoTime(), Integer.MAX_VALUE, Duration.ofSeconds(25));
		System.out.println(tally.report());
		assertThat(tally.failed()).as(tally::report).isEmpty();
		assertThat(tally.killed()).isPositive();
	}

	@Test
	@Tag("long")
	void nothingIsDoubledOrLeftWhenTenThousandMembersAreKilled() throws Exception {
		Tally tally = Chaos.run(DIRECTORY.resolveSibling("long-chaos"), System.nanoTime(),
				Integer.getInteger("chaos.kills", 10_000), Duration.ofMinutes(Integer.getInteger("chaos.minutes", 60)));
		System.out.println(tally.report());
		System.out.println(tally.killsByPoint());
		assertThat(tally.failed()).as(tally::report).isEmpty();
		assertThat(tally.oftenPassedNeverKilledAt()).as("Points that many have passed and none was killed at")
			.isEmpty();
	}

	/**
	 * A measurement: it fails only when nobody takes over. The operating system's own
	 * share is what a bare file lock takes in the same minutes.
	 */
	@Test
	@Tag("long")
	void killedCreatorIsFollowedByTheNext() throws Exception {
		Path directory = Files.createDirectories(Path.of("target", "takeover", Long.toString(System.nanoTime())));
		MemberJvm jvm = MemberJvm.prepare(directory);
		int kills = Integer.getInteger("takeover.kills", 120);
		try (Takeover resource = Takeover.start(jvm, "resource", directory);
				Takeover lock = Takeover.start(jvm, "lock", directory)) {
			for (int i = 0; i < kills; i++) {
				resource.kill();
				lock.kill();
			}
			System.out.printf(
					"Takeover after %d kills: p50 %.1f ms, p99 %.1f ms; bare lock: p50 %.1f ms, p99 %.1f ms; "
							+ "ratio: p50 %.2f, p99 %.2f%n",
					kills, resource.quantile(0.5), resource.quantile(0.99), lock.quantile(0.5), lock.quantile(0.99),
					resource.quantile(0.5) / lock.quantile(0.5), resource.quantile(0.99) / lock.quantile(0.99));
			assertThat(resource.count()).isEqualTo(lock.count()).isEqualTo(kills);
		}
	}

}
