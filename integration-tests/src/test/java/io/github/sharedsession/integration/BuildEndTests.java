package io.github.sharedsession.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import io.github.sharedsession.integration.ledger.LedgerEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens when a build is stopped: by Ctrl-C, by the end of Maven, by a time limit
 * of Surefire.
 */
class BuildEndTests {

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void interruptedBuildUndoesItsCreationsAndDestroysItsResources() {
		assertUndoesAndDestroys(RunningBuild::interrupt);
	}

	@Test
	void forksOfKilledMavenUndoTheirCreationsAndDestroyTheirResources() {
		assertUndoesAndDestroys(RunningBuild::killMaven);
	}

	private void assertUndoesAndDestroys(Consumer<RunningBuild> stop) {
		try (RunningBuild build = FixtureBuild.in(this.directory)
			.tests("interrupted")
			.forks(3)
			.inProcessGroup()
			.property("fixture.slow-destroy-seconds", "1")
			.start()) {
			build.awaitEntries("connect", "server", 3);
			build.awaitEntries("create", "schema", 1);
			stop.accept(build);
			BuildResult result = build.result();
			build.awaitEndOfForks();
			assertThat(result).fails().createsAndDestroysOnce("server", "schema").isInOrder();
		}
	}

	@Test
	@Tag("long")
	void nextBuildDestroysWhatForksLeftThatRanOutOfTime() {
		try (RunningBuild build = killed(2).property("surefire.timeout", "25").start()) {
			build.permit("create");
			List<LedgerEntry> uses = build.awaitEntries("use-begin", "server", 2);
			BuildResult result = build.result();
			uses.forEach((entry) -> result.ledger().appendKill(entry.pid()));
			assertThat(result).fails().prints("There was a timeout").leavesNoProcess();
			assertThat(result.ledger().entries("destroy", "server")).as(result::describe).isEmpty();
		}
		try (RunningBuild build = killed(2).start()) {
			build.permit("use");
			assertThat(build.result()).succeeds().runsInForks(4).creates("server", 2).isInOrder();
		}
	}

	@Test
	void tearDownIsNotCutByTheTimeThatSurefireGivesForksToEnd() {
		BuildResult result;
		try (RunningBuild build = killed(1).property("surefire.exitTimeout", "1")
			.property("fixture.slow-destroy-seconds", "3")
			.start()) {
			build.permit("create");
			build.permit("use");
			result = build.result();
		}
		assertThat(result).succeeds().createsAndDestroysOnce("server").isInOrder();
	}

	@Test
	@Tag("long")
	void interruptedBuildEndsTheTearDownThatHasBegun() {
		try (RunningBuild build = killed(2).inProcessGroup().property("fixture.slow-destroy-seconds", "3").start()) {
			build.permit("create");
			build.permit("use");
			build.awaitEntries("destroying", "server", 1);
			build.interrupt();
			BuildResult result = build.result();
			build.awaitEndOfForks();
			assertThat(result).fails().createsAndDestroysOnce("server").isInOrder();
		}
	}

	@Test
	@Tag("long")
	void nextBuildUndoesCreationThatIgnoredTheInterrupt() {
		try (RunningBuild build = killed(2).inProcessGroup().property("surefire.exitTimeout", "3").start()) {
			build.awaitEntries("create", "server", 1);
			build.interrupt();
			BuildResult result = build.result();
			build.awaitEndOfForks();
			assertThat(result).fails();
			assertThat(result.ledger().entries("destroy", "server")).as(result::describe).isEmpty();
		}
		assertNextBuildCleansUp();
	}

	@Test
	@Tag("long")
	void nextBuildEndsTearDownThatSurefireCut() {
		try (RunningBuild build = killed(2).property("surefire.exitTimeout", "1")
			.property("fixture.slow-destroy-seconds", "30")
			.start()) {
			build.permit("create");
			build.awaitEntries("use-begin", "server", 2);
			build.killMaven();
			build.awaitEndOfForks();
			BuildResult result = build.result();
			assertThat(result).fails();
			assertThat(result.ledger().entries("destroying", "server")).as(result::describe).hasSize(1);
			assertThat(result.ledger().entries("destroy", "server")).as(result::describe).isEmpty();
		}
		try (RunningBuild build = killed(2).start()) {
			build.permit("use");
			assertThat(build.result()).succeeds().creates("server", 2).isInOrder();
		}
	}

	@Test
	@Tag("long")
	void nextBuildUndoesCreationThatRanOutOfTime() {
		try (RunningBuild build = killed(1).property("surefire.timeout", "25").start()) {
			build.awaitEntries("create", "server", 1);
			BuildResult result = build.result();
			assertThat(result).fails().leavesNoProcess();
			assertThat(result.ledger().entries("destroy", "server")).as(result::describe).isEmpty();
		}
		assertNextBuildCleansUp();
	}

	private void assertNextBuildCleansUp() {
		try (RunningBuild build = killed(2).start()) {
			build.permit("create");
			build.permit("use");
			assertThat(build.result()).succeeds().creates("server", 2).isInOrder();
		}
	}

	/**
	 * A fork outlives its Maven while another build runs. Its session is not dead, so
	 * what others have left in it is not touched before that fork has ended.
	 */
	@Test
	@Tag("long")
	void buildBesideOrphanedForkLeavesItsSessionAloneAndTheNextOneSweepsIt() throws Exception {
		LedgerEntry left;
		try (RunningBuild orphaned = orphans(this.directory).property("surefire.exitTimeout", "200").start()) {
			left = orphaned.awaitEntries("create", "server", 1).get(0);
			long orphan = orphaned.awaitEntries("use-begin", "index", 1).get(0).pid();
			for (LedgerEntry user : orphaned.awaitEntries("use-begin", "server", 2)) {
				orphaned.kill(user.pid());
			}
			orphaned.killMaven();
			assertThat(orphaned.result()).fails();
			assertOtherBuildRunsBeside(left);
			assertThat(RunningBuild.isAlive(orphan)).isTrue();
			assertThat(orphaned.result().ledger().entries("destroy", "server")).isEmpty();
			orphaned.permit("disconnect");
			orphaned.awaitEndOfForks();
			assertThat(orphaned.result().ledger().entries("destroy", "index")).hasSize(1);
			assertThat(orphaned.result().ledger().entries("destroy", "server")).isEmpty();
		}
		try (RunningBuild next = orphans(this.directory).start()) {
			next.permit("use");
			assertThat(next.result()).succeeds().creates("server", 2).creates("index", 2).isInOrder();
		}
	}

	private void assertOtherBuildRunsBeside(LedgerEntry left) throws Exception {
		Path directory = Files.createDirectory(this.directory.resolve("beside"));
		try (RunningBuild beside = orphans(directory).sessionDirectory(this.directory.resolve("session")).start()) {
			beside.permit("use");
			beside.permit("disconnect");
			BuildResult result = beside.result();
			assertThat(result).succeeds().runsInForks(3).createsAndDestroysOnce("server", "index").isInOrder();
			assertThat(result.ledger().entries()).as(result::describe)
				.extracting(LedgerEntry::generation)
				.doesNotContain(left.generation());
		}
	}

	private FixtureBuild killed(int forks) {
		return FixtureBuild.in(this.directory).tests("killed").forks(forks);
	}

	private static FixtureBuild orphans(Path directory) {
		return FixtureBuild.in(directory).tests("orphans").forks(3);
	}

}
