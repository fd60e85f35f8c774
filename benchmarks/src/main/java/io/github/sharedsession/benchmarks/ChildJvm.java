package io.github.sharedsession.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM, which takes commands on its standard input and answers on its standard
 * output, a line each.
 */
public final class ChildJvm implements AutoCloseable {

	private static final long LIMIT_SECONDS = 300;

	private static final String GONE = "gone";

	private final Process process;

	private final Writer commands;

	private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private ChildJvm(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, "reader of " + process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a JVM with the class path of this one.
	 * @param options options of the JVM
	 * @param main the main class
	 * @param arguments its arguments
	 * @return the JVM
	 * @throws IOException when it can't be started
	 */
	public static ChildJvm start(List<String> options, Class<?> main, List<String> arguments) throws IOException {
		return start(new ProcessBuilder(command(classPath(), options, main, arguments)));
	}

	static ChildJvm start(ProcessBuilder builder) throws IOException {
		return new ChildJvm(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	static List<String> command(String classPath, List<String> options, Class<?> main, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, main.getName()));
		command.addAll(arguments);
		return command;
	}

	static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.answers.add(line);
			}
		}
		catch (IOException ex) {
			// The process has ended
		}
		this.answers.add(GONE);
	}

	/**
	 * Send a command.
	 * @param command the command
	 * @return this
	 */
	public ChildJvm send(String command) {
		try {
			this.commands.write(command + "\n");
			this.commands.flush();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait for an answer, and pass over others.
	 * @param start the first word of the answer
	 * @return the words that follow
	 */
	public String[] await(String start) {
		try {
			while (true) {
				String answer = this.answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
				if (answer == null || answer.equals(GONE)) {
					throw new IllegalStateException("No '" + start + "' came from " + this.process);
				}
				if (answer.equals(start)) {
					return new String[0];
				}
				if (answer.startsWith(start + " ")) {
					return answer.substring(start.length() + 1).split(" ", -1);
				}
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Wait for it to end by itself. */
	void awaitEnd() {
		try {
			if (!this.process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException(this.process + " does not end");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Process process() {
		return this.process;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
