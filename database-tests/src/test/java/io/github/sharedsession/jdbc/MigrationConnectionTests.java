package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tools for migrations that production runs as another user, or at another URL.
 */
class MigrationConnectionTests {

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@ParameterizedTest
	@ValueSource(classes = { FlywayUserCase.class, FlywayUrlCase.class, FlywayUrlOnlyCase.class, FlywayAllCase.class,
			FlywayPerTestCase.class, LiquibaseUserCase.class, LiquibaseUrlCase.class, LiquibaseAllCase.class,
			LiquibasePerTestCase.class, LiquibaseWithoutDataSourceCase.class })
	void toolsLookAtTheSharedDatabase(Class<?> testClass) {
		TestRun.succeeding(testClass);
		assertThat(Ledger.lines("database")).hasSize(2).isEqualTo(Ledger.lines("tool"));
		if (testClass.getSimpleName().contains("PerTest")) {
			assertThat(Ledger.lines("database")).doesNotHaveDuplicates();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { ScriptsUserCase.class, ScriptsOfContextsUserCase.class, ScriptsPerTestCase.class })
	void scriptsRunAsTheUserOfTheSharedDatabase(Class<?> testClass) {
		TestRun.succeeding(testClass);
		assertThat(Ledger.lines("products")).containsExactly("0", "0");
	}

	@Test
	void detailsOfTheApplicationWin() {
		TestRun.succeeding(OwnDetailsCase.class);
		assertThat(Ledger.lines("tool")).isNotEmpty().allMatch((url) -> url.startsWith("jdbc:h2:mem:mine"));
	}

	private static String url(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getMetaData().getURL();
		}
	}

	private static SharedBean<?, JdbcConnectionDetails> database(DatabaseCopy copy) {
		return SharedDatabase.h2().copied(copy).build();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
			FlywayAutoConfiguration.class, LiquibaseAutoConfiguration.class })
	static class PerFork {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return MigrationConnectionTests.database(DatabaseCopy.PER_FORK);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
			FlywayAutoConfiguration.class, LiquibaseAutoConfiguration.class })
	static class PerTest {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return MigrationConnectionTests.database(DatabaseCopy.PER_TEST);
		}

	}

	@SpringBootTest(classes = PerFork.class)
	abstract static class Case {

		@RepeatedTest(2)
		void readsWhatTheToolHasWritten(@Autowired DataSource dataSource, @Autowired(required = false) Flyway flyway,
				@Autowired(required = false) SpringLiquibase liquibase) throws SQLException {
			assertThat(new JdbcTemplate(dataSource).queryForObject("select count(*) from item", Integer.class))
				.isPositive();
			Ledger.add("database", url(dataSource));
			Ledger.add("tool",
					url((flyway != null) ? flyway.getConfiguration().getDataSource() : liquibase.getDataSource()));
		}

	}

	@TestPropertySource(properties = "spring.flyway.user=owner")
	static class FlywayUserCase extends Case {

	}

	@TestPropertySource(
			properties = { "spring.flyway.url=jdbc:postgresql://localhost:1/production", "spring.flyway.user=owner" })
	static class FlywayUrlCase extends Case {

	}

	@TestPropertySource(properties = "spring.flyway.url=jdbc:h2:mem:elsewhere")
	static class FlywayUrlOnlyCase extends Case {

	}

	@TestPropertySource(
			properties = { "spring.flyway.url=jdbc:postgresql://localhost:1/production", "spring.flyway.user=owner",
					"spring.flyway.password=secret", "spring.flyway.driver-class-name=org.postgresql.Driver" })
	static class FlywayAllCase extends Case {

	}

	@SpringBootTest(classes = PerTest.class)
	static class FlywayPerTestCase extends FlywayAllCase {

	}

	@TestPropertySource(properties = { "spring.flyway.enabled=false", "spring.liquibase.enabled=true",
			"spring.liquibase.user=owner" })
	static class LiquibaseUserCase extends Case {

	}

	@TestPropertySource(properties = { "spring.flyway.enabled=false", "spring.liquibase.enabled=true",
			"spring.liquibase.url=jdbc:postgresql://localhost:1/production" })
	static class LiquibaseUrlCase extends Case {

	}

	@TestPropertySource(properties = { "spring.flyway.enabled=false", "spring.liquibase.enabled=true",
			"spring.liquibase.url=jdbc:postgresql://localhost:1/production", "spring.liquibase.user=owner",
			"spring.liquibase.password=secret", "spring.liquibase.driver-class-name=org.postgresql.Driver" })
	static class LiquibaseAllCase extends Case {

	}

	@SpringBootTest(classes = PerTest.class)
	static class LiquibasePerTestCase extends LiquibaseAllCase {

	}

	@SpringBootTest(classes = PerFork.class,
			properties = {
					"spring.autoconfigure.exclude="
							+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
					"spring.flyway.enabled=false", "spring.liquibase.enabled=true", "spring.liquibase.user=owner" })
	static class LiquibaseWithoutDataSourceCase {

		@RepeatedTest(2)
		void readsWhatTheToolHasWritten(@Autowired SpringLiquibase liquibase, @Autowired JdbcConnectionDetails details)
				throws SQLException {
			Ledger.add("database", url(new ConnectionDetailsDataSource(details)));
			Ledger.add("tool", url(liquibase.getDataSource()));
		}

	}

	@SpringBootTest(properties = { "spring.sql.init.username=owner", "spring.sql.init.password=secret",
			"spring.sql.init.schema-locations=classpath:shop/schema.sql" })
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
			DataSourceInitializationAutoConfiguration.class })
	abstract static class ScriptsCase {

		@RepeatedTest(2)
		void findsTheTable(@Autowired JdbcTemplate jdbc) {
			Ledger.add("products", String.valueOf(jdbc.queryForObject("select count(*) from product", Integer.class)));
		}

	}

	static class ScriptsUserCase extends ScriptsCase {

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean
			static SharedBean<?, JdbcConnectionDetails> database() {
				return MigrationConnectionTests.database(DatabaseCopy.PER_FORK);
			}

		}

	}

	@TestPropertySource(properties = "spring.sql.init.mode=always")
	static class ScriptsOfContextsUserCase extends ScriptsCase {

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean
			static SharedBean<?, JdbcConnectionDetails> database() {
				return SharedDatabase.h2().migratedBy(Migrations.of("1", (dataSource) -> {
				})).build();
			}

		}

	}

	static class ScriptsPerTestCase extends ScriptsCase {

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean
			static SharedBean<?, JdbcConnectionDetails> database() {
				return MigrationConnectionTests.database(DatabaseCopy.PER_TEST);
			}

		}

	}

	@SpringBootTest(classes = { PerFork.class, OwnDetailsCase.Own.class })
	static class OwnDetailsCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Own {

			@Bean
			FlywayConnectionDetails flywayDetails() {
				return new FlywayConnectionDetails() {

					@Override
					public String getUsername() {
						return "sa";
					}

					@Override
					public String getPassword() {
						return "";
					}

					@Override
					public String getJdbcUrl() {
						return "jdbc:h2:mem:mine;DB_CLOSE_DELAY=-1";
					}

				};
			}

			@Bean
			LiquibaseConnectionDetails liquibaseDetails() {
				return new LiquibaseConnectionDetails() {

					@Override
					public String getUsername() {
						return "sa";
					}

					@Override
					public String getPassword() {
						return "";
					}

					@Override
					public String getJdbcUrl() {
						return "jdbc:h2:mem:mine";
					}

				};
			}

		}

	}

}
