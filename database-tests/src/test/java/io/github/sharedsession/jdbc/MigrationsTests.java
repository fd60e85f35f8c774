package io.github.sharedsession.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What makes the database the one that the application expects.
 */
class MigrationsTests {

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void flywayOfTheApplicationFindsNothingLeftToDo() {
		TestRun.succeeding(ApplicationFlywayCase.class);
	}

	@Test
	void propertiesAndBeansOfTheApplicationConfigureFlyway() {
		TestRun.succeeding(ConfiguredFlywayCase.class);
	}

	@Test
	void flywayIsConfiguredByCallback() {
		TestRun.succeeding(CustomizedFlywayCase.class);
	}

	@Test
	void liquibaseOfTheApplicationFindsNothingLeftToDo() {
		TestRun.succeeding(ApplicationLiquibaseCase.class, ExplicitLiquibaseCase.class);
		assertThat(Ledger.lines("executed")).containsExactly("2", "2");
	}

	@Test
	void migrationsThatAreAskedForRunAlsoWhereTheApplicationRunsNone() {
		TestRun.succeeding(DisabledFlywayCase.class);
	}

	@Test
	void scriptsOfTheApplicationRunOnce() {
		TestRun.succeeding(ApplicationScriptsCase.class, SameScriptsCase.class);
	}

	@Test
	void scriptsRunInOrderAndMayHaveFunctions() {
		TestRun.succeeding(ScriptsCase.class);
	}

	@Test
	void otherSettingsMakeAnotherDatabase() {
		TestRun.succeeding(ApplicationFlywayCase.class, ConfiguredFlywayCase.class);
		assertThat(Ledger.lines("template").stream().distinct()).hasSize(2);
	}

	@Test
	void changedMigrationMakesAnotherDatabase(@TempDir Path migrations) throws Exception {
		System.setProperty("test.migrations", migrations.toString());
		Files.writeString(migrations.resolve("V1__first.sql"), "create table first (id int);");
		TestRun.succeeding(BeforeChangeCase.class, AfterChangeCase.class);
		assertThat(Ledger.lines("template")).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void connectionThatIsLeftOpenByAMigrationHindersNoCopy() {
		TestRun.succeeding(LeakingMigrationCase.class);
	}

	@Test
	void failureNamesTheScriptAndLeavesNothing() {
		TestRun run = TestRun.of(BrokenScriptCase.class);
		assertThat(run.text()).contains("db/scripts/broken.sql").contains("itm").contains("Action: ");
		assertThat(run.failure(DatabaseMigrationException.class)).isNotNull();
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void missingScriptIsAnErrorBeforeAnythingIsMade() {
		assertThat(TestRun.of(MissingScriptCase.class).text()).contains("db/scripts/missing.sql")
			.contains("can't be read");
	}

	private static SharedDatabase database() {
		return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null).copied(DatabaseCopy.SHARED);
	}

	private static void tellTemplate(JdbcClient jdbc) {
		Ledger.add("template", jdbc.sql("select current_database()").query(String.class).single());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class AsApplication {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return MigrationsTests.database().build();
		}

	}

	@SpringBootTest(classes = { Application.class, AsApplication.class })
	static class ApplicationFlywayCase {

		@Test
		void findsMigrationsOfTheCreation(@Autowired Flyway flyway, @Autowired JdbcClient jdbc) {
			assertThat(flyway.info().applied()).hasSize(2);
			assertThat(flyway.info().pending()).isEmpty();
			assertThat(flyway.migrate().migrationsExecuted).isZero();
			// What was migrated before this context was there
			assertThat(jdbc
				.sql("select count(*) from flyway_schema_history where installed_on < "
						+ "(select backend_start from pg_stat_activity where pid = pg_backend_pid())")
				.query(Integer.class)
				.single()).isEqualTo(2);
			tellTemplate(jdbc);
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		FlywayConfigurationCustomizer installedByCustomizer() {
			return (configuration) -> configuration.installedBy("customizer");
		}

	}

	@SpringBootTest(classes = { Application.class, AsApplication.class, CustomizerConfiguration.class },
			properties = "spring.flyway.table=my_history")
	static class ConfiguredFlywayCase {

		@Test
		void findsSettingsApplied(@Autowired Flyway flyway, @Autowired JdbcClient jdbc) {
			assertThat(flyway.info().applied()).extracting(MigrationInfo::getInstalledBy)
				.containsExactly("customizer", "customizer");
			assertThat(jdbc.sql("select count(*) from my_history").query(Integer.class).single()).isEqualTo(2);
			tellTemplate(jdbc);
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class CustomizedFlyway {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return MigrationsTests.database()
				.migratedBy(Migrations.flyway((configuration) -> configuration.target("1")))
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, CustomizedFlyway.class }, properties = "spring.flyway.target=1")
	static class CustomizedFlywayCase {

		@Test
		void findsTheTargetReached(@Autowired Flyway flyway) {
			assertThat(flyway.info().applied()).hasSize(1);
		}

	}

	@SpringBootTest(classes = { Application.class, AsApplication.class },
			properties = { "spring.flyway.enabled=false", "spring.sql.init.mode=always",
					"spring.sql.init.schema-locations=classpath:db/scripts/item.sql",
					"spring.sql.init.data-locations=classpath:db/scripts/data.sql" })
	static class ApplicationScriptsCase {

		@Test
		void findsScriptsRunOnce(@Autowired JdbcClient jdbc) {
			List<String> names = jdbc.sql("select name from item").query(String.class).list();
			assertThat(names).containsExactly("first");
		}

	}

	@SpringBootTest(classes = { Application.class, AsApplication.class },
			properties = { "spring.flyway.enabled=false", "spring.sql.init.mode=always",
					"spring.sql.init.schema-locations=classpath:db/scripts/item.sql",
					"spring.sql.init.data-locations=classpath:db/scripts/data.sql", "another=context" })
	static class SameScriptsCase extends ApplicationScriptsCase {

	}

	@SpringBootTest(classes = { Application.class, CustomizedFlyway.class }, properties = "spring.flyway.enabled=false")
	static class DisabledFlywayCase {

		@Test
		void findsMigrationsRun(@Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("select count(*) from flyway_schema_history").query(Integer.class).single()).isOne();
		}

	}

	@SpringBootTest(classes = { Application.class, AsApplication.class },
			properties = { "spring.flyway.enabled=false", "spring.liquibase.enabled=true" })
	static class ApplicationLiquibaseCase {

		@Test
		void findsChangesOfTheCreation(@Autowired SpringLiquibase liquibase, @Autowired JdbcClient jdbc)
				throws Exception {
			List<String> deployments = jdbc.sql("select distinct deployment_id from databasechangelog")
				.query(String.class)
				.list();
			liquibase.afterPropertiesSet();
			assertThat(jdbc.sql("select distinct deployment_id from databasechangelog").query(String.class).list())
				.isEqualTo(deployments)
				.hasSize(1);
			// What was executed before this context was there
			Ledger.add("executed", jdbc.sql("select count(*) from databasechangelog where dateexecuted < "
					+ "(select min(backend_start) from pg_stat_activity where datname = current_database())::timestamp")
				.query(String.class)
				.single());
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class ExplicitLiquibase {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return MigrationsTests.database()
				.migratedBy(Migrations.liquibase("classpath:/db/liquibase/master.yaml"))
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, ExplicitLiquibase.class },
			properties = { "spring.flyway.enabled=false", "spring.liquibase.enabled=true" })
	static class ExplicitLiquibaseCase extends ApplicationLiquibaseCase {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Scripts {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return MigrationsTests.database()
				.migratedBy(Migrations.scripts("db/scripts/schema.sql"), Migrations.scripts("/db/scripts/data.sql"))
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, Scripts.class }, properties = "spring.flyway.enabled=false")
	static class ScriptsCase {

		@Test
		void findsFunctionAndData(@Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("select item_name(1)").query(String.class).single()).isEqualTo("first");
		}

	}

	@SpringBootTest(classes = { Application.class, AsApplication.class },
			properties = "spring.flyway.locations=filesystem:${test.migrations}")
	static class BeforeChangeCase {

		@Test
		void changesAMigration(@Autowired JdbcClient jdbc) throws Exception {
			tellTemplate(jdbc);
			Files.writeString(Path.of(System.getProperty("test.migrations"), "V1__first.sql"),
					"create table changed (id int);");
		}

	}

	@SpringBootTest(classes = { Application.class, AsApplication.class },
			properties = { "spring.flyway.locations=filesystem:${test.migrations}", "another=context" })
	static class AfterChangeCase {

		@Test
		void findsTheChange(@Autowired JdbcClient jdbc) {
			tellTemplate(jdbc);
			assertThat(jdbc.sql("select count(*) from changed").query(Integer.class).single()).isZero();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class LeakingMigration {

		@SharedSessionBean
		@SuppressWarnings("resource")
		static SharedBean<?, JdbcConnectionDetails> database() {
			return MigrationsTests.database()
				.copied(DatabaseCopy.PER_FORK)
				.migratedBy(Migrations.of("1", (dataSource) -> {
					Connection leaked = dataSource.getConnection();
					leaked.setAutoCommit(false);
					leaked.createStatement().execute("create table leaked (id int)");
					leaked.commit();
					leaked.createStatement().execute("select * from leaked");
				}))
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, LeakingMigration.class }, properties = "spring.flyway.enabled=false")
	static class LeakingMigrationCase {

		@Test
		void hasItsCopy(@Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("select count(*) from leaked").query(Integer.class).single()).isZero();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class BrokenScript {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return MigrationsTests.database().migratedBy(Migrations.scripts("db/scripts/broken.sql")).build();
		}

	}

	@SpringBootTest(classes = { Application.class, BrokenScript.class }, properties = "spring.flyway.enabled=false")
	static class BrokenScriptCase extends ScriptsCase {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class MissingScript {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return MigrationsTests.database().migratedBy(Migrations.scripts("db/scripts/missing.sql")).build();
		}

	}

	@SpringBootTest(classes = { Application.class, MissingScript.class }, properties = "spring.flyway.enabled=false")
	static class MissingScriptCase extends ScriptsCase {

	}

}
