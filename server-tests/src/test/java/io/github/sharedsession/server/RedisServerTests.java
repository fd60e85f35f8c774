package io.github.sharedsession.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RedisServer}.
 */
class RedisServerTests {

	private static final RedisServer.Settings SETTINGS = RedisServer.Settings.defaults();

	private final Path directory;

	RedisServerTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void servesUntilClosed() throws Exception {
		TestCreation<RedisServer.Address> creation = new TestCreation<>(this.directory);
		RedisServer server = new RedisServer();
		RedisServer.Address address = server.start(SETTINGS.withConfig("databases", "3"), creation);
		try (Socket socket = new Socket(address.host(), address.port())) {
			assertThat(ask(socket, "PING")).startsWith("-NOAUTH");
			assertThat(ask(socket, "AUTH " + address.password())).isEqualTo("+OK");
			assertThat(ask(socket, "PING")).isEqualTo("+PONG");
			assertThat(ask(socket, "SELECT 2")).isEqualTo("+OK");
			assertThat(ask(socket, "SELECT 3")).startsWith("-ERR");
			Listeners.assertLoopbackOnly(address.port());
			assertThat(address.toString()).doesNotContain(address.password());
			assertThat(PosixFilePermissions
				.toString(Files.getPosixFilePermissions(creation.directory().resolve("redis.conf"))))
				.isEqualTo("rw-------");
		}
		finally {
			server.close();
		}
		assertThat(processes(address).find()).isEmpty();
		Listeners.assertNone(address.port());
	}

	@Test
	void failedStartLeavesItsReasonInTheLog() throws Exception {
		TestCreation<RedisServer.Address> creation = new TestCreation<>(this.directory);
		RedisServer server = new RedisServer();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> server.start(SETTINGS.withConfig("no-such-directive", "1"), creation))
			.withMessageContaining("ended with status 1");
		assertThat(creation.logContent()).contains("no-such-directive");
	}

	@Test
	void serverThatEndsWhileItStartsIsNotWaitedFor() throws Exception {
		TestCreation<RedisServer.Address> creation = new TestCreation<>(this.directory);
		RedisServer server = new RedisServer();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> server.start(SETTINGS.withConfig("unixsocket", "/no/such/directory/socket"), creation))
			.withMessageContaining("ended while it was starting");
		assertThat(creation.logContent()).contains("Unix socket");
	}

	@Test
	void anotherPortIsTakenWhenSomebodyWasFaster() throws Exception {
		try (FasterListener listener = new FasterListener()) {
			TestCreation<RedisServer.Address> creation = new TestCreation<>(this.directory,
					(address) -> listener.listenOnce(address.port()));
			RedisServer server = new RedisServer();
			RedisServer.Address address = server.start(SETTINGS, creation);
			try (Socket socket = new Socket(address.host(), address.port())) {
				assertThat(address.port()).isNotEqualTo(listener.port());
				assertThat(ask(socket, "AUTH " + address.password())).isEqualTo("+OK");
			}
			finally {
				server.close();
			}
		}
	}

	@Test
	void recoverStopsTheServerOfAKilledJvm() throws Exception {
		Path files;
		try (StarterProcess starter = new StarterProcess("redis", this.directory)) {
			files = Path.of(starter.await("checkpoint"));
			starter.await("ready");
			starter.kill();
		}
		RedisServer.Address address = new RedisServer.Address("", 0, "", files);
		ProcessHandle redis = ProcessHandle.of(Long.parseLong(Files.readString(files.resolve("redis.pid")).strip()))
			.orElseThrow();
		assertThat(processes(address).find()).containsExactly(redis);
		new RedisServer().recover(SETTINGS, address);
		assertThat(processes(address).find()).isEmpty();
		assertThat(redis.info().commandLine()).isEmpty();
		new RedisServer().recover(SETTINGS, address);
	}

	@Test
	void settingsRefuseWhatTheServerDecides() {
		assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withConfig("bind", "0.0.0.0"))
			.withMessageContaining("'bind'");
		assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withConfig("save", "\nbind 0.0.0.0"));
	}

	private static ServerProcesses processes(RedisServer.Address address) {
		return new ServerProcesses(address.directory(), Set.of("redis-server"), Set.of());
	}

	private static String ask(Socket socket, String command) throws IOException {
		socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
		return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
	}

}
