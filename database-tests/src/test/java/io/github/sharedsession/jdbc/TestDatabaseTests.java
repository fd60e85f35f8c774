package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Databases that a context uses one after the other.
 */
class TestDatabaseTests {

	private static final Map<String, String> PARALLEL = Map.of("junit.jupiter.execution.parallel.enabled", "true",
			"junit.jupiter.execution.parallel.config.strategy", "fixed",
			"junit.jupiter.execution.parallel.config.fixed.parallelism", "2");

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void eachTestHasACopy() {
		TestRun.succeeding(PerTestCase.class);
		assertThat(Ledger.lines("database")).hasSize(4).doesNotHaveDuplicates();
		assertThat(Postgres.databases()).isEmpty();
		assertThat(Postgres.connections()).isEmpty();
	}

	@Test
	void transactionOfATestIsOneOfItsCopy() {
		TestRun.succeeding(TransactionalCase.class);
		assertThat(Ledger.lines("database")).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void eachTestClassHasACopy() {
		TestRun.succeeding(FirstClassCase.class, SecondClassCase.class);
		assertThat(Ledger.lines("database")).hasSize(4);
		assertThat(Ledger.lines("database").stream().distinct()).hasSize(2);
		assertThat(Ledger.lines("context").stream().distinct()).hasSize(1);
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void eachTestOfASliceHasACopy() {
		TestRun.succeeding(SliceCase.class);
		assertThat(Ledger.lines("database")).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void leakedConnectionsReachNoOtherTestAndKeepNothing() {
		TestRun.succeeding(LeakingCase.class);
		assertThat(Ledger.lines("database")).hasSize(3).doesNotHaveDuplicates();
		assertThat(Postgres.databases()).isEmpty();
		assertThat(Postgres.connections()).isEmpty();
	}

	@Test
	void testsOfOneContextInParallelThreadsAreRefusedByName() {
		TestRun run = TestRun.of(Map.of("junit.jupiter.execution.parallel.enabled", "true",
				"junit.jupiter.execution.parallel.config.strategy", "fixed",
				"junit.jupiter.execution.parallel.config.fixed.parallelism", "2"), ParallelCase.class);
		assertThat(run.failures()).hasSize(1);
		assertThat(run.failure(DatabaseParallelTestsException.class)).hasMessageContaining("ParallelCase.first()")
			.hasMessageContaining("ParallelCase.second()")
			.hasMessageContaining("SAME_THREAD");
	}

	@Test
	void testClassesOfOneContextInParallelThreadsAreRefusedByName() {
		TestRun run = TestRun.of(PARALLEL, FirstParallelClassCase.class, SecondParallelClassCase.class);
		assertThat(run.failures()).hasSize(1);
		assertThat(run.failure(DatabaseParallelTestsException.class)).hasMessageContaining("FirstParallelClassCase")
			.hasMessageContaining("SecondParallelClassCase");
	}

	@Test
	void nestedTestClassHasACopyOfItsOwn() {
		TestRun.succeeding(OuterCase.class);
		assertThat(Ledger.lines("database")).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void databaseOfAFailedTestIsKept() {
		TestRun.of(FailingCase.class);
		List<String> kept = Postgres.query("select datname from pg_database where datname like 'kept\\_%'");
		assertThat(kept).containsExactly("kept_" + Ledger.lines("failing").get(0));
		assertThat(Postgres.query(Postgres.url().replaceFirst("[^/]*$", kept.get(0)),
				"select name from item where id = 2"))
			.containsExactly("mine");
		assertThat(Postgres.databases()).isEmpty();
		Postgres.execute("drop database " + kept.get(0));
	}

	private static void tell(JdbcClient jdbc) {
		Ledger.add("database", jdbc.sql("select current_database()").query(String.class).single());
	}

	private static List<Integer> ids(JdbcClient jdbc) {
		return jdbc.sql("select id from item order by id").query(Integer.class).list();
	}

	private static SharedBean<?, JdbcConnectionDetails> database(DatabaseCopy copy) {
		return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null).copied(copy).build();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerTest {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return TestDatabaseTests.database(DatabaseCopy.PER_TEST);
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerClass {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return TestDatabaseTests.database(DatabaseCopy.PER_CLASS);
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Writing {

		@Bean
		ApplicationRunner writer(JdbcClient jdbc) {
			return (arguments) -> jdbc.sql("insert into item (id, name) values (100, 'start')").update();
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class, Writing.class })
	static class PerTestCase {

		@RepeatedTest(4)
		void findsOnlyWhatTheMigrationsWrote(@Autowired JdbcClient jdbc) {
			tell(jdbc);
			assertThat(ids(jdbc)).containsExactly(1);
			jdbc.sql("insert into item (id, name) values (2, 'mine')").update();
			jdbc.sql("alter table item add column mine int").update();
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class })
	@Transactional
	static class TransactionalCase {

		@RepeatedTest(2)
		void writesWhereOthersRead(@Autowired JdbcClient jdbc, @Autowired DataSource dataSource) throws Exception {
			tell(jdbc);
			jdbc.sql("insert into item (id, name) values (2, 'mine')").update();
			try (var other = dataSource.getConnection();
					var result = other.createStatement().executeQuery("select current_database()")) {
				assertThat(result.next()).isTrue();
				assertThat(jdbc.sql("select current_database()").query(String.class).single())
					.isEqualTo(result.getString(1));
			}
		}

	}

	abstract static class ClassCase {

		@Autowired
		private JdbcClient jdbc;

		@Test
		@Order(1)
		void writes() {
			Ledger.add("context", String.valueOf(System.identityHashCode(this.jdbc)));
			tell(this.jdbc);
			assertThat(ids(this.jdbc)).containsExactly(1);
			this.jdbc.sql("insert into item (id, name) values (2, 'mine')").update();
		}

		@Test
		@Order(2)
		void findsWhatTheOtherTestWrote() {
			tell(this.jdbc);
			assertThat(ids(this.jdbc)).containsExactly(1, 2);
		}

	}

	@SpringBootTest(classes = { Application.class, PerClass.class })
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class FirstClassCase extends ClassCase {

	}

	@SpringBootTest(classes = { Application.class, PerClass.class })
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class SecondClassCase extends ClassCase {

	}

	@JdbcTest
	@ContextConfiguration(classes = Application.class)
	@Import(PerTest.class)
	static class SliceCase {

		@RepeatedTest(2)
		void usesACopy(@Autowired JdbcClient jdbc) {
			tell(jdbc);
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class })
	static class LeakingCase {

		private static @Nullable HikariDataSource former;

		@RepeatedTest(3)
		@SuppressWarnings("resource")
		void leaksAConnectionWithAnOpenTransaction(@Autowired JdbcClient jdbc, @Autowired DataSource dataSource)
				throws Exception {
			tell(jdbc);
			assertThat(former == null || former.isClosed()).isTrue();
			former = dataSource.unwrap(HikariDataSource.class);
			var leaked = dataSource.getConnection();
			leaked.setAutoCommit(false);
			leaked.createStatement().execute("insert into item (id, name) values (2, 'mine')");
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class })
	@Execution(ExecutionMode.CONCURRENT)
	static class ParallelCase {

		@Test
		void first() {
			awaitOther();
		}

		@Test
		void second() {
			awaitOther();
		}

		/** Until the other one has been refused. */
		private static void awaitOther() {
			Ledger.await("refused", (lines) -> !lines.isEmpty());
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class }, properties = "shared-session.database.keep=failed")
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class FailingCase {

		@Test
		@Order(1)
		void fails(@Autowired JdbcClient jdbc) {
			Ledger.add("failing", jdbc.sql("select current_database()").query(String.class).single());
			jdbc.sql("insert into item (id, name) values (2, 'mine')").update();
			throw new IllegalStateException("on purpose");
		}

		@Test
		@Order(2)
		void succeeds() {
		}

	}

	@SpringBootTest(classes = { Application.class, PerClass.class })
	@Execution(ExecutionMode.CONCURRENT)
	static class FirstParallelClassCase {

		@Test
		void goesOnUntilAnotherHasBeenRefused() {
			Ledger.await("refused", (lines) -> !lines.isEmpty());
		}

	}

	@SpringBootTest(classes = { Application.class, PerClass.class })
	@Execution(ExecutionMode.CONCURRENT)
	static class SecondParallelClassCase extends FirstParallelClassCase {

	}

	@SpringBootTest(classes = { Application.class, PerClass.class })
	static class OuterCase {

		@Test
		void usesACopy(@Autowired JdbcClient jdbc) {
			tell(jdbc);
		}

		@Nested
		class InnerCase {

			@Test
			void usesACopy(@Autowired JdbcClient jdbc) {
				tell(jdbc);
			}

		}

	}

}
