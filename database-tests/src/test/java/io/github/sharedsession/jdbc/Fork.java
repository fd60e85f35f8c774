package io.github.sharedsession.jdbc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A JVM of its own that runs test classes.
 */
final class Fork {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private final Process process;

	private final Path output;

	private Fork(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Start a fork.
	 * @param directory has the session directory and the output of the forks
	 */
	static Fork start(Path directory, Class<?>... testClasses) throws IOException {
		return start(directory, Map.of(), testClasses);
	}

	static Fork start(Path directory, Map<String, String> properties, Class<?>... testClasses) throws IOException {
		return start(directory, properties, List.of(), System.getProperty("java.class.path"), testClasses);
	}

	/**
	 * Start a fork.
	 * @param directory has the session directory and the output of the forks
	 * @param properties its system properties
	 * @param launcher a command that runs the command that follows
	 * @param classPath its class path
	 */
	static Fork start(Path directory, Map<String, String> properties, List<String> launcher, String classPath,
			Class<?>... testClasses) throws IOException {
		Map<String, String> all = new TreeMap<>(properties);
		all.put("shared-session.directory", directory.resolve("session").toString());
		all.put("shared-session.id", "database-tests");
		all.put(Postgres.URL_PROPERTY, Postgres.url());
		all.put(Ledger.FILE_PROPERTY, System.getProperty(Ledger.FILE_PROPERTY));
		List<String> command = new ArrayList<>(launcher);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-XX:TieredStopAtLevel=1");
		all.forEach((name, value) -> command.add("-D" + name + "=" + value));
		command.addAll(List.of("-cp", classPath, Fork.class.getName()));
		Stream.of(testClasses).map(Class::getName).forEach(command::add);
		File output = Files.createTempFile(directory, "fork", ".log").toFile();
		return new Fork(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start(),
				output.toPath());
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** Wait for the fork, all of whose tests succeed. */
	void succeed() throws IOException, InterruptedException {
		int status = this.process.waitFor();
		if (status != 0) {
			throw new AssertionError("The fork ended with " + status + ": " + Files.readString(this.output));
		}
	}

	/** What it has printed. */
	List<String> output() throws IOException {
		return Files.readAllLines(this.output);
	}

	/**
	 * The host is the last to leave, with the directory of the session. What is cached
	 * stays.
	 */
	static void awaitEndOfHost(Path directory) throws IOException {
		long begun = System.nanoTime();
		long sessions;
		if (!Files.exists(directory.resolve("session"))) {
			return;
		}
		do {
			LockSupport.parkNanos(20_000_000);
			try (Stream<Path> files = Files.list(directory.resolve("session"))) {
				sessions = files.filter((file) -> Files.isDirectory(file) && !file.endsWith("cached")).count();
			}
			if (System.nanoTime() - begun > LIMIT.toNanos()) {
				throw new AssertionError("The host of the session in " + directory + " does not end");
			}
		}
		while (sessions > 0);
	}

	public static void main(String[] testClassNames) throws ClassNotFoundException {
		Class<?>[] testClasses = new Class<?>[testClassNames.length];
		for (int i = 0; i < testClassNames.length; i++) {
			testClasses[i] = Class.forName(testClassNames[i]);
		}
		TestRun.succeeding(testClasses);
		// As Surefire does, whatever threads are left
		System.exit(0);
	}

}
