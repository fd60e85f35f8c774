package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that define the bean of their tool for migrations themselves: that bean
 * migrates the shared database, once.
 */
class OwnMigrationsTests {

	private static final String CHANGE_LOG = "classpath:db/liquibase/master.yaml";

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@ParameterizedTest
	@ValueSource(classes = { LiquibaseCase.class, LiquibaseWithProviderCase.class, JHipsterCase.class,
			FieldOfConfigurationCase.class, OwnDataSourceCase.class, SubclassCase.class, AsyncCase.class,
			FlywayCase.class, FlywayByMethodCase.class, FlywayWithInitializerCase.class })
	void beanOfTheApplicationMigratesOnce(Class<?> testCase) {
		TestRun.succeeding(testCase);
		assertThat(Ledger.lines("before")).singleElement().asString().matches("[12]");
	}

	@Test
	void beanThatCannotBeMadeIsNamedWithTheLineThatHelps() {
		TestRun run = TestRun.of(CircularCase.class);
		assertThat(run.failure(DatabaseMigrationException.class)).hasMessageContaining("'circularLiquibase'")
			.hasMessageContaining(Circular.class.getName())
			.hasMessageContaining("waits for this database");
		assertThat(run.text()).contains(".migratedBy(Migrations.liquibase(\"" + CHANGE_LOG + "\"))");
	}

	@Test
	void foldersThatTheBeanNamesBelongToTheIdentity() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			assertThat(OwnMigrations.in(context.getBeanFactory())).isNull();
			context.registerBean(Subclass.class);
			assertThat(Objects.requireNonNull(OwnMigrations.in(context.getBeanFactory())).inputs())
				.contains("classpath*:db/liquibase/**", "classpath*:config/liquibase/**");
		}
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Shared {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null).copied(DatabaseCopy.SHARED).build();
		}

	}

	/** Spring Boot's own bean would find nothing. */
	@TestPropertySource(properties = { "spring.liquibase.enabled=true",
			"spring.liquibase.change-log=classpath:/no/such.yaml", "spring.flyway.enabled=false" })
	abstract static class Case {

		@Test
		void findsItemsThatWereThereBeforeTheContext(@Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("select name from item").query(String.class).list()).containsExactly("first");
			boolean liquibase = jdbc.sql("select to_regclass('databasechangelog') is not null")
				.query(Boolean.class)
				.single();
			Ledger.add("before", jdbc.sql((liquibase ? "select count(*) from databasechangelog where dateexecuted < "
					: "select count(*) from flyway_schema_history where installed_on < ")
					+ "(select min(backend_start) from pg_stat_activity where datname = current_database())::timestamp")
				.query(String.class)
				.single());
		}

	}

	@TestPropertySource(properties = { "spring.liquibase.enabled=false", "spring.flyway.enabled=true",
			"spring.flyway.locations=classpath:no/such" })
	abstract static class ForFlyway extends Case {

	}

	private static SpringLiquibase liquibase(DataSource dataSource) {
		SpringLiquibase liquibase = new SpringLiquibase();
		liquibase.setDataSource(dataSource);
		liquibase.setChangeLog(CHANGE_LOG);
		return liquibase;
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnLiquibase {

		@Bean
		SpringLiquibase liquibase(DataSource dataSource) {
			return OwnMigrationsTests.liquibase(dataSource);
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, OwnLiquibase.class })
	static class LiquibaseCase extends Case {

	}

	@Configuration
	static class LiquibaseWithProvider {

		@Bean
		static SpringLiquibase schemaChanges(@LiquibaseDataSource ObjectProvider<DataSource> liquibaseDataSource,
				ObjectProvider<DataSource> dataSource) {
			return OwnMigrationsTests.liquibase(liquibaseDataSource.getIfAvailable(dataSource::getObject));
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, LiquibaseWithProvider.class })
	static class LiquibaseWithProviderCase extends Case {

	}

	record ShopProperties(String contexts) {
	}

	/** As the generator makes it. */
	@Configuration
	@EnableConfigurationProperties(LiquibaseProperties.class)
	static class JHipsterConfiguration {

		private final Environment environment;

		JHipsterConfiguration(Environment environment) {
			this.environment = environment;
		}

		@Bean
		ShopProperties shopProperties() {
			return new ShopProperties("test");
		}

		@Bean
		Executor taskExecutor() {
			return new SyncTaskExecutor();
		}

		@Bean
		SpringLiquibase liquibase(@Qualifier("taskExecutor") Executor executor, LiquibaseProperties properties,
				@LiquibaseDataSource ObjectProvider<DataSource> liquibaseDataSource,
				ObjectProvider<DataSource> dataSource, ObjectProvider<ShopProperties> shopProperties,
				DataSourceProperties dataSourceProperties) {
			assertThat(executor).isInstanceOf(SyncTaskExecutor.class);
			assertThat(dataSourceProperties).isNotNull();
			DataSource own = liquibaseDataSource.getIfAvailable();
			SpringLiquibase liquibase = OwnMigrationsTests.liquibase((own != null) ? own : dataSource.getObject());
			liquibase.setContexts(shopProperties.getObject().contexts());
			liquibase.setDefaultSchema(properties.getDefaultSchema());
			liquibase.setDropFirst(properties.isDropFirst());
			liquibase.setShouldRun(!this.environment.matchesProfiles("no-liquibase") && properties.isEnabled());
			return liquibase;
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, JHipsterConfiguration.class })
	static class JHipsterCase extends Case {

	}

	@Configuration
	static class FieldOfConfiguration {

		@Autowired
		@SuppressWarnings("NullAway.Init")
		private DataSource dataSource;

		@Bean
		SpringLiquibase liquibase() {
			return OwnMigrationsTests.liquibase(this.dataSource);
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, FieldOfConfiguration.class })
	static class FieldOfConfigurationCase extends Case {

	}

	@Configuration
	static class OwnDataSource {

		@Bean
		HikariDataSource pool(JdbcConnectionDetails details) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(details.getJdbcUrl());
			pool.setUsername(details.getUsername());
			pool.setPassword(details.getPassword());
			return pool;
		}

		@Bean
		SpringLiquibase liquibase(@Qualifier("pool") DataSource dataSource) {
			return OwnMigrationsTests.liquibase(dataSource);
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, OwnDataSource.class })
	static class OwnDataSourceCase extends Case {

	}

	static class Subclass extends SpringLiquibase {

		Subclass(DataSource dataSource) {
			setDataSource(dataSource);
			setChangeLog(CHANGE_LOG);
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, Subclass.class })
	static class SubclassCase extends Case {

	}

	/** As that of JHipster. Nothing runs what it leaves to the executor. */
	static class AsyncLiquibase extends Subclass {

		private final Executor executor;

		AsyncLiquibase(DataSource dataSource, Executor executor) {
			super(dataSource);
			this.executor = executor;
		}

		@Override
		public void afterPropertiesSet() {
			this.executor.execute(this::migrate);
		}

		private void migrate() {
			try {
				super.afterPropertiesSet();
			}
			catch (LiquibaseException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Async {

		@Bean
		Executor taskExecutor() {
			return new ConcurrentLinkedQueue<Runnable>()::add;
		}

		@Bean
		SpringLiquibase liquibase(DataSource dataSource, @Qualifier("taskExecutor") Executor executor) {
			return new AsyncLiquibase(dataSource, executor);
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, Async.class })
	static class AsyncCase extends Case {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFlyway {

		@Bean(initMethod = "migrate")
		Flyway flyway(DataSource dataSource) {
			return Flyway.configure().dataSource(dataSource).locations("classpath:db/migration").load();
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, OwnFlyway.class })
	static class FlywayCase extends ForFlyway {

	}

	@Configuration(proxyBeanMethods = false)
	static class FlywayByMethod {

		@Bean
		Flyway migrations(ObjectProvider<DataSource> dataSource) {
			Flyway flyway = Flyway.configure()
				.dataSource(dataSource.getObject())
				.locations("classpath:db/migration")
				.load();
			flyway.migrate();
			return flyway;
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, FlywayByMethod.class })
	static class FlywayByMethodCase extends ForFlyway {

	}

	@Configuration
	static class FlywayWithInitializer {

		@Autowired
		@SuppressWarnings("NullAway.Init")
		private ObjectProvider<DataSource> dataSource;

		@Bean
		Flyway flyway(DataSource dataSource) {
			return Flyway.configure().dataSource(dataSource).locations("classpath:db/migration").load();
		}

		@Bean
		FlywayMigrationInitializer initializer() {
			return new FlywayMigrationInitializer(flyway(this.dataSource.getObject()));
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, FlywayWithInitializer.class })
	static class FlywayWithInitializerCase extends ForFlyway {

	}

	/** Needs the database for something else than migrating it. */
	static class Accounts {

		Accounts(DataSource dataSource) {
			assertThat(dataSource).isNotNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Circular {

		@Bean
		Accounts accounts(DataSource dataSource) {
			return new Accounts(dataSource);
		}

		@Bean
		SpringLiquibase circularLiquibase(DataSource dataSource, Accounts accounts) {
			assertThat(accounts).isNotNull();
			SpringLiquibase liquibase = OwnMigrationsTests.liquibase(dataSource);
			liquibase.setChangeLog(CHANGE_LOG);
			return liquibase;
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class, Circular.class })
	static class CircularCase extends Case {

	}

}
