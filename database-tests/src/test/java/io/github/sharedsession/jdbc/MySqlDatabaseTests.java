package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Databases of a MariaDB server, by its own driver and by that of MySQL.
 */
@EnabledIf("io.github.sharedsession.jdbc.MariaDb#isAvailable")
class MySqlDatabaseTests {

	private static final String SECRET = "ratherSecret";

	private static final String TEMPLATE = "shared_session_tests";

	private static final String COPY = TEMPLATE + "_copy";

	@BeforeEach
	void begin(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
		System.setProperty("test.mysql.url", MariaDb.url());
	}

	@AfterEach
	void leavesNothing() {
		assertThat(MariaDb.databases()).isEmpty();
	}

	static List<String> urls() {
		return List.of(MariaDb.url(), MariaDb.mysqlUrl());
	}

	@ParameterizedTest
	@MethodSource("urls")
	void copyIsAllOfTheDatabase(String url) throws Exception {
		MySqlDatabaseServer server = new MySqlDatabaseServer(ServerAddress.of(url, MariaDb.USER, ""));
		server.create(TEMPLATE);
		try {
			MariaDb.execute("alter database " + TEMPLATE + " character set latin1 collate latin1_german2_ci");
			Flyway.configure()
				.dataSource(new ConnectionDetailsDataSource(server.connectionDetails(TEMPLATE)))
				.locations("classpath:db/mysql")
				.load()
				.migrate();
			server.seal(TEMPLATE);
			server.copy(TEMPLATE, COPY);
			assertThat(everythingOf(COPY)).isEqualTo(everythingOf(TEMPLATE));
			assertThat(MariaDb.query(COPY, "select loud from a_item order by id")).containsExactly("first!", "child!");
			// No copied row has set off a trigger, a new one does
			MariaDb.execute("insert into " + COPY + ".item (name) values ('new')");
			assertThat(MariaDb.query(COPY, "select entry from journal")).containsExactly("first!", "child!", "new!");
			assertThat(MariaDb.query(COPY, "select nextval(ticket)")).containsExactly("1100");
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> MariaDb.execute("insert into " + COPY + ".purchase values (99, 1)"))
				.havingCause()
				.withMessageContaining("purchase_item");
			assertThat(MariaDb.query(TEMPLATE, "select count(*) from item")).containsExactly("2");
			assertThat(server.find(TEMPLATE + "_")).containsExactly(COPY);
		}
		finally {
			server.drop(COPY);
			server.drop(TEMPLATE);
		}
	}

	/** How all of it is made, with its rows; the names of databases left out. */
	private static List<String> everythingOf(String database) {
		Stream<String> definitions = Stream.of("table item", "table purchase", "table journal", "sequence ticket",
				"function shout", "procedure clear_journal", "view z_item", "view a_item", "trigger item_journal",
				"event nightly");
		Stream<String> rows = Stream.of("item", "purchase", "journal", "flyway_schema_history");
		Pattern created = Pattern.compile("\\| \\d{4}-\\d\\d-\\d\\d [\\d:.]+$");
		return Stream
			.concat(Stream.of("show create database " + database),
					Stream.concat(definitions.map((definition) -> "show create " + definition),
							rows.map((table) -> "select * from " + table + " order by 1")))
			.flatMap((sql) -> MariaDb.query(database, sql).stream())
			.map((text) -> created.matcher(text.replace(database, "")).replaceAll(""))
			.toList();
	}

	@Test
	void eachTestHasACopyOfWhatFlywayOfTheApplicationMigrates() {
		TestRun.succeeding(PerTestCase.class);
		assertThat(Ledger.lines("database")).hasSize(3).doesNotHaveDuplicates();
		assertThat(MariaDb.query("", "select db from information_schema.processlist where db like 'shared%'"))
			.isEmpty();
	}

	@Test
	void contextsOfAForkShareACopyThroughTheDriverOfMySql() {
		System.setProperty("test.mysql.url", MariaDb.mysqlUrl());
		TestRun.succeeding(FirstForkCase.class, SecondForkCase.class);
		assertThat(Ledger.lines("database").stream().distinct()).hasSize(1);
	}

	@Test
	void databaseOfAFailedTestIsKept() {
		TestRun.of(FailingCase.class);
		String kept = "kept_" + Ledger.lines("failing").get(0);
		assertThat(MariaDb.query(kept, "select loud from a_item where id = 77")).containsExactly("mine!");
		MariaDb.execute("drop database " + kept);
	}

	@Test
	void userNeedsRightsOnSharedDatabasesOnly() {
		createUser();
		try {
			assertFailure(DatabasePrivilegeException.class, "grant all on");
			MariaDb.execute("grant all on `shared\\_session\\_%`.* to tester");
			TestRun.succeeding(UserCase.class);
		}
		finally {
			MariaDb.execute("drop user tester");
		}
	}

	@Test
	void limitOfConnectionsIsTold() throws Exception {
		createUser();
		try {
			MariaDb.execute("grant all on *.* to tester with max_user_connections 1");
			try (Connection only = JdbcConnections.open(MariaDb.url(), "tester", SECRET)) {
				assertThat(only.isValid(1)).isTrue();
				assertFailure(DatabaseConnectionLimitException.class, "maximum-pool-size");
			}
		}
		finally {
			MariaDb.execute("drop user tester");
		}
	}

	@Test
	void passwordThatIsWrongIsTold() {
		MariaDb.execute("create user tester identified by 'another'");
		try {
			assertFailure(DatabaseUnreachableException.class, "password");
		}
		finally {
			MariaDb.execute("drop user tester");
		}
	}

	@Test
	void urlOfAnotherKindOfServerIsRefused() {
		assertThatExceptionOfType(DatabaseUrlException.class)
			.isThrownBy(() -> SharedDatabase.mysql("jdbc:postgresql://localhost/", "any", null))
			.withMessageContaining("jdbc:mariadb:");
	}

	private static void createUser() {
		MariaDb.execute("create user tester identified by '" + SECRET + "'");
	}

	private static void assertFailure(Class<? extends SharedDatabaseException> type, String action) {
		TestRun run = TestRun.of(UserCase.class);
		assertThat(run.failure(type)).hasMessageContaining("127.0.0.1").hasMessageContaining("Action: ");
		assertThat(run.failure(type).getAction()).contains(action);
		assertThat(run.text()).doesNotContain(SECRET);
	}

	private static void tell(JdbcClient jdbc, String kind) {
		Ledger.add(kind, jdbc.sql("select database()").query(String.class).single());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerTest {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.mysql(MariaDb.url(), MariaDb.USER, null).copied(DatabaseCopy.PER_TEST).build();
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class },
			properties = "spring.flyway.locations=classpath:db/mysql")
	static class PerTestCase {

		@RepeatedTest(3)
		@SuppressWarnings("resource")
		void findsOnlyWhatTheMigrationsWroteAndLeaksATransaction(@Autowired JdbcClient jdbc,
				@Autowired JdbcConnectionDetails details) throws Exception {
			tell(jdbc, "database");
			assertThat(jdbc.sql("select name from item").query(String.class).list()).containsExactlyInAnyOrder("first",
					"child");
			jdbc.sql("insert into item (id, name) values (77, 'mine')").update();
			Connection leaked = new ConnectionDetailsDataSource(details).getConnection();
			leaked.setAutoCommit(false);
			leaked.createStatement().execute("update item set name = 'leaked'");
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class },
			properties = { "spring.flyway.locations=classpath:db/mysql", "shared-session.database.keep=failed" })
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class FailingCase {

		@Test
		@Order(1)
		void fails(@Autowired JdbcClient jdbc) {
			tell(jdbc, "failing");
			jdbc.sql("insert into item (id, name) values (77, 'mine')").update();
			throw new IllegalStateException("on purpose");
		}

		@Test
		@Order(2)
		void succeeds() {
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerFork {

		@SharedSessionBean(key = "${test.mysql.url} ${user:tests}")
		static SharedBean<?, JdbcConnectionDetails> database(Environment environment) {
			String user = environment.getProperty("user", MariaDb.USER);
			return SharedDatabase
				.mysql(environment.getRequiredProperty("test.mysql.url"), user, user.equals("tester") ? SECRET : null)
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, PerFork.class },
			properties = "spring.flyway.locations=classpath:db/mysql")
	static class FirstForkCase {

		@Test
		void usesACopy(@Autowired JdbcClient jdbc) {
			tell(jdbc, "database");
			assertThat(jdbc.sql("select count(*) from item").query(Integer.class).single()).isEqualTo(2);
		}

	}

	@SpringBootTest(classes = { Application.class, PerFork.class },
			properties = { "spring.flyway.locations=classpath:db/mysql", "another=context" })
	static class SecondForkCase extends FirstForkCase {

	}

	@SpringBootTest(classes = { Application.class, PerFork.class },
			properties = { "spring.flyway.locations=classpath:db/mysql", "user=tester" })
	static class UserCase extends FirstForkCase {

	}

}
