package io.github.sharedsession.integration;

import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.integration.ledger.LedgerEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens when processes are killed.
 */
class CrashTests {

	private static final int FORKS = 3;

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void nextForkDestroysWhatKilledCreatorLeftAndCreatesOnce() {
		try (RunningBuild build = FixtureBuild.in(this.directory).tests("killed").forks(FORKS).start()) {
			LedgerEntry killed = build.awaitEntries("create", "server", 1).get(0);
			build.kill(killed.pid());
			build.permit("use");
			build.permit("create");
			BuildResult result = build.result();
			assertThat(result).fails().runsInForks(FORKS).creates("server", 2).isInOrder();
			assertThat(events(result)).as(result::describe)
				.containsExactly("create " + killed.generation(), "destroy " + killed.generation(),
						"create " + other(result, killed), "destroy " + other(result, killed));
			assertThat(users(result)).as(result::describe).hasSize(FORKS - 1).doesNotContain(killed.pid());
			assertThat(result.sharingReport("report")).contains("\"pid\":" + killed.pid())
				.containsOnlyOnce("\"end\":\"lost\"")
				.containsOnlyOnce("\"kind\":\"creating\",\"member\":" + (number(result, killed) - 1) + ",");
		}
	}

	@Test
	void otherForksKeepWhatKilledForkCreated() {
		try (RunningBuild build = FixtureBuild.in(this.directory).tests("killed").forks(FORKS).start()) {
			build.permit("create");
			LedgerEntry killed = build.awaitEntries("create", "server", 1).get(0);
			build.awaitEntries("use-begin", "server", FORKS);
			build.kill(killed.pid());
			build.permit("use");
			BuildResult result = build.result();
			assertThat(result).fails().runsInForks(FORKS).createsAndDestroysOnce("server").isInOrder();
			assertThat(result.ledger().entries("destroy", "server").get(0).pid()).as(result::describe)
				.isNotEqualTo(killed.pid());
		}
	}

	@Test
	void nextBuildDestroysWhatKilledBuildLeft() {
		LedgerEntry killed;
		try (RunningBuild build = FixtureBuild.in(this.directory).tests("killed").forks(FORKS).start()) {
			build.permit("create");
			killed = build.awaitEntries("create", "server", 1).get(0);
			build.awaitEntries("use-begin", "server", FORKS);
			build.killAll();
			assertThat(build.result()).fails().leavesNoProcess();
		}
		try (RunningBuild build = FixtureBuild.in(this.directory).tests("killed").forks(FORKS).start()) {
			build.permit("use");
			BuildResult result = build.result();
			assertThat(result).succeeds().runsInForks(2 * FORKS).creates("server", 2).isInOrder();
			assertThat(events(result)).as(result::describe)
				.containsExactly("create " + killed.generation(), "destroy " + killed.generation(),
						"create " + other(result, killed), "destroy " + other(result, killed));
			assertThat(result.sharingReport("report")).doesNotContain("\"end\":\"lost\"");
			assertThat(result.sharingReport("lost-report")).contains("\"pid\":" + killed.pid())
				.contains("\"state\":\"recorded\"")
				.doesNotContain("\"end\":\"left\"");
		}
	}

	@Test
	void nextBuildDestroysDependentsOfKilledBuildOnWhatTheyWereMadeOn() {
		try (RunningBuild build = FixtureBuild.in(this.directory).tests("killeddependents").forks(2).start()) {
			build.awaitEntries("use-begin", "schema", 2);
			build.killAll();
			assertThat(build.result()).fails().leavesNoProcess();
		}
		try (RunningBuild build = FixtureBuild.in(this.directory).tests("killeddependents").forks(2).start()) {
			build.permit("use");
			assertThat(build.result()).succeeds().runsInForks(4).creates("server", 2).creates("schema", 2).isInOrder();
		}
	}

	private static int number(BuildResult result, LedgerEntry entry) {
		return Integer.parseInt(result.forkName(entry.pid()).replace("fork ", ""));
	}

	private static List<String> events(BuildResult result) {
		return result.ledger()
			.entries()
			.stream()
			.filter((entry) -> List.of("create", "destroy").contains(entry.verb()))
			.map((entry) -> entry.verb() + " " + entry.generation())
			.toList();
	}

	private static String other(BuildResult result, LedgerEntry creation) {
		return result.ledger()
			.entries("create", "server")
			.stream()
			.map(LedgerEntry::generation)
			.filter((generation) -> !generation.equals(creation.generation()))
			.findFirst()
			.orElse("(none)");
	}

	private static List<Long> users(BuildResult result) {
		return result.ledger().entries("use-end", "server").stream().map(LedgerEntry::pid).distinct().toList();
	}

}
