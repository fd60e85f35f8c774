package io.github.sharedsession.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.github.sharedsession.integration.ledger.LedgerEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server in the session host is started and stopped once for each build, however its
 * forks come and go, and however the build ends.
 */
class HostedTests {

	/** Far more than the host lingers. */
	private static final long LIMIT_SECONDS = 30;

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@ParameterizedTest
	@CsvSource({ "2, true", "1, false" })
	void serverStartsAndStopsOnce(int forks, boolean reuse) {
		BuildResult result = build().forks(forks).reuseForks(reuse).run();
		assertThat(result).succeeds();
		assertEnds(result);
		assertThat(result).isInOrder().creates("server", 1).createsAtLeastOnce("schema");
	}

	@Tag("long")
	@ParameterizedTest
	@CsvSource({ "1, true", "4, true", "2, false", "4, false" })
	void serverStartsAndStopsOnceWithMoreForks(int forks, boolean reuse) {
		serverStartsAndStopsOnce(forks, reuse);
	}

	@Test
	void surefireAndFailsafeShareTheServer() {
		BuildResult result = build().forks(2)
			.goals("org.apache.maven.plugins:maven-surefire-plugin:test",
					"org.apache.maven.plugins:maven-failsafe-plugin:integration-test",
					"org.apache.maven.plugins:maven-failsafe-plugin:verify")
			.property("it.test", "**/hosted/*IT")
			.run();
		assertThat(result).succeeds();
		assertEnds(result);
		assertThat(result).runsInForks(4).isInOrder().creates("server", 1);
	}

	@Tag("long")
	@Test
	void testsInMavensOwnJvmUseTheServer() {
		BuildResult result = build().forks(0).run();
		assertThat(result).succeeds();
		assertEnds(result);
		assertThat(result).isInOrder().creates("server", 1);
	}

	@Tag("long")
	@Test
	void modulesThatAreTestedAtOnceShareTheServer() {
		BuildResult result = FixtureBuild.ofReactorIn(this.directory).forks(2).run();
		assertThat(result).succeeds();
		assertEnds(result);
		assertThat(result).isInOrder().creates("server", 1);
		assertThat(result.ledger().forks()).as(result::describe).hasSizeGreaterThanOrEqualTo(3);
	}

	@Test
	void serverIsStoppedWhenMavenIsKilled() {
		try (RunningBuild build = build().forks(2).property("fixture.wait", "true").start()) {
			build.awaitEntries("use-begin", "server", 2);
			build.killMaven();
			BuildResult result = build.result();
			assertEnds(result);
			assertThat(result).fails().creates("server", 1).leavesNoProcess().leavesNoFile();
		}
	}

	@Tag("long")
	@Test
	void serverIsStoppedWhenTheBuildIsInterrupted() throws IOException {
		try (RunningBuild build = build().inProcessGroup().forks(2).property("fixture.wait", "true").start()) {
			build.awaitEntries("use-begin", "server", 2);
			long host = build.awaitEntries("create", "server", 1).get(0).pid();
			long fork = build.awaitEntries("use-begin", "server", 2).get(0).pid();
			assertThat(processGroup(host)).as("Ctrl-C does not reach the host").isNotEqualTo(processGroup(fork));
			build.interrupt();
			BuildResult result = build.result();
			assertEnds(result);
			assertThat(result).fails().creates("server", 1).creates("schema", 1).leavesNoProcess().leavesNoFile();
			assertThat(result.ledger().entries("destroy", "server").get(0).line()).as(result::describe)
				.isGreaterThan(result.ledger().entries("destroy", "schema").get(0).line());
		}
	}

	@Tag("long")
	@Test
	void hostThatIsKilledIsNamedAndTheNextBuildIsClean() {
		try (RunningBuild build = build().forks(2).property("fixture.wait", "true").start()) {
			build.awaitEntries("use-begin", "server", 2);
			LedgerEntry host = build.awaitEntries("create", "server", 1).get(0);
			build.kill(host.pid());
			build.permit("use");
			BuildResult result = build.result();
			assertThat(result).fails().leavesNoProcess();
			assertThat(result.output()).as(result::describe)
				.contains("when the process that served it, session host, pid " + host.pid() + ", died");
			assertEnds(result);
		}
		BuildResult next = build().forks(2).run();
		assertThat(next).succeeds();
		assertEnds(next);
		assertThat(next).leavesNoFile();
	}

	private FixtureBuild build() {
		return FixtureBuild.in(this.directory).tests("hosted");
	}

	/** The hosts are those who created. */
	static void assertEnds(BuildResult result) {
		for (LedgerEntry creation : result.ledger().entries("create", "server")) {
			await(result, "end of host " + creation.pid(), () -> !RunningBuild.isAlive(creation.pid()));
		}
	}

	private static void await(BuildResult result, String description, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
				throw new AssertionError(
						"Not within " + LIMIT_SECONDS + " s: " + description + "\n" + result.describe());
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
	}

	private static String processGroup(long pid) throws IOException {
		String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
		return status.substring(status.lastIndexOf(')') + 2).split(" ", -1)[2];
	}

}
