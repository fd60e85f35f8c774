package io.github.sharedsession.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that starts a server and gets killed.
 */
final class StarterProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	StarterProcess(String server, Path directory) throws IOException {
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				StarterMain.class.getName(), server, directory.toString())
			.redirectErrorStream(true)
			.start();
		this.output = this.process.inputReader();
	}

	/**
	 * Wait for a line.
	 * @return the rest of the line
	 */
	String await(String start) throws IOException {
		StringBuilder seen = new StringBuilder();
		for (@Nullable
		String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(start)) {
				return line.substring(start.length()).strip();
			}
			seen.append(line).append('\n');
		}
		throw new AssertionError("The JVM ended before '" + start + "' came:\n" + seen);
	}

	/** Kill -9. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		assertThat(this.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly();
		this.output.close();
	}

}
