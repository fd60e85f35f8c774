package io.github.sharedsession.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.zip.ZipInputStream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Servers that are too old, have no space, or are held by somebody else.
 */
class ServerConditionTests {

	private static final String DATABASES = "select datname from pg_database where datname like 'shared%'";

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
		System.setProperty("test.server", Postgres.url());
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
	void serverThatIsTooOldIsRefused() throws Exception {
		try (EmbeddedPostgres server = start(9)) {
			TestRun run = TestRun.of(AnyCase.class);
			assertThat(run.failure(DatabaseVersionException.class)).hasMessageContaining("has version 9")
				.hasMessageContaining(System.getProperty("test.server"));
			assertThat(run.failure(DatabaseVersionException.class).getAction()).contains("version 10");
			assertThat(Postgres.query(url(server), DATABASES)).isEmpty();
		}
	}

	/** It drops databases without force, and clones them without a strategy. */
	@Test
	@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
	void oldestServerIsUsedAndLeftWithoutCopiesThoughConnectionsAreLeaked() throws Exception {
		try (EmbeddedPostgres server = start(10)) {
			TestRun.succeeding(LeakingCase.class);
			assertThat(Postgres.query(url(server), DATABASES)).isEmpty();
		}
	}

	private static EmbeddedPostgres start(int version) throws IOException {
		Path binaries = Path.of(System.getProperty("test.former-postgres"), version + ".jar");
		EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "off")
			.setPgBinaryResolver((system, machine) -> archive(binaries))
			.start();
		System.setProperty("test.server", url(server));
		return server;
	}

	private static String url(EmbeddedPostgres server) {
		return server.getJdbcUrl(Postgres.USER, "postgres").replaceFirst("\\?.*", "");
	}

	private static InputStream archive(Path binaries) throws IOException {
		ZipInputStream jar = new ZipInputStream(Files.newInputStream(binaries));
		while (!jar.getNextEntry().getName().endsWith(".txz")) {
			jar.closeEntry();
		}
		return jar;
	}

	/**
	 * The disk is one of 12 MB, for new databases only, of which it takes one. A later
	 * server would fill it only some time after it has made the database.
	 */
	@Test
	@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
	void fullDiskIsTold(@TempDir Path disk) throws Exception {
		assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString()), "Only root may mount");
		try (EmbeddedPostgres server = start(10)) {
			Path space = Files.createDirectory(disk.resolve("space"));
			try (Connection connection = server.getPostgresDatabase().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("create tablespace tiny location '" + space + "'");
				statement.execute("alter database template1 set tablespace tiny");
			}
			TestRun run = TestRun.of(AnyCase.class);
			assertThat(run.failure(DatabaseDiskFullException.class)).hasMessageContaining(url(server))
				.hasMessageContaining("Action: ");
			assertThat(run.failure(DatabaseDiskFullException.class).getAction()).contains("space");
			assertThat(Postgres.query(url(server), DATABASES)).isEmpty();
		}
		finally {
			run("umount", disk.toString());
		}
	}

	private static boolean run(String... command) throws IOException, InterruptedException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor() == 0;
	}

	/** Takes the server's own waits, five seconds each. */
	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void templateThatSomebodyHoldsIsTold() throws Exception {
		TestRun run = TestRun.of(HoldingCase.class);
		String template = Postgres.databases().get(0);
		assertThat(run.failure(DatabaseTemplateInUseException.class)).hasMessageContaining(template)
			.hasMessageContaining(Postgres.url());
		assertThat(run.failure(DatabaseTemplateInUseException.class).getAction()).contains("prepared transaction");
		Postgres.execute("alter database " + template + " with allow_connections true");
		try (Connection connection = JdbcConnections.open(Postgres.url().replaceFirst("[^/]*$", template),
				Postgres.USER, null); Statement statement = connection.createStatement()) {
			statement.execute("rollback prepared 'held'");
		}
		Postgres.execute("drop database " + template + " with (force)");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Database {

		@SharedSessionBean(key = "${test.server}")
		static SharedBean<?, JdbcConnectionDetails> database(Environment environment) {
			return SharedDatabase.postgres(environment.getRequiredProperty("test.server"), Postgres.USER, null)
				.migratedBy(Migrations.scripts("db/scripts/schema.sql"))
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, Database.class }, properties = "spring.flyway.enabled=false")
	static class AnyCase {

		@Test
		void runs() {
			Ledger.add("ran", "it");
		}

	}

	@SpringBootTest(classes = { Application.class, Database.class }, properties = "spring.flyway.enabled=false")
	static class LeakingCase {

		@Test
		@SuppressWarnings("resource")
		void leaksAConnection(@Autowired JdbcConnectionDetails details) throws Exception {
			Connection leaked = new ConnectionDetailsDataSource(details).getConnection();
			leaked.setAutoCommit(false);
			leaked.createStatement().execute("insert into item (id, name) values (1, 'mine')");
			assertThat(details.getJdbcUrl()).contains("shared_session_");
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class HeldDatabase {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null)
				.migratedBy(Migrations.of("1", (dataSource) -> {
					try (Connection connection = dataSource.getConnection();
							Statement statement = connection.createStatement()) {
						for (String sql : List.of("create table held (id int)", "begin", "insert into held values (1)",
								"prepare transaction 'held'")) {
							statement.execute(sql);
						}
					}
				}))
				.build();
		}

	}

	@SpringBootTest(classes = { Application.class, HeldDatabase.class }, properties = "spring.flyway.enabled=false")
	static class HoldingCase extends AnyCase {

	}

}
