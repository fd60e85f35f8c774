package io.github.sharedsession.integration;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.integration.ledger.LedgerEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The doctor as a user calls it: a goal of Maven, in a directory without a project.
 */
class DoctorGoalTests {

	private static final String PLUGIN = "io.github.sharedsession:shared-session-maven-plugin:";

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void explainsAStuckCreationAndCleansUpAfterTheKilledBuild() {
		try (RunningBuild build = FixtureBuild.in(this.directory).tests("killed").forks(2).start()) {
			LedgerEntry creation = build.awaitEntries("create", "server", 1).get(0);
			BuildOutput why = new BuildOutput();
			assertThat(call("why", Map.of(), why)).as(why::toString).isZero();
			assertThat(why.toString()).contains("'server'", "is being created by fork", "pid " + creation.pid(),
					"Its thread 'main' is at");
			build.killAll();
			assertThat(build.result()).fails().leavesNoProcess();
		}
		BuildOutput kept = new BuildOutput();
		assertThat(call("clean", Map.of(), kept)).as(kept::toString).isNotZero();
		assertThat(kept.toString()).contains("was kept", "'server'");
		BuildOutput forgotten = new BuildOutput();
		assertThat(call("clean", Map.of("forget", "true"), forgotten)).as(forgotten::toString).isZero();
		assertThat(this.directory.resolve("session").toFile().list()).containsExactly("lock");
	}

	private int call(String goal, Map<String, String> options, BuildOutput output) {
		Map<String, String> properties = new HashMap<>(options);
		properties.put("shared-session.directory", this.directory.resolve("session").toString());
		return InnerMaven.execute(this.directory,
				List.of(PLUGIN + System.getProperty("inner.starter-version") + ":" + goal), properties, output);
	}

}
