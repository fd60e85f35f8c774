package io.github.sharedsession.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.integration.ledger.LedgerEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens when forks end in the middle of their tests, by their own doing.
 */
class ForkEndTests {

	private static final String SMALL_HEAP = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx96m ";

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void othersKeepWhatForksWereUsingThatEnded() {
		try (RunningBuild build = killed(5).property("fixture.jvm-arguments", SMALL_HEAP).start()) {
			build.permit("create");
			List<Long> users = users(build, 5);
			long creator = build.awaitEntries("create", "server", 1).get(0).pid();
			users.remove(creator);
			build.end(creator, ForkEnd.EXIT);
			build.end(users.remove(0), ForkEnd.HALT);
			build.kill(users.remove(0));
			long outOfMemory = users.remove(0);
			build.end(outOfMemory, ForkEnd.OUT_OF_MEMORY);
			build.permit("use");
			BuildResult result = build.result();
			assertThat(result).fails()
				.runsInForks(5)
				.createsAndDestroysOnce("server")
				.isInOrder()
				.prints("created by " + result.forkName(creator), "torn down by " + result.forkName(users.get(0)));
			assertThat(result.ledger().entries("destroy", "server").get(0).pid()).as(result::describe)
				.isEqualTo(users.get(0));
			assertThat(result.ledger().entries("disconnect", "server")).as(result::describe)
				.extracting(LedgerEntry::pid)
				.containsExactly(creator, outOfMemory, users.get(0));
		}
	}

	@Test
	void nextForkUndoesCreationThatEndedItsFork() {
		try (RunningBuild build = killed(4).property("fixture.await-attempt", "true")
			.property("fixture.jvm-arguments", SMALL_HEAP + "-XX:+ExitOnOutOfMemoryError")
			.start()) {
			long first = build.awaitEntries("attempt", "server", 1).get(0).pid();
			build.end(first, ForkEnd.HALT);
			build.permit("attempt");
			build.end(build.awaitEntries("create", "server", 1).get(0).pid(), ForkEnd.EXIT);
			build.end(build.awaitEntries("create", "server", 2).get(1).pid(), ForkEnd.OUT_OF_MEMORY_AT_ONCE);
			long last = build.awaitEntries("create", "server", 3).get(2).pid();
			build.permit("create");
			build.permit("use");
			BuildResult result = build.result();
			assertThat(result).fails()
				.runsInForks(4)
				.creates("server", 3)
				.isInOrder()
				.prints("A creation of the shared bean 'server'",
						"by " + result.forkName(first) + ", pid " + first + " did not end, and may have left something",
						"created by " + result.forkName(last), "torn down by " + result.forkName(last));
		}
	}

	@Test
	@Tag("long")
	void forksOfOneClassEachDestroyWhatTheOneBeforeThemLeft() {
		try (RunningBuild build = killed(1).tests("killed", "ServerUser1", "ServerUser2", "ServerUser3", "ServerUser4")
			.reuseForks(false)
			.start()) {
			build.permit("create");
			build.end(build.awaitEntries("use-begin", "server", 1).get(0).pid(), ForkEnd.HALT);
			build.end(build.awaitEntries("use-begin", "server", 2).get(1).pid(), ForkEnd.EXIT);
			build.kill(build.awaitEntries("use-begin", "server", 3).get(2).pid());
			build.awaitEntries("use-begin", "server", 4);
			build.permit("use");
			assertThat(build.result()).fails().runsInForks(4).creates("server", 4).isInOrder();
		}
	}

	@ParameterizedTest
	@Tag("long")
	@ValueSource(strings = { "-XX:+ExitOnOutOfMemoryError",
			"-XX:+CrashOnOutOfMemoryError -XX:-CreateCoredumpOnCrash -XX:ErrorFile=/dev/null" })
	void forkThatRunsOutOfMemoryLosesNothing(String argument) {
		try (RunningBuild build = killed(3).property("fixture.jvm-arguments", SMALL_HEAP + argument).start()) {
			build.end(build.awaitEntries("create", "server", 1).get(0).pid(), ForkEnd.OUT_OF_MEMORY_AT_ONCE);
			build.permit("create");
			build.end(users(build, 2).get(0), ForkEnd.OUT_OF_MEMORY_AT_ONCE);
			build.permit("use");
			assertThat(build.result()).fails().runsInForks(3).creates("server", 2).isInOrder();
		}
	}

	@ParameterizedTest
	@Tag("long")
	@ValueSource(strings = { "kill", "halt", "run-out-of-memory" })
	void nextBuildDestroysWhatForksLeftThatAllEnded(String end) {
		try (RunningBuild build = killed(2)
			.property("fixture.jvm-arguments", SMALL_HEAP + "-XX:+ExitOnOutOfMemoryError")
			.start()) {
			build.permit("create");
			for (long pid : users(build, 2)) {
				switch (end) {
					case "kill" -> build.kill(pid);
					case "halt" -> build.end(pid, ForkEnd.HALT);
					default -> build.end(pid, ForkEnd.OUT_OF_MEMORY_AT_ONCE);
				}
			}
			BuildResult result = build.result();
			assertThat(result).fails().leavesNoProcess();
			assertThat(result.ledger().entries("destroy", "server")).as(result::describe).isEmpty();
		}
		try (RunningBuild build = killed(2).start()) {
			build.permit("use");
			assertThat(build.result()).succeeds().runsInForks(4).creates("server", 2).isInOrder();
		}
	}

	private FixtureBuild killed(int forks) {
		return FixtureBuild.in(this.directory).tests("killed").forks(forks);
	}

	private static List<Long> users(RunningBuild build, int count) {
		return new ArrayList<>(
				build.awaitEntries("use-begin", "server", count).stream().map(LedgerEntry::pid).toList());
	}

}
