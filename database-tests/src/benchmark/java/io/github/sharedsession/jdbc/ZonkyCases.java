package io.github.sharedsession.jdbc;

import io.github.sharedsession.jdbc.DatabaseBenchmarkTests.Before;
import io.github.sharedsession.jdbc.DatabaseBenchmarkTests.TablesCase;
import io.github.sharedsession.jdbc.DatabaseBenchmarkTests.WorkingCase;
import io.github.sharedsession.sample.OrdersApplication;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseProvider;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.RefreshMode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;

/**
 * What {@code embedded-database-spring-test} does for each fork, and for each test.
 */
final class ZonkyCases {

	private ZonkyCases() {
	}

	@SpringBootTest(classes = OrdersApplication.class, properties = "spring.flyway.locations=filesystem:${test.migrations}")
	@AutoConfigureEmbeddedDatabase(type = DatabaseType.POSTGRES, provider = DatabaseProvider.EMBEDDED)
	static class ServerCase extends TablesCase {

	}

	@SpringBootTest(classes = Application.class, properties = "spring.flyway.locations=filesystem:${test.migrations}")
	@AutoConfigureEmbeddedDatabase(type = DatabaseType.POSTGRES, provider = DatabaseProvider.EMBEDDED, refresh = RefreshMode.BEFORE_EACH_TEST_METHOD)
	@TestExecutionListeners(listeners = Before.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
	static class RefreshCase extends WorkingCase {

	}

}
