package io.github.sharedsession.store.jdbc;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.SharedSessionStoreException;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.jdbc.Postgres;
import io.github.sharedsession.store.Link;
import io.github.sharedsession.store.StoreLock;
import io.github.sharedsession.store.StoreLostException;
import io.github.sharedsession.store.contract.StoreMain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what only the {@link JdbcStore} has: a connection that can be lost, and a
 * table.
 */
class JdbcStoreTests {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final String schema = "store_" + COUNT.incrementAndGet();

	private final LinkedBlockingQueue<String> warnings = new LinkedBlockingQueue<>();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@BeforeEach
	void createSchema() {
		Postgres.execute("CREATE SCHEMA " + this.schema);
	}

	@Test
	void whoHasLostItsConnectionHasNoLockAndChangesNothing() {
		JdbcStore store = open(url());
		StoreLock mutex = store.lock("mutex");
		StoreLock members = store.lock("members");
		assertThat(mutex.tryExclusive()).isTrue();
		assertThat(members.tryShared()).isTrue();
		store.write("intent", bytes("old"));
		terminateConnections();
		assertLost(() -> store.write("value", bytes("new")));
		assertLost(() -> store.append("intent", bytes("new")));
		assertLost(() -> store.move("intent", "value"));
		assertLost(() -> store.delete("intent"));
		assertLost(() -> store.deleteDirectory("intent"));
		assertLost(() -> store.createDirectory("directory"));
		assertLost(() -> store.read("intent"));
		assertLost(() -> store.exists("intent"));
		assertLost(() -> store.list(""));
		assertLost(mutex::tryExclusive);
		assertLost(mutex::isHeld);
		assertLost(store.lock("other")::isHeld);
		assertThatCode(mutex::release).doesNotThrowAnyException();
		assertThatCode(members::close).doesNotThrowAnyException();
		assertThat(rows()).containsExactly("intent=old");
	}

	@Test
	void holderIsToldOfTheLossWhenItLooksWhetherItHoldsItsLock() {
		JdbcStore store = open(url());
		StoreLock mutex = store.lock("mutex");
		assertThat(mutex.tryExclusive()).isTrue();
		terminateConnections();
		assertLost(mutex::isHeld);
	}

	@Test
	void lossIsToldThoughNobodyNeedsTheStore() throws InterruptedException {
		JdbcStore store = JdbcStore.open(new JdbcSettings(url(), Postgres.USER, ""), this.temporary.resolve("root"),
				Duration.ofMillis(50), this.warnings::add);
		assertThat(store.lock("members").tryShared()).isTrue();
		terminateConnections();
		assertThat(this.warnings.poll(30, TimeUnit.SECONDS)).contains("jdbc:postgresql://localhost", "lost", "locks");
	}

	@Test
	void cutLinkIsALossAndNotAnEndlessWait() throws Exception {
		URI server = URI.create(Postgres.url().substring("jdbc:".length()));
		try (Link link = Link.to(server.getPort())) {
			JdbcStore store = open(url().replace(":" + server.getPort(), ":" + link.port()) + "&socketTimeout=1");
			assertThat(store.lock("mutex").tryExclusive()).isTrue();
			link.cut();
			assertLost(() -> store.write("value", bytes("x")));
		}
		assertThat(rows()).isEmpty();
	}

	@Test
	void serverIsAskedToLookForDeadMachines() {
		JdbcConnection connection = JdbcConnection.open(new JdbcSettings(url(), Postgres.USER, ""),
				Duration.ofMinutes(1), this.warnings::add);
		String settings = "SELECT setting FROM pg_settings WHERE name = ?";
		for (List<String> setting : List.of(List.of("tcp_keepalives_idle", "10"),
				List.of("tcp_keepalives_interval", "5"), List.of("tcp_keepalives_count", "3"),
				List.of("idle_session_timeout", "0"))) {
			List<String> values = connection.queryAll("", settings, ResultSet::getString, setting.get(0));
			assertThat(values).as(setting.get(0)).containsExactly(setting.get(1));
		}
	}

	@Test
	void stoppedHolderWhoseLockAnotherHasTakenMeanwhileWritesNothing() throws Exception {
		JdbcStore store = open(url());
		try (MemberProcess stopped = start()) {
			assertThat(stopped.send("exclusive mutex").await("answer")).isEqualTo("true");
			stopped.send("write intent old").await("answer");
			signal("STOP", stopped);
			try {
				Postgres.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE "
						+ "application_name = 'shared-session pid " + stopped.pid() + "'");
				StoreLock mutex = store.lock("mutex");
				await(mutex);
				store.write("value", bytes("new"));
			}
			finally {
				signal("CONT", stopped);
			}
			for (int i = 0; i < 2; i++) {
				assertThat(stopped.send("write value old").await("answer")).startsWith("StoreLostException")
					.contains("jdbc:postgresql://localhost", "lost");
			}
			assertThat(stopped.send("held mutex").await("answer")).startsWith("StoreLostException");
			assertThat(new String(store.read("value"), StandardCharsets.UTF_8)).isEqualTo("new");
		}
	}

	@Test
	void tableIsMadeOnceThoughManyFindItMissing() throws Exception {
		int count = 8;
		ExecutorService executor = Executors.newFixedThreadPool(count);
		try {
			for (int round = 0; round < 3; round++) {
				String url = Postgres.url() + "?currentSchema=" + this.schema + "_" + round;
				Postgres.execute("CREATE SCHEMA " + this.schema + "_" + round);
				CyclicBarrier barrier = new CyclicBarrier(count);
				List<Future<PostgresConnector.Connected>> servers = new ArrayList<>();
				for (int i = 0; i < count; i++) {
					servers.add(executor.submit(() -> {
						barrier.await();
						return PostgresConnector.connect(new JdbcSettings(url, Postgres.USER, ""));
					}));
				}
				for (Future<PostgresConnector.Connected> server : servers) {
					server.get().connection().close();
				}
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void userWhoMayNotMakeTheTableIsToldHowAndThenUsesIt() throws SQLException {
		Postgres.execute("CREATE ROLE " + this.schema + "_user LOGIN");
		Postgres.execute("GRANT USAGE ON SCHEMA " + this.schema + " TO " + this.schema + "_user");
		JdbcSettings settings = new JdbcSettings(url(), this.schema + "_user", "secret");
		assertThatExceptionOfType(SharedSessionStoreException.class)
			.isThrownBy(() -> JdbcStore.open(settings, this.temporary.resolve("root"), this.warnings::add))
			.withMessageContaining("permission denied for schema " + this.schema)
			.withMessageContaining("Action:")
			.withMessageContaining("CREATE TABLE")
			.withMessageNotContaining("secret");
		JdbcStore own = open(url());
		own.write("record", bytes("x"));
		Postgres.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + this.schema + " TO "
				+ this.schema + "_user");
		JdbcStore store = JdbcStore.open(settings, this.temporary.resolve("root"), this.warnings::add);
		store.write("record", bytes("y"));
		store.deleteDirectory("record");
		assertThat(own.exists("record")).isFalse();
	}

	@Test
	void serverThatCanNotBeReachedIsNamedWithoutWhatIsSecret() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		assertThatExceptionOfType(SharedSessionStoreException.class)
			.isThrownBy(() -> open("jdbc:postgresql://localhost:" + port + "/db?password=secret"))
			.withMessageContaining("jdbc:postgresql://localhost:" + port + "/db,")
			.withMessageContaining("shared-session.jdbc.url")
			.withMessageContaining("Action:")
			.withMessageNotContaining("secret");
	}

	@Test
	void otherDatabaseIsRefused() {
		assertThatExceptionOfType(SharedSessionConfigurationException.class).isThrownBy(() -> open("jdbc:h2:mem:test"))
			.withMessageContaining("jdbc:h2:mem:test")
			.withMessageContaining("Action:");
	}

	@Test
	void localFilesOfASessionThatHasEndedElsewhereAreDeletedAfterADay() throws IOException {
		JdbcStore store = open(url());
		store.createDirectory("s-living");
		Path living = store.createLocalDirectory("s-living");
		Path ended = store.createLocalDirectory("s-ended");
		Path young = store.createLocalDirectory("s-new");
		for (Path path : List.of(living, ended)) {
			Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
		}
		open(url());
		assertThat(living).exists();
		assertThat(young).exists();
		assertThat(ended).doesNotExist();
	}

	private JdbcStore open(String url) {
		return JdbcStore.open(new JdbcSettings(url, Postgres.USER, ""), this.temporary.resolve("root"),
				this.warnings::add);
	}

	private MemberProcess start() {
		return MemberProcess.start(StoreMain.class,
				List.of(JdbcStoreContractTests.Opener.class.getName(), url() + " " + this.temporary.resolve("root")));
	}

	private String url() {
		return Postgres.url() + "?currentSchema=" + this.schema;
	}

	/** Those of this JVM, as an administrator does. */
	private void terminateConnections() {
		Postgres.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE "
				+ "application_name = 'shared-session pid " + ProcessHandle.current().pid() + "'");
	}

	private List<String> rows() {
		return Postgres.query("SELECT name || '=' || convert_from(content, 'UTF8') FROM " + this.schema
				+ ".shared_session_records WHERE content IS NOT NULL");
	}

	private static void assertLost(Runnable operation) {
		assertThatExceptionOfType(StoreLostException.class).isThrownBy(operation::run)
			.withMessageContaining("jdbc:postgresql://localhost")
			.withMessageContaining("lost")
			.satisfies((ex) -> assertThat(ex.action()).contains("log of the server"));
	}

	private static void await(StoreLock lock) {
		for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); !lock.tryExclusive();) {
			assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
			Thread.onSpinWait();
		}
	}

	private static void signal(String signal, MemberProcess process) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).inheritIO().start();
		assertThat(kill.waitFor()).isZero();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
