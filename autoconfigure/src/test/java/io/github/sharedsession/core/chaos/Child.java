package io.github.sharedsession.core.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A member as the driver of its round sees it: does what the member asks for, and what
 * the round wants to be done to it from outside.
 */
final class Child {

	private final String name;

	private final Process process;

	private final Journal journal;

	private final Signals signals;

	private final Handling handling;

	private final Thread reader;

	private Child(String name, Process process, Journal journal, Signals signals, Handling handling,
			Runnable whenEnded) {
		this.name = name;
		this.process = process;
		this.journal = journal;
		this.signals = signals;
		this.handling = handling;
		this.reader = new Thread(() -> {
			try {
				read();
			}
			finally {
				whenEnded.run();
			}
		}, "reader of " + name);
		this.reader.setDaemon(true);
	}

	static Child start(String name, List<String> command, Path errors, Journal journal, Signals signals,
			Handling handling, Runnable whenEnded) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
		// Two of them, where sessions are on several
		builder.environment().put("HOSTNAME", "machine-" + Math.floorMod(name.hashCode(), 2));
		Process process = builder.start();
		Child child = new Child(name, process, journal, signals, handling, whenEnded);
		child.reader.start();
		return child;
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.US_ASCII)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.equals("ready")) {
					handleFromOutside();
				}
				else if (line.equals("kill")) {
					this.process.destroyForcibly();
				}
				else if (line.startsWith("stop ")) {
					stop(Long.parseLong(line.substring(5)));
				}
			}
		}
		catch (IOException ex) {
			// The process has ended
		}
		this.journal.write("exited " + this.name + " " + waitFor());
	}

	private void handleFromOutside() {
		if (this.handling.millis() > 0) {
			Thread thread = new Thread(() -> {
				sleep(this.handling.millis());
				if (this.handling.terminate()) {
					this.journal.write("terminate " + this.name);
					this.signals.terminate(this.process);
				}
				else {
					kill("outside: at a random time");
				}
			}, "fate of " + this.name);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void stop(long millis) throws IOException {
		this.signals.stop(this.process);
		sleep(millis);
		if (this.handling.killWhenStopped()) {
			kill("outside: while it was stopped");
		}
		else {
			this.signals.resume(this.process);
			OutputStream input = this.process.getOutputStream();
			input.write('\n');
			input.flush();
		}
	}

	void kill(String point) {
		if (this.process.isAlive()) {
			this.journal.write("kill " + this.name + " " + point);
			this.process.destroyForcibly();
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	long pid() {
		return this.process.pid();
	}

	private int waitFor() {
		try {
			return this.process.waitFor();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void sleep(long millis) {
		try {
			TimeUnit.MILLISECONDS.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	/**
	 * What is done to a member from outside.
	 *
	 * @param millis when, after it has begun, or 0 for nothing
	 * @param terminate with SIGTERM instead of SIGKILL
	 * @param killWhenStopped whether it is killed when it is stopped
	 */
	record Handling(int millis, boolean terminate, boolean killWhenStopped) {

		static final Handling NONE = new Handling(0, false, false);

	}

}
