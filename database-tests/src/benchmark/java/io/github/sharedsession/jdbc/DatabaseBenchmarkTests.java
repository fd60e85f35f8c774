package io.github.sharedsession.jdbc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.sample.OrdersApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;
import org.springframework.test.context.support.AbstractTestExecutionListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What shared databases cost beside what is done without them, in the sample application
 * with more migrations, and many tests at once.
 * Prints figures, which depend on the machine; asserts only what must hold on any.
 */
class DatabaseBenchmarkTests {

	private static final int TABLES = 200;

	private static final Path SAMPLE = Path.of(System.getProperty("test.sample-app", "."));

	/** The versions of the sample's migrations are lower. */
	private static final int AFTER_SAMPLE = 1000;

	private static final int REPETITIONS = Integer.getInteger("benchmark.repetitions", 3);

	private static final String MIGRATIONS = "test.migrations";

	private Path directory;

	@BeforeEach
	void writeMigrations(@TempDir Path directory) throws IOException {
		this.directory = directory;
		Ledger.begin(directory.resolve("ledger"));
		Path migrations = Files.createDirectory(directory.resolve("migrations"));
		try (Stream<Path> files = Files.list(SAMPLE.resolve("db/migration"))) {
			for (Path file : files.toList()) {
				Files.copy(file, migrations.resolve(file.getFileName()));
			}
		}
		for (int i = 1; i <= TABLES; i++) {
			Files.writeString(migrations.resolve("V" + (AFTER_SAMPLE + i) + "__table.sql"),
					"create table t" + i + " (id bigint generated always as identity primary key, "
							+ "name varchar(80) not null, amount numeric(12,2), made timestamptz default now());\n"
							+ "create index on t" + i + " (name);\n");
		}
	}

	@Test
	void forksBesideForksWithAServerOfTheirOwn() throws Exception {
		Map<String, Class<?>> kinds = new LinkedHashMap<>();
		kinds.put("own", OwnServerCase.class);
		kinds.put("zonky", ZonkyCases.ServerCase.class);
		kinds.put("shared", SharedServerCase.class);
		for (Class<?> kind : kinds.values()) {
			forks(kind, 1);
		}
		for (int repetition = 1; repetition <= REPETITIONS; repetition++) {
			for (int count : new int[] { 1, 2, 4 }) {
				for (Map.Entry<String, Class<?>> kind : kinds.entrySet()) {
					print(count + " forks, " + TABLES + " migrations, " + kind.getKey(), forks(kind.getValue(), count));
				}
			}
		}
	}

	private static void print(String what, Cost cost) {
		System.out.printf("%s: %.1f s, CPU %.1f s%n", what, cost.wall().toMillis() / 1000.0,
				cost.cpu().toMillis() / 1000.0);
	}

	private Cost forks(Class<?> testClass, int count) throws Exception {
		Path session = Files.createTempDirectory(this.directory, "forks");
		Ledger.begin(session.resolve("ledger"));
		try (CpuMeter meter = CpuMeter.create()) {
			long start = System.nanoTime();
			List<Fork> forks = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				forks.add(fork(session, meter.launcher(), testClass));
			}
			for (Fork fork : forks) {
				fork.succeed();
			}
			Duration wall = Duration.ofNanos(System.nanoTime() - start);
			assertThat(Ledger.lines("tables")).hasSize(count).containsOnly(String.valueOf(TABLES));
			return new Cost(wall, meter.awaitEnd());
		}
	}

	/** Only what is compared with has its libraries. */
	private Fork fork(Path session, List<String> launcher, Class<?> testClass) throws IOException {
		boolean sample = TablesCase.class.isAssignableFrom(testClass);
		boolean zonky = testClass.getName().startsWith(ZonkyCases.class.getName());
		String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> zonky || !entry.matches(".*(embedded-database-spring-test|testcontainers|docker-java).*"))
			.collect(Collectors.joining(File.pathSeparator)) + (sample ? File.pathSeparator + SAMPLE : "");
		return Fork.start(session, Map.of(MIGRATIONS, this.directory.resolve("migrations").toString()), launcher,
				classPath, testClass);
	}

	@Test
	void waitForACopyBesideWhatElseGivesATestItsDatabase() throws Exception {
		for (Class<?> testClass : List.of(WaitingCase.class, ZonkyCases.RefreshCase.class, CleaningCase.class)) {
			Path session = Files.createTempDirectory(this.directory, "waits");
			Ledger.begin(session.resolve("ledger"));
			fork(session, List.of(), testClass).succeed();
			print("wait of a test for its database, " + testClass.getSimpleName(), "wait");
			print("from one test to the next, " + testClass.getSimpleName(), "whole");
		}
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void thousandTestsOverFourForksMeetNobody() throws Exception {
		List<Fork> forks = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			forks.add(fork(this.directory, List.of(), ConflictingCase.class));
		}
		for (Fork fork : forks) {
			fork.succeed();
		}
		assertThat(Ledger.lines("database")).hasSize(1000).doesNotHaveDuplicates();
		assertThat(Postgres.databases()).isEmpty();
		assertThat(Postgres.connections()).isEmpty();
		print("wait of 1,000 tests over 4 forks for their copies", "wait");
	}

	private static void print(String what, String kind) {
		long[] micros = Ledger.lines(kind).stream().mapToLong(Long::parseLong).sorted().toArray();
		System.out.printf("%s: n=%d, p50 %.1f ms, p99 %.1f ms, max %.1f ms%n", what, micros.length,
				micros[micros.length / 2] / 1000.0, micros[micros.length * 99 / 100] / 1000.0,
				LongStream.of(micros).max().orElse(0) / 1000.0);
	}

	abstract static class TablesCase {

		@Test
		void findsTables(@Autowired JdbcClient jdbc) {
			Ledger.add("tables",
					jdbc.sql("select count(*) from pg_tables where tablename ~ '^t[0-9]+$'")
						.query(String.class)
						.single());
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class SharedServer {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.embeddedPostgres().build();
		}

	}

	@SpringBootTest(classes = { OrdersApplication.class, SharedServer.class },
			properties = "spring.flyway.locations=filesystem:${test.migrations}")
	static class SharedServerCase extends TablesCase {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class OwnServer {

		@Bean
		EmbeddedPostgres embeddedPostgres() throws IOException {
			return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
		}

		@Bean
		DataSource dataSource(EmbeddedPostgres server) {
			return server.getPostgresDatabase();
		}

	}

	@SpringBootTest(classes = { OrdersApplication.class, OwnServer.class },
			properties = "spring.flyway.locations=filesystem:${test.migrations}")
	static class OwnServerCase extends TablesCase {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerTest {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null).copied(DatabaseCopy.PER_TEST).build();
		}

	}

	abstract static class WorkingCase {

		/** Takes about as long as a test of an application. */
		@RepeatedTest(60)
		void works(@Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("select count(*) from t1").query(Integer.class).single()).isZero();
			tellWait();
			for (int i = 0; i < 100; i++) {
				jdbc.sql("insert into t1 (name) values (:name)").param("name", "name " + i).update();
			}
			assertThat(jdbc.sql("select count(*) from t1").query(Integer.class).single()).isEqualTo(100);
		}

	}

	/** From before what the listeners do to the answer to the first query. */
	private static void tellWait() {
		// The first test of a fork waits for its context
		if (!Before.first) {
			Ledger.add("wait", String.valueOf((System.nanoTime() - Before.begun) / 1000));
		}
	}

	@SpringBootTest(classes = { Application.class, PerTest.class },
			properties = "spring.flyway.locations=filesystem:${test.migrations}")
	@TestExecutionListeners(listeners = Before.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
	static class WaitingCase extends WorkingCase {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerFork {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null).build();
		}

	}

	@SpringBootTest(classes = { Application.class, PerFork.class }, properties = {
			"spring.flyway.locations=filesystem:${test.migrations}", "spring.flyway.clean-disabled=false" })
	@TestExecutionListeners(listeners = Before.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
	static class CleaningCase {

		@RepeatedTest(5)
		void cleans(@Autowired Flyway flyway, @Autowired JdbcClient jdbc) {
			flyway.clean();
			flyway.migrate();
			assertThat(jdbc.sql("select count(*) from t1").query(Integer.class).single()).isZero();
			tellWait();
		}

	}

	@SpringBootTest(classes = { Application.class, PerTest.class })
	@TestExecutionListeners(listeners = Before.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
	static class ConflictingCase {

		@RepeatedTest(250)
		void writesWhatOthersWriteToo(@Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("select count(*) from item").query(Integer.class).single()).isOne();
			tellWait();
			jdbc.sql("insert into item (id, name) values (7, 'mine')").update();
			jdbc.sql("update item set name = 'mine' where id = 1").update();
			Ledger.add("database", jdbc.sql("select current_database()").query(String.class).single());
		}

	}

	/**
	 * What forks have cost.
	 *
	 * @param wall the time until the last fork has ended
	 * @param cpu what all processes have used, the servers among them
	 */
	private record Cost(Duration wall, Duration cpu) {
	}

	/** Begins to measure before all other listeners. */
	static class Before extends AbstractTestExecutionListener {

		static volatile long begun;

		static volatile boolean first = true;

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		/** The first of what is called for each test. */
		@Override
		public void prepareTestInstance(TestContext testContext) {
			long now = System.nanoTime();
			if (begun != 0) {
				first = false;
				Ledger.add("whole", String.valueOf((now - begun) / 1000));
			}
			begun = now;
		}

	}

}
