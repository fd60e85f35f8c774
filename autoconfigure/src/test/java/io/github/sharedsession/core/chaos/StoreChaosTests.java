package io.github.sharedsession.core.chaos;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Members of sessions are killed at every step of the protocol, stopped, and made to
 * fail; whatever happens, nothing is made twice, used after its end, or left.
 * <p>
 * A round that fails prints how to run it again: {@code -Dtest=…} with
 * {@code -Dchaos.seed=…} and, where they belong to it, {@code -Dchaos.members=…},
 * {@code -Dchaos.situation=…}, {@code -Dchaos.targets=…} and {@code -Dchaos.aims=…}. What
 * its members do and suffer follows from these; the interleaving of processes is another
 * one each time, except where a situation makes them wait for each other, so
 * {@code -Dchaos.repeat=…} runs a round more than once.
 */
public abstract class StoreChaosTests {

	private static final Path TARGET = Path.of("target");

	/**
	 * Say where sessions are kept.
	 * @return the store
	 */
	protected abstract ChaosStore store();

	/**
	 * Say what the normal build has time for.
	 * @return the extent
	 */
	protected Extent extent() {
		return Extent.glance(Duration.ofSeconds(3));
	}

	private Path directory(String name) {
		return TARGET.resolve(name).resolve(getClass().getSimpleName());
	}

	@Test
	void nothingIsDoubledOrLeftWhenMembersAreKilled() throws Exception {
		RoundPlan plan = RoundPlan.fromSystemProperties();
		if (plan != null) {
			for (int i = 0; i < Integer.getInteger("chaos.repeat", 1); i++) {
				RoundResult result = Chaos.replay(directory("chaos"), store(), plan);
				assertThat(result.violations()).as(result::toString).isEmpty();
			}
			return;
		}
		Tally tally = Chaos.run(directory("chaos"), store(), System.nanoTime(), extent());
		System.out.println(tally.report());
		assertThat(tally.failed()).as(tally::report).isEmpty();
		assertThat(tally.killed()).isPositive();
	}

	@Test
	@Tag("long")
	void nothingIsDoubledOrLeftWhenTenThousandMembersAreKilled() throws Exception {
		Tally tally = Chaos.run(directory("long-chaos"), store(), System.nanoTime(),
				Extent.of(Integer.getInteger("chaos.kills", 10_000),
						Duration.ofMinutes(Integer.getInteger("chaos.minutes", 60))));
		System.out.println(tally.report());
		System.out.println(tally.killsByPoint());
		assertThat(tally.failed()).as(tally::report).isEmpty();
		assertThat(tally.oftenPassedNeverKilledAt()).as("Points that many have passed and none was killed at")
			.isEmpty();
	}

}
