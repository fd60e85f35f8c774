package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.shop.ShopApplication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a context is told whose copy another one has written to.
 */
class WrittenCopyTests {

	private static final String SERVER = "test.written-copy.server";

	private static final String WARNING = "has other rows than after its migrations";

	private Path directory;

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		this.directory = directory;
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void contextThatWouldHaveStartedAfreshIsToldOnce() throws Exception {
		assertThat(warnings("h2", CommittingCase.class)).singleElement()
			.asString()
			.containsIgnoringCase("product")
			.contains("'database'", ".copied(DatabaseCopy.PER_CONTEXT)", "PER_TEST")
			.doesNotContain("secret tea");
	}

	@Test
	void nothingIsToldWhereTestsRollBackOrAToolKnowsWhatItHasDone() throws Exception {
		assertThat(warnings("postgres", RollingBackCase.class, FlywayCase.class)).isEmpty();
	}

	@Test
	void rowsOfAServerAreCountedAsTheyAreCommitted() throws Exception {
		PostgresDatabaseServer server = new PostgresDatabaseServer(
				ServerAddress.of(Postgres.url(), Postgres.USER, null));
		server.create("row_counts");
		try (Connection connection = DriverManager.getConnection(server.connectionDetails("row_counts").getJdbcUrl(),
				Postgres.USER, ""); Statement statement = connection.createStatement()) {
			statement.execute("create schema other; create table other.\"Product\" (id int)");
			RowCounts before = Objects.requireNonNull(RowCounts.of(server, "row_counts"));
			connection.setAutoCommit(false);
			statement.execute("insert into other.\"Product\" values (1)");
			assertThat(RowCounts.of(server, "row_counts")).isEqualTo(before);
			connection.commit();
			assertThat(before.differencesTo(Objects.requireNonNull(RowCounts.of(server, "row_counts"))))
				.containsExactly("\"other\".\"Product\"");
		}
		finally {
			server.drop("row_counts");
		}
	}

	private List<String> warnings(String server, Class<?>... testCases) throws Exception {
		Fork fork = Fork.start(this.directory, Map.of(SERVER, server), testCases);
		fork.succeed();
		return fork.output().stream().filter((line) -> line.contains(WARNING)).toList();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Shared {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			SharedDatabase database = System.getProperty(SERVER).equals("h2") ? SharedDatabase.h2()
					: SharedDatabase.postgres(Postgres.url(), Postgres.USER, null);
			return database.build();
		}

	}

	@SpringBootTest(classes = { ShopApplication.class, Shared.class }, properties = { "spring.flyway.enabled=false",
			"spring.jpa.hibernate.ddl-auto=none", "spring.sql.init.schema-locations=classpath:shop/schema.sql",
			"spring.autoconfigure.exclude=org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
					+ "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration,"
					+ "org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration,"
					+ "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration" })
	@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
	abstract static class Case {

		@RepeatedTest(3)
		void writes(@Autowired JdbcClient jdbc) {
			int id = jdbc.sql("select count(*) from product").query(Integer.class).single();
			jdbc.sql("insert into product (id, product_name) values (?, 'secret tea')").param(id).update();
		}

	}

	static class CommittingCase extends Case {

	}

	static class RollingBackCase extends Case {

		@Override
		@RepeatedTest(2)
		@Transactional
		void writes(@Autowired JdbcClient jdbc) {
			super.writes(jdbc);
		}

	}

	/** Which has never started afresh. */
	@TestPropertySource(properties = { "spring.flyway.enabled=true", "spring.sql.init.mode=never" })
	static class FlywayCase extends Case {

		@Override
		@RepeatedTest(2)
		void writes(@Autowired JdbcClient jdbc) {
			int id = jdbc.sql("select count(*) from item").query(Integer.class).single() + 1;
			jdbc.sql("insert into item (id, name) values (?, 'mine')").param(id).update();
		}

	}

}
