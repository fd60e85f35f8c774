package io.github.sharedsession.jdbc;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * H2 databases in memory.
 */
class H2DatabaseTests {

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void contextsOfAForkShareACopyThatWasMigratedOnce() {
		TestRun.succeeding(ForkCase.class, OtherContextCase.class);
		assertThat(Ledger.lines("migrated")).hasSize(1);
		assertThat(Ledger.lines("database").stream().distinct()).hasSize(1);
	}

	@Test
	void eachTestHasACopy() {
		TestRun.succeeding(PerTestCase.class);
		assertThat(Ledger.lines("migrated")).hasSize(1);
		assertThat(Ledger.lines("database")).hasSize(3).doesNotHaveDuplicates();
	}

	@Test
	void databaseInMemoryCannotBeSharedByForks() {
		TestRun run = TestRun.of(SharedCase.class);
		assertThat(run.failure(SharedBeanDefinitionException.class)).hasMessageContaining("H2Server");
	}

	@Test
	void closedContextsAreCollectedWhileTheirDatabaseIsStillThere() {
		TestRun.succeeding(DirtyPerForkCase.class, DirtyPerTestCase.class, CollectedCase.class);
		assertThat(Ledger.lines("migrated")).hasSize(2);
	}

	private static SharedBean<?, JdbcConnectionDetails> h2(DatabaseCopy copy) {
		return SharedDatabase.h2("MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE")
			.migratedBy(Migrations.flyway(), Migrations.of("1", (dataSource) -> Ledger.add("migrated", "once")))
			.copied(copy)
			.build();
	}

	private static void tell(JdbcClient jdbc) {
		Ledger.add("database", jdbc.sql("select database_path()").query(String.class).optional().orElse("")
				+ jdbc.sql("select current_catalog").query(String.class).single());
		assertThat(jdbc.sql("select name from item where id = 1").query(String.class).single()).isEqualTo("first");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerFork {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return h2(DatabaseCopy.PER_FORK);
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerTest {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return h2(DatabaseCopy.PER_TEST);
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Shared {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return h2(DatabaseCopy.SHARED);
		}

	}

	abstract static class TellingCase {

		@Test
		void usesDatabase(@Autowired JdbcClient jdbc) {
			tell(jdbc);
		}

	}

	@SpringBootTest(classes = { Application.class, PerFork.class })
	static class ForkCase extends TellingCase {

	}

	@SpringBootTest(classes = { Application.class, PerFork.class }, properties = "another=context")
	static class OtherContextCase extends TellingCase {

	}

	@SpringBootTest(classes = { Application.class, Shared.class })
	static class SharedCase extends TellingCase {

	}

	@SpringBootTest(classes = { Application.class, PerTest.class })
	static class PerTestCase {

		@RepeatedTest(3)
		void findsOnlyWhatTheMigrationsWrote(@Autowired JdbcClient jdbc) {
			tell(jdbc);
			jdbc.sql("insert into item (id, name) values (2, 'mine')").update();
		}

	}

	@SpringBootTest(classes = { Application.class, PerFork.class })
	@DirtiesContext
	static class DirtyPerForkCase {

		@Test
		void usesDatabase(@Autowired JdbcClient jdbc, @Autowired ApplicationContext context) {
			tell(jdbc);
			CollectedCase.closed.add(new WeakReference<>(context));
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class })
	@DirtiesContext
	static class DirtyPerTestCase {

		@Test
		void usesDatabase(@Autowired JdbcClient jdbc, @Autowired ApplicationContext context) {
			tell(jdbc);
			CollectedCase.closed.add(new WeakReference<>(context));
		}

	}

	static class CollectedCase {

		static final List<WeakReference<ApplicationContext>> closed = new ArrayList<>();

		@Test
		void closedContextsAreCollected() {
			for (int i = 0; i < 50 && closed.stream().anyMatch((context) -> context.get() != null); i++) {
				System.gc();
			}
			assertThat(closed).hasSize(2).extracting(WeakReference::get).containsOnlyNulls();
		}

	}

}
