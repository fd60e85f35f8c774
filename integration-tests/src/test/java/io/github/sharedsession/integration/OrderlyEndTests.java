package io.github.sharedsession.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left after a build that ended in order.
 */
class OrderlyEndTests {

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void onlyLockOfOwnerIsLeft() throws Exception {
		BuildResult result = FixtureBuild.in(this.directory).tests("onecontext").forks(2).run();
		assertThat(result).succeeds().isInOrder();
		assertThat(result.sessionFiles()).as(result::describe).containsExactly("lock");
		assertThat(permissions("session")).isEqualTo("rwx------");
		assertThat(permissions("session/lock")).isEqualTo("rw-------");
	}

	@Test
	void buildThatSharesNothingTouchesNothing() {
		BuildResult result = FixtureBuild.in(this.directory).tests("plain").run();
		assertThat(result).succeeds();
		assertThat(this.directory.resolve("session")).as(result::describe).doesNotExist();
	}

	private String permissions(String path) throws Exception {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory.resolve(path)));
	}

}
