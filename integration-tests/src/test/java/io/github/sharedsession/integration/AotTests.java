package io.github.sharedsession.integration;

import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.integration.ledger.LedgerEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that were processed ahead of time share as all others do, and their processing
 * makes nothing.
 */
class AotTests {

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void beansServersAndDatabasesAreShared() {
		BuildResult result = FixtureBuild.ofAotIn(this.directory).forks(2).run();
		assertThat(result).succeeds().runsInForks(2);
		HostedTests.assertEnds(result);
		assertThat(result).isInOrder()
			.createsAndDestroysOnce("static-method", "instance-method", "proxied-instance-method", "imported",
					"nested-configuration", "test-class", "superclass", "interface-method", "enclosing-class", "server")
			.createsAtLeastOnce("schema");
		List<LedgerEntry> queries = result.ledger().entries("query", "migration");
		assertThat(queries).extracting(LedgerEntry::pid).doesNotHaveDuplicates().hasSize(2);
		assertThat(queries).extracting(LedgerEntry::generation).containsOnly(queries.get(0).generation());
		assertThat(Fixture.named("aot").directory().resolve("target/aot-session")).doesNotExist();
	}

}
