package io.github.sharedsession.core.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of the {@link SessionIdentity}.
 */
class SessionIdentityTests {

	private final String basedir = System.getProperty("basedir", "");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@AfterEach
	void restoreBasedir() {
		if (this.basedir.isEmpty()) {
			System.clearProperty("basedir");
		}
		else {
			System.setProperty("basedir", this.basedir);
		}
	}

	@Test
	void modulesOfOneBuildShare() throws IOException {
		Path root = project(this.temporary.resolve("checkout"));
		project(root.resolve("a"));
		project(root.resolve("a/b"));
		assertThat(List.of(detect(root.resolve("a")), detect(root.resolve("a/b")))).containsOnly(detect(root));
		assertThat(detect(root).buildRoot()).isEqualTo(root.toRealPath());
	}

	@Test
	void directoryWithoutBuildFileEndsTheBuild() throws IOException {
		project(this.temporary);
		Path inner = project(Files.createDirectory(this.temporary.resolve("gap")).resolve("inner"));
		assertThat(detect(inner).buildRoot()).isEqualTo(inner.toRealPath());
	}

	@Test
	void moduleOfGradleBelongsToTheNextSettings() throws IOException {
		Path root = Files.createDirectory(this.temporary.resolve("checkout"));
		Files.createFile(root.resolve("settings.gradle.kts"));
		Path module = Files.createDirectories(root.resolve("modules/inner"));
		Path other = Files.createDirectory(root.resolve("other"));
		Files.createFile(module.resolve("build.gradle.kts"));
		System.setProperty("org.gradle.test.worker", "7");
		try {
			assertThat(List.of(detect(module), detect(other))).containsOnly(detect(root));
			assertThat(detect(root).buildRoot()).isEqualTo(root.toRealPath());
		}
		finally {
			System.clearProperty("org.gradle.test.worker");
		}
	}

	@Test
	void otherCheckoutDoesNotShare() throws IOException {
		SessionIdentity one = detect(project(this.temporary.resolve("one")));
		assertThat(detect(project(this.temporary.resolve("two"))).name()).isNotEqualTo(one.name());
	}

	@Test
	void explicitIdIsTakenTogetherWithTheBuildRoot() throws IOException {
		Path one = project(this.temporary.resolve("one"));
		Path two = project(this.temporary.resolve("two"));
		assertThat(detect(one, "nightly")).isEqualTo(detect(one, "nightly"));
		assertThat(detect(one, "nightly").name()).isNotEqualTo(detect(one, "other").name())
			.isNotEqualTo(detect(two, "nightly").name());
	}

	@Test
	void explicitIdIsTakenAloneWhereMachinesHaveTheBuildInDifferentPlaces() throws IOException {
		Path one = project(this.temporary.resolve("one"));
		Path two = project(this.temporary.resolve("two"));
		assertThat(detect(one, "nightly", true).name()).isEqualTo(detect(two, "nightly", true).name())
			.isNotEqualTo(detect(one, "other", true).name())
			.isNotEqualTo(detect(one, "nightly").name());
		assertThat(detect(two, "nightly", true).buildRoot()).isEqualTo(two.toRealPath());
	}

	@Test
	void startOfTheAncestorMayDifferByTwoSeconds() {
		SessionIdentity identity = new SessionIdentity(this.temporary, "s-1", 1000);
		SessionIdentity near = new SessionIdentity(this.temporary, "s-1", 998);
		SessionIdentity far = new SessionIdentity(this.temporary, "s-1", 997);
		String directory = identity.directoryName(List.of("lock", "s-2-rs"));
		assertThat(near.directoryName(List.of(directory))).isEqualTo(directory);
		assertThat(far.directoryName(List.of(directory))).isNotEqualTo(directory);
	}

	@Test
	void startOfTheAncestorDoesNotDependOnTheClock() throws IOException {
		Path uptime = Path.of("/proc/uptime");
		assumeTrue(Files.exists(uptime), "Only Linux counts from its boot");
		double seconds = Double.parseDouble(Files.readString(uptime).split(" ", -1)[0]);
		long start = detect(project(this.temporary.resolve("checkout"))).ancestorStart();
		assertThat(start).isPositive().isLessThanOrEqualTo((long) (seconds * 100));
	}

	@Test
	void foreignDirectoriesAreNoSessions() {
		SessionIdentity identity = new SessionIdentity(this.temporary, "s-1", 1000);
		String own = identity.directoryName(List.of());
		assertThat(identity.directoryName(List.of("s-1-", "s-1-backup of today", "s-1--", "s-1-" + "z".repeat(40),
				"s-1-" + Long.toString(Long.MIN_VALUE, Character.MAX_RADIX))))
			.isEqualTo(own);
	}

	private static Path project(Path directory) throws IOException {
		Files.createDirectories(directory);
		Files.createFile(directory.resolve("pom.xml"));
		return directory;
	}

	private static SessionIdentity detect(Path basedir) {
		return detect(basedir, null);
	}

	private static SessionIdentity detect(Path basedir, @Nullable String id) {
		return detect(basedir, id, false);
	}

	private static SessionIdentity detect(Path basedir, @Nullable String id, boolean ofMachines) {
		System.setProperty("basedir", basedir.toString());
		return SessionIdentity.detect(id, ofMachines);
	}

}
