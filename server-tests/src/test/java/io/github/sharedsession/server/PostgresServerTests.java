package io.github.sharedsession.server;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PostgresServer}.
 */
class PostgresServerTests {

	private static final PostgresServer.Settings SETTINGS = PostgresServer.Settings.defaults();

	private final Path directory;

	PostgresServerTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void servesUntilClosed() throws Exception {
		TestCreation<PostgresServer.Address> creation = new TestCreation<>(this.directory);
		PostgresServer server = new PostgresServer();
		PostgresServer.Address address = server.start(SETTINGS.withServerConfig("max_connections", "17")
			.withServerConfig("log_line_prefix", "it's \"$ours\" "), creation);
		int port = port(address);
		try {
			assertThat(query(address, "show max_connections")).isEqualTo("17");
			assertThat(query(address, "show log_line_prefix")).isEqualTo("it's \"$ours\" ");
			assertThat(query(address, "show fsync")).isEqualTo("off");
			assertThat(query(address, "show data_directory")).isEqualTo(address.dataDirectory().toString());
			Listeners.assertLoopbackOnly(port);
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> DriverManager.getConnection(address.jdbcUrl(), address.username(), "guess"));
			assertThat(address.toString()).doesNotContain(address.password());
			assertThat(filesThatContain(creation.directory(), address.password())).isEmpty();
		}
		finally {
			server.close();
		}
		assertThat(processes(address).find()).isEmpty();
		Listeners.assertNone(port);
	}

	@Test
	void checkpointIsThereBeforeAnyProcess() throws Exception {
		TestCreation<PostgresServer.Address> creation = new TestCreation<>(this.directory, (address) -> {
			assertThat(address.dataDirectory()).doesNotExist();
			throw new IllegalStateException("Stop here");
		});
		PostgresServer server = new PostgresServer();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> server.start(SETTINGS, creation))
			.withMessage("Stop here");
		assertThat(processes(creation.checkpoints().get(0)).find()).isEmpty();
	}

	@Test
	void failedStartLeavesItsReasonInTheLogAndNoProcess() throws Exception {
		TestCreation<PostgresServer.Address> creation = new TestCreation<>(this.directory);
		PostgresServer server = new PostgresServer();
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> server.start(SETTINGS.withServerConfig("shared_buffers", "nonsense"), creation))
			.withMessageContaining("ended while it was starting");
		assertThat(creation.logContent()).contains("invalid value for parameter \"shared_buffers\"");
		assertThat(processes(creation.checkpoints().get(0)).find()).isEmpty();
	}

	@Tag("long")
	@Test
	void startHasALimit() throws Exception {
		TestCreation<PostgresServer.Address> creation = new TestCreation<>(this.directory);
		PostgresServer server = new PostgresServer();
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> server.start(
					SETTINGS.withStartLimit(Duration.ofMillis(100)).withServerConfig("pre_auth_delay", "3"), creation))
			.withMessageContaining("does not accept connections within 0.1 s");
		assertThat(processes(creation.checkpoints().get(0)).find()).isEmpty();
	}

	@Tag("long")
	@Test
	void anotherPortIsTakenWhenSomebodyWasFaster() throws Exception {
		try (FasterListener listener = new FasterListener()) {
			TestCreation<PostgresServer.Address> creation = new TestCreation<>(this.directory,
					(address) -> listener.listenOnce(port(address)));
			PostgresServer server = new PostgresServer();
			PostgresServer.Address address = server.start(SETTINGS, creation);
			try {
				assertThat(port(address)).isNotEqualTo(listener.port());
				assertThat(query(address, "show port")).isEqualTo(String.valueOf(port(address)));
			}
			finally {
				server.close();
			}
		}
	}

	@Test
	void recoverStopsTheServerOfAKilledJvm() throws Exception {
		Path data;
		try (StarterProcess starter = new StarterProcess("postgres", this.directory)) {
			data = Path.of(starter.await("checkpoint"));
			starter.await("ready");
			starter.kill();
		}
		PostgresServer.Address address = new PostgresServer.Address("", "", "", data);
		ProcessHandle postmaster = ProcessHandle
			.of(Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0)))
			.orElseThrow();
		assertThat(postmaster.isAlive()).isTrue();
		new PostgresServer().recover(SETTINGS, address);
		assertThat(processes(address).find()).isEmpty();
		assertThat(postmaster.info().commandLine()).isEmpty();
		// Once more, with nothing left
		new PostgresServer().recover(SETTINGS, address);
	}

	@Test
	void recoverStopsWhatAKilledStartLeft() throws Exception {
		Path data;
		try (StarterProcess starter = new StarterProcess("postgres", this.directory)) {
			data = Path.of(starter.await("checkpoint"));
			PostgresServer.Address address = new PostgresServer.Address("", "", "", data);
			Backoff.await(Duration.ofSeconds(60), () -> "No process came", () -> !processes(address).isEmpty());
			starter.kill();
			new PostgresServer().recover(SETTINGS, address);
			assertThat(processes(address).find()).isEmpty();
		}
	}

	@Test
	void recoverLeavesStrangersAlone() throws Exception {
		Path data = Files.createDirectory(this.directory.toRealPath().resolve("data"));
		Process stranger = new ProcessBuilder("tail", "-f", Files.createFile(data.resolve("postgres")).toString())
			.start();
		try {
			// As after a restart of the machine: the number is somebody else's by now
			Files.writeString(data.resolve("postmaster.pid"), stranger.pid() + "\n" + data + "\n");
			new PostgresServer().recover(SETTINGS, new PostgresServer.Address("", "", "", data));
			assertThat(stranger.isAlive()).isTrue();
		}
		finally {
			stranger.destroyForcibly();
		}
	}

	@Test
	void recoverNeedsNoCheckpoint() throws Exception {
		new PostgresServer().recover(SETTINGS, null);
	}

	@Test
	void settingsRefuseWhatTheServerDecides() {
		assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withServerConfig("port", "5432"))
			.withMessageContaining("'port'")
			.withMessageContaining("PostgresServer");
		assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withServerConfig("a; rm", "1"));
	}

	private static ServerProcesses processes(PostgresServer.Address address) {
		return new ServerProcesses(address.dataDirectory(), Set.of("postgres", "pg_ctl", "initdb"), Set.of());
	}

	private static String query(PostgresServer.Address address, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(address.jdbcUrl(), address.username(),
				address.password());
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

	private static int port(PostgresServer.Address address) {
		return URI.create(address.jdbcUrl().substring("jdbc:".length())).getPort();
	}

	private static Stream<Path> filesThatContain(Path directory, String text) throws Exception {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter(Files::isRegularFile).filter((file) -> {
				try {
					return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
				}
				catch (IOException ex) {
					return false;
				}
			}).toList().stream();
		}
	}

}
