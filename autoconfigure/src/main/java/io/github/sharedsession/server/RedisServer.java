package io.github.sharedsession.server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/**
 * A real Redis server on the loopback interface, with a password of its own, that writes
 * nothing to disk. Needs {@code com.github.codemonstur:embedded-redis}, which brings the
 * binaries.
 * <p>
 * The server process outlives a JVM that is killed. It is stopped by the next host of the
 * session, or by the next build.
 */
public class RedisServer implements HostedServer<RedisServer.Settings, RedisServer.Address> {

	private static final int ATTEMPTS = 3;

	private @Nullable Path directory;

	/**
	 * Create a server that is not started.
	 */
	public RedisServer() {
	}

	@Override
	public Address start(Settings settings, Creation<Address> creation) throws Exception {
		Library.require(RedisServer.class, "redis.embedded.core.ExecutableProvider",
				"com.github.codemonstur:embedded-redis");
		Path directory = creation.directory().toAbsolutePath();
		File program = ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
		for (int attempt = 1;; attempt++) {
			Address address = new Address(Loopback.HOST, Loopback.freePort(), Loopback.randomSecret(), directory);
			// All that is needed to stop what comes next is where it is
			creation.checkpoint(address);
			this.directory = directory;
			try {
				launch(program, configuration(settings, address, creation.log()), creation.log());
				awaitReady(settings, address);
				return address;
			}
			catch (Exception ex) {
				processes(directory).stop();
				if (attempt == ATTEMPTS || !isPortTaken(creation.log())) {
					throw ex;
				}
				Files.delete(creation.log());
			}
		}
	}

	private static Path configuration(Settings settings, Address address, Path log) throws IOException {
		Map<String, String> config = new TreeMap<>(Map.of("save", "\"\"", "databases", "16"));
		config.putAll(settings.config());
		config.putAll(Map.of("bind", address.host(), "port", Integer.toString(address.port()), "requirepass",
				address.password(), "dir", quote(address.directory()), "logfile", quote(log.toAbsolutePath()),
				"pidfile", quote(address.directory().resolve("redis.pid"))));
		// In a session of its own, so that Ctrl-C does not reach it, and with a command
		// line that says which server it is
		config.putAll(Map.of("daemonize", "yes", "set-proc-title", "no"));
		Path file = address.directory().resolve("redis.conf");
		Files.deleteIfExists(file);
		Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		StringBuilder content = new StringBuilder();
		config.forEach((name, value) -> content.append(name).append(' ').append(value).append('\n'));
		return Files.writeString(file, content);
	}

	private static String quote(Path path) {
		return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

	private static void launch(File program, Path configuration, Path log) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(program.getPath(), configuration.toString()).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		process.getOutputStream().close();
		int status = process.waitFor();
		if (status != 0) {
			throw new IOException("The Redis server in " + configuration.getParent() + " ended with status " + status);
		}
	}

	private static void awaitReady(Settings settings, Address address) throws Exception {
		ServerProcesses processes = processes(address.directory());
		String server = "The Redis server in " + address.directory();
		Backoff.await(settings.startLimit(), () -> server + " does not answer PING", () -> {
			if (answersPing(address)) {
				return true;
			}
			if (processes.isEmpty()) {
				throw new IOException(server + " ended while it was starting");
			}
			return false;
		});
	}

	/** Only our server knows the password. */
	private static boolean answersPing(Address address) {
		try (Socket socket = new Socket()) {
			socket.setSoTimeout(5000);
			socket.connect(new InetSocketAddress(Loopback.address(), address.port()), 5000);
			socket.getOutputStream()
				.write(("AUTH " + address.password() + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
			BufferedReader answers = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			return "+OK".equals(answers.readLine()) && "+PONG".equals(answers.readLine());
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean isPortTaken(Path log) throws IOException {
		return Files.exists(log) && Files.readString(log, StandardCharsets.ISO_8859_1)
			.contains("Could not create server TCP listening socket");
	}

	@Override
	public void close() throws Exception {
		if (this.directory != null) {
			processes(this.directory).stop();
		}
	}

	@Override
	public void recover(Settings settings, @Nullable Address value) throws Exception {
		if (value != null) {
			processes(value.directory()).stop();
		}
	}

	private static ServerProcesses processes(Path directory) {
		return new ServerProcesses(directory, Set.of("redis-server"), Set.of());
	}

	/**
	 * What to start. Immutable; each {@code with} method returns a changed copy.
	 *
	 * @param config directives of the server by name, as in {@code redis.conf}
	 * @param startLimit how long the server may take until it answers
	 */
	public record Settings(Map<String, String> config, Duration startLimit) {

		private static final Set<String> OURS = Set.of("bind", "port", "requirepass", "dir", "logfile", "pidfile",
				"daemonize", "set-proc-title");

		/**
		 * Create settings.
		 * @param config directives of the server by name
		 * @param startLimit how long the server may take until it answers
		 */
		public Settings {
			config = Collections.unmodifiableMap(new TreeMap<>(config));
			config.forEach((name, value) -> {
				if (OURS.contains(name)) {
					throw new IllegalArgumentException("The directive '" + name + "' of Redis is set by RedisServer");
				}
				if ((name + value).contains("\n")) {
					throw new IllegalArgumentException("A directive of Redis has one line");
				}
			});
		}

		/**
		 * A server that keeps its data in memory only and has a minute to start.
		 * @return the default settings
		 */
		public static Settings defaults() {
			return new Settings(Map.of(), Duration.ofMinutes(1));
		}

		/**
		 * Return settings with one more directive of the server.
		 * @param name the name of the directive, as {@code notify-keyspace-events}
		 * @param value its arguments, as they are written in {@code redis.conf}
		 * @return new settings
		 */
		public Settings withConfig(String name, String value) {
			Map<String, String> config = new TreeMap<>(this.config);
			config.put(name, value);
			return new Settings(config, this.startLimit);
		}

		/**
		 * Return settings with another limit for the start.
		 * @param startLimit how long the server may take until it answers
		 * @return new settings
		 */
		public Settings withStartLimit(Duration startLimit) {
			return new Settings(this.config, startLimit);
		}

	}

	/**
	 * Where the server is, and how to log in. As the type of the bean,
	 * {@link DataRedisConnectionDetails} makes Spring Boot's connection factories connect
	 * to it without any property.
	 *
	 * @param host the address of the loopback interface
	 * @param port the port
	 * @param password the password of the default user
	 * @param directory the directory of the server
	 */
	@JsonIgnoreProperties(value = { "username", "sslBundle", "standalone", "sentinel", "cluster", "masterReplica" },
			ignoreUnknown = true)
	public record Address(String host, int port, String password,
			Path directory) implements DataRedisConnectionDetails {

		@Override
		public String getPassword() {
			return this.password;
		}

		@Override
		public Standalone getStandalone() {
			return Standalone.of(this.host, this.port);
		}

		@Override
		public String toString() {
			return "Redis at " + this.host + ":" + this.port;
		}

	}

}
