package io.github.sharedsession.sample.shared;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * Starts a server that outlives its JVM, and stops it from any other one.
 */
final class PostgresProcess {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final PostgresServer server;

	PostgresProcess(PostgresServer server) {
		this.server = server;
	}

	/**
	 * Choose where a server will be, so that everything that is needed to stop it is
	 * known before anything is started.
	 * @param directory the directory to work in
	 * @return a server that does not run yet
	 * @throws IOException when there is no free port
	 */
	static PostgresServer allocate(Path directory) throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return new PostgresServer("localhost", socket.getLocalPort(), directory.toAbsolutePath().resolve("data"));
		}
	}

	/**
	 * Start the server, and wait until it accepts connections.
	 * @param log the file to write its output to
	 * @throws IOException when it does not start
	 * @throws SQLException when it does not answer
	 */
	void start(Path log) throws IOException, SQLException {
		// Nothing here may die with this JVM: no shutdown hook, no directory to clean up,
		// and no pipe, for which the build would wait. Never closed, as that would stop
		// the server.
		EmbeddedPostgres.builder()
			.setPort(this.server.port())
			.setDataDirectory(this.server.dataDirectory())
			.setCleanDataDirectory(false)
			.setRegisterShutdownHook(false)
			.setPGStartupWait(LIMIT)
			.setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.setServerConfig("unix_socket_directories", "")
			.setLocaleConfig("locale", "C")
			.start();
		// The port was free, but somebody else may have been faster
		if (!Files.isSameFile(this.server.dataDirectory(), askForDataDirectory())) {
			throw new IOException("Another server listens on port " + this.server.port());
		}
	}

	/**
	 * Stop the server, and wait until its process has ended. Does nothing when there is
	 * none.
	 * @throws IOException when it does not stop
	 * @throws InterruptedException when interrupted
	 */
	void stop() throws IOException, InterruptedException {
		// Killing a JVM does not kill its 'initdb' or 'pg_ctl start'. Both end by
		// themselves, the latter when the server is up.
		await("The start of " + this.server + " does not end", () -> postmasters().size() == processes().size());
		for (ProcessHandle postmaster : postmasters()) {
			String output = pgCtlStop(postmaster);
			await("The end of " + this.server + " does not come: " + output, () -> processes().isEmpty());
		}
	}

	/**
	 * Return whether there is a process of this server.
	 * @return {@code false} when the server has been stopped, or was never started
	 */
	boolean isAlive() {
		return !processes().isEmpty();
	}

	private Path askForDataDirectory() throws SQLException {
		try (Connection connection = DriverManager.getConnection(this.server.jdbcUrl("postgres"), PostgresServer.USER,
				"");
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("show data_directory")) {
			rows.next();
			return Path.of(rows.getString(1));
		}
	}

	private String pgCtlStop(ProcessHandle postmaster) throws IOException, InterruptedException {
		Path program = Path.of(postmaster.info().command().orElseThrow()).resolveSibling("pg_ctl");
		List<String> command = new ArrayList<>();
		if (LinuxUtils.isUnshareAvailable()) {
			// PostgreSQL refuses to be run by root; it was started in the same way
			command.addAll(List.of("unshare", "-U"));
		}
		command.addAll(List.of(program.toString(), "-D", this.server.dataDirectory().toString(), "stop", "-m", "fast",
				"-w", "-t", Long.toString(LIMIT.toSeconds())));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return output;
	}

	private List<ProcessHandle> postmasters() {
		return processes().stream().filter((process) -> isProgram(process, "postgres")).toList();
	}

	/**
	 * The processes whose command line has both the data directory and a program of
	 * PostgreSQL. A process identifier would not do: after a crash it may be somebody
	 * else's, and before the server is up there is none.
	 */
	private List<ProcessHandle> processes() {
		return ProcessHandle.allProcesses().filter((process) -> {
			String commandLine = process.info().commandLine().orElse("");
			return commandLine.contains(this.server.dataDirectory().toString())
					&& Stream.of("/bin/initdb", "/bin/pg_ctl", "/bin/postgres").anyMatch(commandLine::contains);
		}).toList();
	}

	private static boolean isProgram(ProcessHandle process, String name) {
		return process.info().command().filter((command) -> Path.of(command).endsWith(name)).isPresent();
	}

	private static void await(String failure, BooleanSupplier condition) throws IOException, InterruptedException {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > LIMIT.toNanos()) {
				throw new IOException(failure);
			}
			TimeUnit.MILLISECONDS.sleep(10);
		}
	}

}
