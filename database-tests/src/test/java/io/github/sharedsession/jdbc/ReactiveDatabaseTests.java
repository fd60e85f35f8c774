package io.github.sharedsession.jdbc;

import java.nio.file.Path;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Wrapped;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Shared databases that are reached by R2DBC.
 */
class ReactiveDatabaseTests {

	/** All that the other tests exclude but R2DBC. */
	private static final String WITH_R2DBC = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration,"
			+ "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration,"
			+ "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration";

	/** As reactive applications have it; nobody may use it in tests. */
	private static final String FLYWAY_URL = "spring.flyway.url=jdbc:postgresql://localhost:1/development";

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void connectsToTheCopyOfTheFork() {
		TestRun.succeeding(PerForkCase.class);
		assertThat(Ledger.lines("database")).singleElement().asString().startsWith("shared_session_");
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void eachTestHasACopy() {
		TestRun.succeeding(PerTestCase.class);
		assertThat(Ledger.lines("database")).hasSize(3).doesNotHaveDuplicates();
		assertThat(Postgres.databases()).isEmpty();
		assertThat(Postgres.connections()).isEmpty();
	}

	@Test
	void eachTestHasACopyBehindWhatWrapsTheConnectionFactory() {
		TestRun.succeeding(WrappedCase.class);
		assertThat(Ledger.lines("database")).hasSize(3).doesNotHaveDuplicates();
		assertThat(Ledger.lines("traced")).hasSizeGreaterThanOrEqualTo(6);
	}

	@Test
	void eachTestHasACopyOfAConnectionFactoryOfTheApplication() {
		TestRun.succeeding(OwnCase.class);
		assertThat(Ledger.lines("database")).hasSize(3).doesNotHaveDuplicates();
	}

	@Test
	void otherDatabasesAreLeftAlone() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SharedDatabaseR2dbcAutoConfiguration.class))
			.withBean(JdbcConnectionDetails.class,
					() -> new AddressedDetails("jdbc:postgresql://localhost/mine", ServerAddress.of("any", null, null)))
			.run((context) -> assertThat(context).doesNotHaveBean(R2dbcConnectionDetails.class));
	}

	@Test
	void hostPortAndUserAreThoseOfJdbc() {
		ConnectionFactoryOptions options = ReactiveConnections.options(
				new AddressedDetails("jdbc:mariadb://[::1]:3307/db?useSsl=true", ServerAddress.of("any", "me", "x")));
		assertThat(options.getValue(ConnectionFactoryOptions.DRIVER)).isEqualTo("mariadb");
		assertThat(options.getValue(ConnectionFactoryOptions.HOST)).isEqualTo("[::1]");
		assertThat(options.getValue(ConnectionFactoryOptions.PORT)).isEqualTo(3307);
		assertThat(options.getValue(ConnectionFactoryOptions.DATABASE)).isEqualTo("db");
		assertThat(options.getValue(ConnectionFactoryOptions.USER)).isEqualTo("me");
	}

	@Test
	void urlThatCannotBeTranslatedIsRefusedWithoutItsParameters() {
		assertThatExceptionOfType(DatabaseUrlException.class)
			.isThrownBy(() -> ReactiveConnections.options(new AddressedDetails("jdbc:h2:mem:db;PASSWORD=secret",
					ServerAddress.of("jdbc:h2:mem:db;PASSWORD=secret", null, null))))
			.withMessageContaining("jdbc:h2:mem:db")
			.withMessageContaining("R2dbcConnectionDetails")
			.withMessageNotContaining("secret");
	}

	private static SharedBean<?, JdbcConnectionDetails> database(DatabaseCopy copy) {
		return SharedDatabase.postgres(Postgres.url(), Postgres.USER, "any").copied(copy).build();
	}

	private static void tell(DatabaseClient client) {
		Ledger.add("database",
				String.valueOf(client.sql("select current_database()").mapValue(String.class).one().block()));
		assertThat(client.sql("select id from item order by id").mapValue(Integer.class).all().collectList().block())
			.containsExactly(1);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerFork {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return ReactiveDatabaseTests.database(DatabaseCopy.PER_FORK);
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerTest {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return ReactiveDatabaseTests.database(DatabaseCopy.PER_TEST);
		}

	}

	@SpringBootTest(classes = { Application.class, PerFork.class }, properties = { WITH_R2DBC, FLYWAY_URL })
	static class PerForkCase {

		@Test
		void reads(@Autowired ConnectionFactory connections, @Autowired ObjectProvider<DataSource> dataSource) {
			assertThat(dataSource.getIfAvailable()).isNull();
			tell(DatabaseClient.create(connections));
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class }, properties = { WITH_R2DBC, FLYWAY_URL })
	static class PerTestCase {

		@RepeatedTest(3)
		void findsOnlyWhatTheMigrationsWrote(@Autowired ConnectionFactory connections) {
			DatabaseClient client = DatabaseClient.create(connections);
			tell(client);
			client.sql("insert into item (id, name) values (2, 'mine')").then().block();
		}

	}

	/** As tracing libraries do it. */
	record Traced(ConnectionFactory target) implements ConnectionFactory, Wrapped<ConnectionFactory> {

		@Override
		public Publisher<? extends Connection> create() {
			Ledger.add("traced", "once");
			return this.target.create();
		}

		@Override
		public ConnectionFactoryMetadata getMetadata() {
			return this.target.getMetadata();
		}

		@Override
		public ConnectionFactory unwrap() {
			return this.target;
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Tracing {

		@Bean
		static BeanPostProcessor tracing() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean instanceof ConnectionFactory factory) ? new Traced(factory) : bean;
				}

			};
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class, Tracing.class },
			properties = { WITH_R2DBC, FLYWAY_URL })
	static class WrappedCase extends PerTestCase {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Own {

		@Bean
		ConnectionFactory mine(JdbcConnectionDetails details) {
			return ConnectionFactoryBuilder.withOptions(ReactiveConnections.options(details).mutate()).build();
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class, Own.class }, properties = { WITH_R2DBC, FLYWAY_URL })
	static class OwnCase extends PerTestCase {

	}

}
