package io.github.sharedsession.integration;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forks share under each number of forks and each kind of context configuration. A subset
 * that meets each value; {@link AllCombinationsTests} has them all.
 */
class MatrixTests {

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@ParameterizedTest
	@CsvSource({ "1, CLOSING_EARLY", "2, ONE", "4, SEVERAL", "8, ONE" })
	void reusedForksCreateAndDestroyEachResourceOnce(int forks, Contexts contexts) {
		BuildResult result = contexts.all(FixtureBuild.in(this.directory).forks(forks)).run();
		assertThat(result).succeeds().runsInForks(forks).isInOrder().createsAndDestroysOnce(contexts.resources());
	}

	@Test
	void forksOfOneClassEachNeverSeeTwoLiveGenerations() {
		BuildResult result = Contexts.SEVERAL.few(FixtureBuild.in(this.directory).forks(2).reuseForks(false)).run();
		assertThat(result).succeeds().isInOrder();
		for (String resource : Contexts.SEVERAL.resources()) {
			assertThat(result).createsAtLeastOnce(resource);
		}
	}

}
