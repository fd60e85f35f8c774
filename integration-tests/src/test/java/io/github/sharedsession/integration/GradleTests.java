package io.github.sharedsession.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.integration.ledger.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The test workers of a Gradle daemon, which lives on when a build has ended.
 */
@EnabledForJreRange(max = JRE.JAVA_22, disabledReason = "That Gradle runs on no later one")
class GradleTests {

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void workersShareInEachBuildOfADaemon() throws IOException {
		// Fills the local repository
		Path fixture = Fixture.named("forked-tests").directory();
		Path project = Fixture.copy("gradle");
		GradleDistribution distribution = GradleDistribution.of(InnerMaven.directory("inner.gradle-libraries"),
				InnerMaven.directory("inner.directory").resolve("gradle-distribution"));
		BuildResult first;
		BuildResult second;
		try (InnerGradle gradle = new InnerGradle(distribution, project)) {
			first = run(gradle, fixture, "first");
			second = run(gradle, fixture, "second");
			assertThat(second.ledger().builds()).as(second::describe).isEqualTo(first.ledger().builds());
			assertThat(second.ledger().builds()).allMatch(RunningBuild::isAlive);
		}
		String report = project.resolve("build/shared-session/report.html").toString();
		for (BuildResult build : List.of(first, second)) {
			assertThat(build).succeeds()
				.runsInForks(2)
				.createsAndDestroysOnce("server", "index")
				.isInOrder()
				.prints("Shared session: 2 shared beans in 2 JVMs", "  Report: " + report);
		}
		assertThat(Path.of(report)).isRegularFile();
	}

	private BuildResult run(InnerGradle gradle, Path fixture, String name) throws IOException {
		Path build = Files.createDirectory(this.directory.resolve(name));
		Map<String, String> properties = Map.of("repository", InnerMaven.directory("inner.local-repository").toString(),
				"springBootVersion", InnerMaven.property("inner.spring-boot-version"), "starterVersion",
				InnerMaven.property("inner.starter-version"), "fixture", fixture.resolve("src/test/java").toString(),
				"buildOf", build.toString());
		BuildOutput output = new BuildOutput();
		int exitCode = gradle.execute(List.of("test"), properties, output);
		return new BuildResult(build, exitCode, output.toString(), new Ledger(build.resolve("ledger")));
	}

}
