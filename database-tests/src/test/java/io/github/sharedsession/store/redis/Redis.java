package io.github.sharedsession.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A real server, in a process of its own: that of Maven Central, or the program which the
 * system property {@code redis.program} names.
 */
final class Redis implements AutoCloseable {

	private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

	private final int port;

	private final Process process;

	private @Nullable RedisConnection connection;

	private Redis(int port, Process process) {
		this.port = port;
		this.process = process;
	}

	/** The one for all tests that do it no harm. */
	static Redis common() {
		return Common.SERVER;
	}

	/** Start one that keeps nothing. */
	static Redis start(String... options) {
		return start(freePort(), options);
	}

	static Redis start(int port, String... options) {
		List<String> command = new ArrayList<>(List.of(Program.FILE.toString(), "--port", String.valueOf(port),
				"--bind", "127.0.0.1", "--save", "", "--dir", Program.DIRECTORY.toString()));
		command.addAll(Arrays.asList(options));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			Redis server = new Redis(port, process);
			server.awaitReady();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitReady() {
		for (long end = System.nanoTime() + LIMIT;;) {
			try {
				call("PING");
				return;
			}
			catch (UncheckedIOException ex) {
				if (ex.getCause() instanceof RedisErrorException) {
					return;
				}
				if (System.nanoTime() > end || !this.process.isAlive()) {
					throw new IllegalStateException("No Redis", ex);
				}
			}
		}
	}

	int port() {
		return this.port;
	}

	String url() {
		return "redis://127.0.0.1:" + this.port;
	}

	/** Execute a command, over a connection that no store has. */
	synchronized @Nullable Object call(Object... words) {
		try {
			RedisConnection connection = this.connection;
			if (connection == null) {
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
				socket.setSoTimeout(30_000);
				connection = new RedisConnection(socket);
				this.connection = connection;
			}
			return connection.call(words);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String text(Object... words) {
		return new String((byte[]) Objects.requireNonNull(call(words)), StandardCharsets.UTF_8);
	}

	/** The names of all keys under a prefix, without it. */
	List<String> keys(String prefix) {
		String start = "{" + prefix + "}:";
		return ((List<?>) Objects.requireNonNull(call("KEYS", start + "*"))).stream()
			.map((key) -> new String((byte[]) key, StandardCharsets.UTF_8).substring(start.length()))
			.toList();
	}

	/** Take the lease from a JVM. */
	void endLease(String prefix, long pid) {
		leases(prefix, pid).forEach((key) -> call("DEL", "{" + prefix + "}:" + key));
	}

	/** Wait until the lease of a JVM that is dead or stopped has run out. */
	void awaitEndOfLease(String prefix, long pid) {
		for (long end = System.nanoTime() + LIMIT; !leases(prefix, pid).isEmpty();) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("The lease of " + pid + " does not end");
			}
		}
	}

	List<String> leases(String prefix, long pid) {
		return keys(prefix).stream().filter((key) -> key.startsWith("lease:" + pid + "-")).toList();
	}

	/** Kill -9. */
	void kill() {
		try {
			this.process.destroyForcibly().waitFor();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

	private static final class Program {

		static final Path DIRECTORY = createDirectory();

		static final Path FILE = find();

		private static Path createDirectory() {
			try {
				Path directory = Files.createTempDirectory("redis");
				directory.toFile().deleteOnExit();
				return directory;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static Path find() {
			String program = System.getProperty("redis.program");
			return (program != null) ? Path.of(program) : extract();
		}

		private static Path extract() {
			try {
				Path file = ExecutableProvider.newJarResourceProvider(DIRECTORY.toFile()).get().toPath();
				file.toFile().deleteOnExit();
				return file;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	private static final class Common {

		static final Redis SERVER = start();

		static {
			Runtime.getRuntime().addShutdownHook(new Thread(SERVER::kill));
		}

	}

}
