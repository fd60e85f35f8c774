package io.github.sharedsession.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a {@link GradleDistribution} as its users do: by a client that starts a daemon.
 * Closing it stops the daemon.
 */
final class InnerGradle implements AutoCloseable {

	/** Should it never be stopped. */
	private static final String IDLE_MILLIS = "60000";

	private final GradleDistribution distribution;

	private final Path project;

	InnerGradle(GradleDistribution distribution, Path project) {
		this.distribution = distribution;
		this.project = project;
	}

	/**
	 * Run a build until it ends.
	 * @param tasks the tasks
	 * @param properties the properties of the project
	 * @param output where the output of the build goes
	 * @return the exit code
	 */
	int execute(List<String> tasks, Map<String, String> properties, BuildOutput output) {
		List<String> arguments = new ArrayList<>(tasks);
		properties.forEach((name, value) -> arguments.add("-P" + name + "=" + value));
		return execute(arguments, output);
	}

	private int execute(List<String> arguments, BuildOutput output) {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-XX:TieredStopAtLevel=1", "-Dorg.gradle.appname=gradle", "-cp",
				this.distribution.launcher().toString(), "org.gradle.launcher.GradleMain", "--gradle-user-home",
				this.distribution.directory().resolve("home").toString(), "--offline", "--max-workers", "2",
				"-Dorg.gradle.daemon.idletimeout=" + IDLE_MILLIS,
				"-Dorg.gradle.jvmargs=-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
				"-Dorg.gradle.internal.instrumentation.agent=false"));
		command.addAll(arguments);
		try {
			Process process = new ProcessBuilder(command).directory(this.project.toFile())
				.redirectErrorStream(true)
				.start();
			try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
				reader.lines().forEach(output::add);
			}
			return process.waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		execute(List.of("--stop"), new BuildOutput());
	}

}
