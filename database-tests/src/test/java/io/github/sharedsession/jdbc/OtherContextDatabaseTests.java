package io.github.sharedsession.jdbc;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.shop.ShopApplication;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Shared databases in contexts that are not test contexts: each context has one of its
 * own, migrated as in tests.
 */
class OtherContextDatabaseTests {

	private static final String EXCLUSIONS = "--spring.autoconfigure.exclude="
			+ "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration,"
			+ "org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration,"
			+ "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration";

	static Stream<Arguments> databases() {
		return Stream.of(Arguments.of(InMemory.class, "Flyway"), Arguments.of(InMemory.class, "Hibernate"),
				Arguments.of(OnServer.class, "Flyway"), Arguments.of(OnServer.class, "Hibernate"),
				Arguments.of(PerTest.class, "Flyway"), Arguments.of(Embedded.class, "Hibernate"));
	}

	@ParameterizedTest
	@MethodSource("databases")
	void databaseIsMigratedAndEndsWithItsContext(Class<?> configuration, String tool) throws Exception {
		String url;
		boolean flyway = tool.equals("Flyway");
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ShopApplication.class, configuration)
			.run(EXCLUSIONS, "--spring.flyway.enabled=" + flyway,
					flyway ? "--spring.jpa.hibernate.ddl-auto=none"
							: "--spring.sql.init.data-locations=classpath:shop/data.sql",
					"--spring.jpa.defer-datasource-initialization=true")) {
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			String table = flyway ? "item" : "product";
			assertThat(jdbc.sql("select count(*) from " + table).query(Integer.class).single()).isOne();
			url = context.getBean(JdbcConnectionDetails.class).getJdbcUrl();

		}
		assertThat(Postgres.databases()).isEmpty();
		if (!configuration.equals(InMemory.class)) {
			assertThatThrownBy(() -> DriverManager.getConnection(url, Postgres.USER, ""))
				.isInstanceOf(SQLException.class);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class InMemory {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.h2("MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE").build();
		}

	}

	@Configuration
	static class OnServer {

		@SharedSessionBean
		SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null).build().inputs("of no effect here");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PerTest {

		@SharedSessionBean
		SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null)
				.copied(DatabaseCopy.PER_TEST)
				.cached()
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Embedded {

		@SharedSessionBean
		SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.embeddedPostgres().build();
		}

	}

}
