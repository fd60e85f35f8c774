package io.github.sharedsession.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.integration.ledger.LedgerEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one build makes and others find.
 */
class CachedTests {

	private static final int FORKS = 2;

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@BeforeEach
	void writeInput() throws IOException {
		writeInput("one");
	}

	private void writeInput(String content) throws IOException {
		Files.writeString(this.directory.resolve("input"), content);
	}

	private FixtureBuild build() {
		return FixtureBuild.in(this.directory)
			.tests("cached")
			.forks(FORKS)
			.property("fixture.input", this.directory.resolve("input").toString());
	}

	@Test
	void nextBuildsFindItUntilItIsChangedEvictedOrInvalid() throws IOException {
		BuildResult first = build().run();
		assertThat(first).succeeds().runsInForks(FORKS).prints("template  created by fork");
		assertThat(events(first)).as(first::describe).hasSize(1);
		String one = generation(first, 0);
		BuildResult second = build().run();
		assertThat(second).succeeds().prints("template  found in the cache by forks 1, 2, created earlier in");
		assertThat(events(second)).as(second::describe).containsExactly("create " + one);
		assertThat(second.ledger().entries("use-end", "template")).as(second::describe)
			.hasSize(2 * FORKS)
			.allMatch((use) -> use.generation().equals(one));
		writeInput("two");
		BuildResult changed = build().property("shared-session.cache.max-entries", "1").run();
		String two = generation(changed, 1);
		assertThat(changed).succeeds().prints("older ones torn down by fork");
		assertThat(events(changed)).as(changed::describe)
			.containsExactly("create " + one, "create " + two, "destroy " + one);
		BuildResult invalid = build().forks(1).property("fixture.invalid", "true").run();
		assertThat(invalid).succeeds();
		assertThat(events(invalid)).as(invalid::describe)
			.containsExactly("create " + one, "create " + two, "destroy " + one, "destroy " + two,
					"create " + generation(invalid, 2));
	}

	@Test
	@Tag("long")
	void twoBuildsAtOnceShareIt() {
		try (RunningBuild build = build().property("fixture.await-use", "true").start();
				RunningBuild other = build().property("fixture.await-use", "true")
					.property("fixture.reports", this.directory.resolve("other-reports").toString())
					.start()) {
			List<LedgerEntry> users = build.awaitEntries("use-begin", "template", 2 * FORKS);
			build.permit("use");
			BuildResult result = build.result();
			assertThat(result).succeeds();
			assertThat(other.result()).succeeds().runsInForks(2 * FORKS);
			assertThat(events(result)).as(result::describe).hasSize(1);
			assertThat(users).as(result::describe)
				.hasSize(2 * FORKS)
				.allMatch((use) -> use.generation().equals(generation(result, 0)));
		}
	}

	@Test
	@Tag("long")
	void nextBuildUndoesAKilledCreation() {
		String killed;
		try (RunningBuild build = build().property("fixture.await-create", "true").start()) {
			killed = build.awaitEntries("create", "template", 1).get(0).generation();
			build.killAll();
			assertThat(build.result()).fails().leavesNoProcess();
		}
		BuildResult next = build().run();
		assertThat(next).succeeds();
		assertThat(events(next)).as(next::describe)
			.containsExactly("create " + killed, "destroy " + killed, "create " + generation(next, 1));
	}

	@Test
	void dependencyOnNarrowerScopeIsAnErrorThatDrawsTheChain() {
		BuildResult result = FixtureBuild.in(this.directory).tests("cachedwider").run();
		assertThat(result).fails()
			.reports("WiderTests", "SharedBeanScopeException", "'template' -> 'repository' -> 'server'");
	}

	private static List<String> events(BuildResult result) {
		return result.ledger()
			.entries()
			.stream()
			.filter((entry) -> List.of("create", "destroy").contains(entry.verb()))
			.map((entry) -> entry.verb() + " " + entry.generation())
			.toList();
	}

	private static String generation(BuildResult result, int creation) {
		return result.ledger().entries("create", "template").get(creation).generation();
	}

}
