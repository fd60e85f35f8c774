package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who uses which database, in one JVM.
 */
class DatabaseCopyTests {

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void contextsOfAForkShareACopy() {
		TestRun.succeeding(FirstForkCase.class, SecondForkCase.class);
		assertThat(Ledger.lines("database").stream().distinct()).hasSize(1);
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void copyOfAForkOutlivesItsContexts() {
		TestRun.succeeding(DirtyForkCase.class, SecondForkCase.class);
		assertThat(Ledger.lines("database").stream().distinct()).hasSize(1);
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void copyOfAForkWhoseContextsHaveAllBeenClosedIsDropped() {
		TestRun.succeeding(DirtyForkCase.class);
		assertThat(Ledger.lines("database")).hasSize(1);
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void eachContextHasACopy() {
		TestRun.succeeding(FirstContextCase.class, SecondContextCase.class);
		assertThat(Ledger.lines("database").stream().distinct()).hasSize(2);
		// The first context has been closed, and its copy dropped: template and second
		assertThat(Ledger.lines("databases")).containsExactly("2", "2");
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void contextsShareTheMigratedDatabaseAndRollBack() {
		TestRun.succeeding(FirstSharedCase.class, SecondSharedCase.class);
		assertThat(Ledger.lines("database").stream().distinct()).hasSize(1);
		assertThat(Ledger.lines("databases")).containsOnly("1");
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void sliceUsesTheDatabaseInsteadOfAnEmbeddedOne() {
		TestRun.succeeding(SliceCase.class);
		assertThat(Ledger.lines("database")).singleElement().asString().startsWith("shared_session_");
	}

	@Test
	void leakedConnectionKeepsNothing() {
		TestRun.succeeding(LeakingCase.class);
		assertThat(Postgres.databases()).isEmpty();
		assertThat(Postgres.connections()).isEmpty();
	}

	@Test
	void sharingThatIsSwitchedOffLeavesNothing() {
		TestRun.succeeding(SwitchedOffCase.class);
		assertThat(Ledger.lines("database")).hasSize(1);
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void severalDatabasesOfOneApplicationAreToldApartByQualifier() {
		TestRun.succeeding(SeveralDatabasesCase.class);
	}

	@Test
	void secondDatabaseWithoutQualifierIsAnErrorThatNamesBoth() {
		TestRun run = TestRun.of(AmbiguousCase.class);
		assertThat(run.text()).contains("orders").contains("payments").contains("JdbcConnectionDetails");
	}

	private static SharedDatabase database() {
		return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null);
	}

	private static void tell(JdbcClient jdbc) {
		Ledger.add("database", jdbc.sql("select current_database()").query(String.class).single());
		Ledger.add("databases", String.valueOf(Postgres.databases().size()));
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerFork {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return DatabaseCopyTests.database().build();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerContext {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return DatabaseCopyTests.database().copied(DatabaseCopy.PER_CONTEXT).build();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Shared {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return DatabaseCopyTests.database().copied(DatabaseCopy.SHARED).build();
		}

	}

	abstract static class TellingCase {

		@Test
		void usesDatabase(@Autowired JdbcClient jdbc) {
			tell(jdbc);
		}

	}

	@SpringBootTest(classes = { Application.class, PerFork.class })
	static class FirstForkCase extends TellingCase {

	}

	@SpringBootTest(classes = { Application.class, PerFork.class }, properties = "another=context")
	static class SecondForkCase extends TellingCase {

	}

	@DirtiesContext
	static class DirtyForkCase extends FirstForkCase {

	}

	@SpringBootTest(classes = { Application.class, PerContext.class })
	@DirtiesContext
	static class FirstContextCase extends TellingCase {

	}

	@SpringBootTest(classes = { Application.class, PerContext.class }, properties = "another=context")
	static class SecondContextCase extends TellingCase {

	}

	@SpringBootTest(classes = { Application.class, Shared.class })
	@Transactional
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class FirstSharedCase {

		@Test
		@Order(1)
		void writes(@Autowired JdbcClient jdbc, @Autowired PlatformTransactionManager transactions) {
			tell(jdbc);
			jdbc.sql("insert into item (id, name) values (2, 'second')").update();
			TransactionTemplate nested = new TransactionTemplate(transactions);
			nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
			nested.executeWithoutResult((status) -> {
				jdbc.sql("insert into item (id, name) values (3, 'third')").update();
				status.setRollbackOnly();
			});
			assertThat(ids(jdbc)).containsExactly(1, 2);
		}

		@Test
		@Order(2)
		void findsNothingWritten(@Autowired JdbcClient jdbc) {
			assertThat(ids(jdbc)).containsExactly(1);
		}

		private static List<Integer> ids(JdbcClient jdbc) {
			return jdbc.sql("select id from item order by id").query(Integer.class).list();
		}

	}

	@SpringBootTest(classes = { Application.class, Shared.class }, properties = "another=context")
	static class SecondSharedCase extends FirstSharedCase {

	}

	@JdbcTest
	@ContextConfiguration(classes = Application.class)
	@Import(PerFork.class)
	static class SliceCase extends TellingCase {

	}

	@SpringBootTest(classes = { Application.class, PerFork.class })
	static class LeakingCase {

		@Test
		@SuppressWarnings("resource")
		void leaksConnections(@Autowired JdbcConnectionDetails details) throws Exception {
			new ConnectionDetailsDataSource(details).getConnection().createStatement().execute("begin");
			assertThat(Postgres.connections()).isNotEmpty();
		}

	}

	@SpringBootTest(classes = { Application.class, PerFork.class }, properties = "shared-session.enabled=false")
	@DirtiesContext
	static class SwitchedOffCase extends TellingCase {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class TwoDatabases {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> orders() {
			return DatabaseCopyTests.database()
				.migratedBy(Migrations.scripts("db/scripts/schema.sql"))
				.copied(DatabaseCopy.SHARED)
				.build();
		}

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> payments() {
			return DatabaseCopyTests.database()
				.migratedBy(Migrations.scripts("db/scripts/schema.sql", "db/scripts/data.sql"))
				.copied(DatabaseCopy.SHARED)
				.build();
		}

	}

	@SpringJUnitConfig(TwoDatabases.class)
	static class SeveralDatabasesCase {

		@Test
		void findsEachByItsName(@Autowired JdbcConnectionDetails orders, @Autowired JdbcConnectionDetails payments) {
			assertThat(count(orders)).isZero();
			assertThat(count(payments)).isOne();
		}

		private static int count(JdbcConnectionDetails details) {
			return JdbcClient.create(new ConnectionDetailsDataSource(details))
				.sql("select count(*) from item")
				.query(Integer.class)
				.single();
		}

	}

	@SpringBootTest(classes = { Application.class, TwoDatabases.class })
	static class AmbiguousCase extends TellingCase {

	}

}
