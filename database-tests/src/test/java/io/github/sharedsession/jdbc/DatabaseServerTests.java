package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that are the user's own.
 */
class DatabaseServerTests {

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void ownServerMakesCopiesAndDropsThem() {
		TestRun.succeeding(OwnServerCase.class);
		List<String> created = Ledger.lines("create");
		List<String> copied = Ledger.lines("copy");
		assertThat(created).hasSize(1);
		assertThat(Ledger.lines("seal")).isEqualTo(created);
		assertThat(copied).hasSizeGreaterThanOrEqualTo(3).allMatch((name) -> name.startsWith(created.get(0)));
		assertThat(Ledger.lines("used")).hasSize(2).doesNotHaveDuplicates();
		assertThat(Ledger.lines("drop")).containsAll(copied).endsWith(created.get(0));
	}

	@Test
	void serversOfOneClassAreToldApart() {
		TestRun.succeeding(FirstSiteCase.class, SecondSiteCase.class);
		assertThat(Ledger.lines("create")).hasSize(2);
	}

	record Site(String name) {
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class ServerOfSite {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database(Site site) {
			return SharedDatabase.on(new InMemoryServer(site.name()))
				.migratedBy(Migrations.scripts("db/scripts/item.sql"))
				.copied(DatabaseCopy.PER_CONTEXT)
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, ServerOfSite.class, FirstSiteCase.First.class },
			properties = "spring.flyway.enabled=false")
	static class FirstSiteCase {

		@Test
		void isAtItsSite(@Autowired JdbcConnectionDetails details) {
			assertThat(details.getJdbcUrl()).contains("first");
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class First {

			@Bean
			Site site() {
				return new Site("first_");
			}

		}

	}

	@SpringBootTest(classes = { Application.class, ServerOfSite.class, SecondSiteCase.Second.class },
			properties = "spring.flyway.enabled=false")
	static class SecondSiteCase {

		@Test
		void isAtItsSite(@Autowired JdbcConnectionDetails details) {
			assertThat(details.getJdbcUrl()).contains("second");
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Second {

			@Bean
			Site site() {
				return new Site("second_");
			}

		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class OwnServer {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.on(new InMemoryServer(""))
				.migratedBy(Migrations.scripts("db/scripts/item.sql"))
				.copied(DatabaseCopy.PER_TEST)
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, OwnServer.class }, properties = "spring.flyway.enabled=false")
	static class OwnServerCase {

		@RepeatedTest(2)
		void writes(@Autowired JdbcClient jdbc, @Autowired JdbcConnectionDetails details) {
			jdbc.sql("insert into item (id, name) values (1, 'mine')").update();
			String database = jdbc.sql("select current_catalog").query(String.class).single();
			assertThat(details.getJdbcUrl()).containsIgnoringCase(database);
			Ledger.add("used", database);
		}

	}

	/** Has one schema only, which makes copying easy. */
	private static final class InMemoryServer implements DatabaseServer {

		private final String site;

		InMemoryServer(String site) {
			this.site = site;
		}

		@Override
		public JdbcConnectionDetails connectionDetails(String database) {
			return new AddressedDetails("jdbc:h2:mem:" + this.site + database + ";DB_CLOSE_DELAY=-1",
					ServerAddress.of("jdbc:h2:mem:", "sa", ""));
		}

		@Override
		public void create(String database) {
			Ledger.add("create", database);
		}

		@Override
		public void seal(String database) {
			Ledger.add("seal", database);
		}

		@Override
		public void copy(String database, String copy) throws SQLException {
			execute(copy, "create table item (id int primary key, name varchar(40) not null)");
			Ledger.add("copy", copy);
		}

		@Override
		public void drop(String database) throws SQLException {
			execute(database, "shutdown");
			Ledger.add("drop", database);
		}

		@Override
		public Collection<String> find(String prefix) {
			return List.of();
		}

		private void execute(String database, String sql) throws SQLException {
			try (Connection connection = DriverManager.getConnection(connectionDetails(database).getJdbcUrl(), "sa",
					"")) {
				connection.createStatement().execute(sql);
			}
		}

	}

}
