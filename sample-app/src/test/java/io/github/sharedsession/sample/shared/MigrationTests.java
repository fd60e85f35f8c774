package io.github.sharedsession.sample.shared;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the application's own Flyway on a database that has been migrated.
 */
@OrdersIntegrationTest
class MigrationTests {

	private final Flyway flyway;

	@Autowired
	MigrationTests(Flyway flyway) {
		this.flyway = flyway;
	}

	@Test
	void findsNoMigrationLeftToRun() {
		assertThat(this.flyway.info().pending()).isEmpty();
		assertThat(this.flyway.migrate().migrationsExecuted).isZero();
	}

	@Test
	void findsEveryMigrationRunByTheSharedResource() {
		assertThat(this.flyway.info().applied()).hasSize(15)
			.extracting(MigrationInfo::getInstalledBy)
			.containsOnly(OrdersDatabase.MIGRATOR);
	}

}
