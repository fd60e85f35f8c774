package io.github.sharedsession.integration;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A shared bean is shared wherever its method stands.
 */
class PlacementTests {

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void methodsAreSharedInEveryPlace() {
		BuildResult result = FixtureBuild.in(this.directory).tests("placements").forks(2).run();
		assertThat(result).succeeds()
			.runsInForks(2)
			.isInOrder()
			.createsAndDestroysOnce("static-method", "instance-method", "proxied-instance-method", "imported",
					"nested-configuration", "test-class", "superclass", "interface-method", "enclosing-class");
	}

}
