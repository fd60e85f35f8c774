package io.github.sharedsession.integration;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * All combinations of the number of forks and the kind of context configuration, many
 * times in a row.
 */
@Tag("long")
class AllCombinationsTests {

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	static Stream<Arguments> reusedForks() {
		return combinations(1, 2, 4, 8);
	}

	static Stream<Arguments> forksOfOneClassEach() {
		return combinations(1, 2);
	}

	private static Stream<Arguments> combinations(Integer... forkCounts) {
		return IntStream.rangeClosed(1, Integer.getInteger("inner.repetitions"))
			.boxed()
			.flatMap((run) -> Stream.of(forkCounts)
				.flatMap((forks) -> Stream.of(Contexts.values()).map((contexts) -> arguments(run, forks, contexts))));
	}

	@ParameterizedTest(name = "run {0}: {1} forks, contexts {2}")
	@MethodSource("reusedForks")
	void reusedForksCreateAndDestroyEachResourceOnce(int run, int forks, Contexts contexts) {
		BuildResult result = contexts.all(FixtureBuild.in(this.directory).forks(forks)).run();
		assertThat(result).succeeds().runsInForks(forks).isInOrder().createsAndDestroysOnce(contexts.resources());
	}

	@ParameterizedTest(name = "run {0}: {1} forks, contexts {2}")
	@MethodSource("forksOfOneClassEach")
	void forksOfOneClassEachNeverSeeTwoLiveGenerations(int run, int forks, Contexts contexts) {
		BuildResult result = contexts.all(FixtureBuild.in(this.directory).forks(forks).reuseForks(false)).run();
		assertThat(result).succeeds().isInOrder();
		for (String resource : List.of(contexts.resources())) {
			assertThat(result).createsAtLeastOnce(resource);
		}
	}

}
