package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server refuses, and what is said of it.
 */
class DatabaseFailureTests {

	private static final String SECRET = "ratherSecret";

	@BeforeEach
	void createRole(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
		System.setProperty("test.unreachable", "jdbc:postgresql://localhost:1/x?password=" + SECRET);
		System.setProperty("test.foreign", "jdbc:unknown://localhost:1/x?password=" + SECRET);
		Postgres.execute("create role tester login password '" + SECRET + "'");
	}

	@AfterEach
	void dropRole() {
		Postgres.execute("drop role tester");
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void userWithoutTheRightToCreateDatabasesIsTold() {
		assertFailure(DatabasePrivilegeException.class, "createdb");
	}

	@Test
	void userWithThatRightNeedsNoMore() {
		Postgres.execute("alter role tester createdb");
		assertThat(Postgres.query("select rolsuper from pg_roles where rolname = 'tester'")).containsExactly("f");
		TestRun.succeeding(RoleCase.class);
	}

	@Test
	void limitOfConnectionsIsTold() {
		Postgres.execute("alter role tester createdb connection limit 0");
		assertFailure(DatabaseConnectionLimitException.class, "maximum-pool-size");
	}

	@Test
	void serverThatIsNotThereIsTold() {
		TestRun run = TestRun.of(UnreachableCase.class);
		assertThat(run.failure(DatabaseUnreachableException.class)).hasMessageContaining("localhost:1")
			.hasMessageNotContaining(SECRET);
		assertThat(run.text()).doesNotContain(SECRET);
	}

	@Test
	void urlOfAnotherKindOfServerIsRefused() {
		TestRun run = TestRun.of(ForeignUrlCase.class);
		assertThat(run.failure(DatabaseUrlException.class)).hasMessageContaining("jdbc:postgresql:");
		assertThat(run.text()).doesNotContain(SECRET);
	}

	@Test
	void recipeBuiltOutsideOfItsMethodIsRefused() {
		assertThat(FieldConfiguration.DATABASE).isNotNull();
		assertThat(TestRun.of(FieldCase.class).failure(SharedBeanDefinitionException.class))
			.hasMessageContaining("outside of a @SharedSessionBean method");
	}

	private static void assertFailure(Class<? extends SharedDatabaseException> type, String action) {
		TestRun run = TestRun.of(RoleCase.class);
		assertThat(run.failure(type)).hasMessageContaining(Postgres.url()).hasMessageContaining("Action: ");
		assertThat(run.failure(type).getAction()).contains(action);
		assertThat(run.text()).doesNotContain(SECRET);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Database {

		@SharedSessionBean(key = "${url}")
		static SharedBean<?, JdbcConnectionDetails> database(Environment environment) {
			return SharedDatabase.postgres(environment.getRequiredProperty("url"), "tester", SECRET)
				.migratedBy(Migrations.scripts("db/scripts/schema.sql"))
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, Database.class },
			properties = { "spring.flyway.enabled=false", "url=${test.postgres.url}" })
	static class RoleCase {

		@Test
		void runs() {
			assertThat(Postgres.query("select 1")).isEqualTo(List.of("1"));
		}

	}

	@SpringBootTest(classes = { Application.class, Database.class },
			properties = { "spring.flyway.enabled=false", "url=${test.unreachable}" })
	static class UnreachableCase extends RoleCase {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class FieldConfiguration {

		static final SharedBean<?, JdbcConnectionDetails> DATABASE = SharedDatabase
			.postgres("jdbc:postgresql://localhost/", "any", null)
			.build();

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return DATABASE;
		}

	}

	@SpringBootTest(classes = { Application.class, FieldConfiguration.class },
			properties = "spring.flyway.enabled=false")
	static class FieldCase extends RoleCase {

	}

	@SpringBootTest(classes = { Application.class, Database.class },
			properties = { "spring.flyway.enabled=false", "url=${test.foreign}" })
	static class ForeignUrlCase extends RoleCase {

	}

}
