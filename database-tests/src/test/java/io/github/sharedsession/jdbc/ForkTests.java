package io.github.sharedsession.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Databases of several JVMs.
 */
@Timeout(180)
class ForkTests {

	private static final String BLOCK = "test.block";

	private Path directory;

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		this.directory = directory;
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void forksMigrateOnceAndHaveACopyEachAndLeaveNothing() throws Exception {
		Fork longer = Fork.start(this.directory, Map.of("test.together", "4"), WritingCase.class,
				OtherContextCase.class);
		Fork shorter = Fork.start(this.directory, Map.of("test.together", "2"), WritingCase.class,
				OtherContextCase.class);
		shorter.succeed();
		// The migrated one, and the copy of the fork that goes on
		assertThat(Postgres.databases()).hasSize(2);
		Ledger.add("used", "by the test, which lets the other one go on");
		longer.succeed();
		assertThat(Ledger.lines("migrated")).hasSize(1);
		assertThat(Ledger.lines("used")).hasSize(5);
		assertThat(Ledger.lines("used").stream().distinct()).hasSize(3);
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void copyOfAKilledForkIsDropped() throws Exception {
		Fork other = Fork.start(this.directory, Map.of("test.together", "2"), WritingCase.class);
		Fork killed = Fork.start(this.directory, Map.of("test.together", "2", BLOCK, "used"), WritingCase.class);
		Ledger.await("blocked", (lines) -> lines.size() == 1);
		assertThat(Postgres.databases()).hasSize(3);
		killed.kill();
		other.succeed();
		assertThat(Ledger.lines("used")).hasSize(2);
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void databaseOfAForkThatIsKilledWhileItMigratesIsDroppedBeforeTheNextIsMade() throws Exception {
		Fork killed = Fork.start(this.directory, Map.of(BLOCK, "migrated"), WritingCase.class);
		Ledger.await("blocked", (lines) -> lines.size() == 1);
		assertThat(Postgres.databases()).hasSize(1);
		killed.kill();
		Fork.start(this.directory, WritingCase.class).succeed();
		assertThat(Ledger.lines("migrated")).hasSize(2);
		assertThat(Ledger.lines("databases")).containsExactly("1", "1");
		assertThat(Postgres.databases()).isEmpty();
	}

	@Test
	void forksShareAnEmbeddedServerThatOutlivesTheForkThatStartedIt() throws Exception {
		Fork first = Fork.start(this.directory, Map.of("test.together", "3"), EmbeddedCase.class);
		Ledger.await("used", (lines) -> lines.size() == 1);
		Fork second = Fork.start(this.directory, Map.of("test.together", "3"), EmbeddedCase.class, PropertyCase.class);
		Ledger.await("used", (lines) -> lines.size() == 2);
		first.kill();
		Ledger.add("used", "by the test, which lets the others go on");
		second.succeed();
		assertThat(Ledger.lines("server").stream().distinct()).hasSize(1);
		assertThat(Ledger.lines("property")).hasSize(1);
		assertThat(Ledger.lines("migrated")).hasSize(1);
		assertThat(Ledger.lines("used")).hasSize(3).doesNotHaveDuplicates();
		Fork.awaitEndOfHost(this.directory);
	}

	@Test
	void forksOfSeveralMachinesMigrateOnce() throws Exception {
		Postgres.execute("CREATE SCHEMA several_machines");
		List<Fork> forks = new ArrayList<>();
		for (String machine : List.of("build-1", "build-2")) {
			Path home = Files.createDirectory(this.directory.resolve(machine));
			forks.add(Fork.start(home,
					Map.of("test.together", "2", "basedir", home.toString(), "shared-session.store", "jdbc",
							"shared-session.jdbc.url", Postgres.url() + "?currentSchema=several_machines",
							"shared-session.jdbc.username", Postgres.USER),
					WritingCase.class));
		}
		List<String> warnings = new ArrayList<>();
		for (Fork fork : forks) {
			fork.succeed();
			fork.output().stream().filter((line) -> line.contains("on this machine only")).forEach(warnings::add);
		}
		// Its server is on this machine, as its creator says
		assertThat(warnings).singleElement()
			.asString()
			.contains("names the host localhost at /server/url.")
			.doesNotContain("a path of");
		assertThat(Ledger.lines("migrated")).hasSize(1);
		assertThat(Ledger.lines("used")).hasSize(2).doesNotHaveDuplicates();
		assertThat(Postgres.databases()).isEmpty();
		assertThat(Postgres.query("SELECT name FROM several_machines.shared_session_records")).containsExactly("");
	}

	private static void blockIf(String place) {
		if (place.equals(System.getProperty(BLOCK))) {
			Ledger.add("blocked", place);
			Ledger.await("never", (lines) -> !lines.isEmpty());
		}
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Databases {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null)
				.migratedBy(Migrations.scripts("db/scripts/schema.sql"), Migrations.of("1", (dataSource) -> {
					Ledger.add("databases", String.valueOf(Postgres.databases().size()));
					Ledger.add("migrated", "once");
					blockIf("migrated");
				}))
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, Databases.class }, properties = "spring.flyway.enabled=false")
	static class WritingCase extends WritingBase {

	}

	abstract static class WritingBase {

		@Test
		void writesWhatOthersWriteToo(@Autowired JdbcClient jdbc) {
			jdbc.sql("insert into item (id, name) values (7, 'mine')").update();
			Ledger.add("used", jdbc.sql("select current_database()").query(String.class).single());
			int together = Integer.getInteger("test.together", 1);
			Ledger.await("used", (lines) -> lines.size() >= together);
			blockIf("used");
		}

	}

	@SpringBootTest(classes = { Application.class, Databases.class },
			properties = { "spring.flyway.enabled=false", "another=context" })
	static class OtherContextCase {

		@Test
		void findsWhatTheOtherContextOfItsForkWrote(@Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("select count(*) from item where id = 7").query(Integer.class).single()).isEqualTo(1);
			Ledger.add("used", jdbc.sql("select current_database()").query(String.class).single());
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class EmbeddedDatabases {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.embeddedPostgres()
				.migratedBy(Migrations.scripts("db/scripts/schema.sql"),
						Migrations.of("1", (dataSource) -> Ledger.add("migrated", "once")))
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, EmbeddedDatabases.class },
			properties = "spring.flyway.enabled=false")
	static class EmbeddedCase extends WritingBase {

		@Test
		void tellsTheServer(@Autowired JdbcConnectionDetails details) {
			Ledger.add("server", details.getJdbcUrl().replaceFirst("/[^/]*$", ""));
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class EmbeddedWithProperty {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.embeddedPostgres()
				.migratedBy(Migrations.scripts("db/scripts/schema.sql"))
				.build()
				.property("test.database", Object::toString);
		}

	}

	@SpringBootTest(classes = { Application.class, EmbeddedWithProperty.class },
			properties = "spring.flyway.enabled=false")
	static class PropertyCase {

		@Test
		void findsThePropertyOfTheDatabase(@Value("${test.database}") String databaseOfProperty,
				@Autowired JdbcClient jdbc, @Autowired JdbcConnectionDetails details) {
			String template = databaseOfProperty.replaceFirst(" .*", "");
			assertThat(jdbc.sql("select current_database()").query(String.class).single()).startsWith(template + "_");
			Ledger.add("property", databaseOfProperty);
			Ledger.add("server", details.getJdbcUrl().replaceFirst("/[^/]*$", ""));
		}

	}

}
