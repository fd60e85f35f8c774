package io.github.sharedsession.core.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Sends the signals that Java has no method for, through one shell that stays.
 */
final class Signals implements AutoCloseable {

	private final Process shell;

	private final Writer input;

	private Signals(Process shell) {
		this.shell = shell;
		this.input = shell.outputWriter(StandardCharsets.US_ASCII);
	}

	static Signals open() throws IOException {
		return new Signals(new ProcessBuilder("/bin/sh").redirectError(ProcessBuilder.Redirect.DISCARD)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start());
	}

	/** Stop a child that can't end by itself at this moment. */
	void stop(Process process) {
		send("STOP", process);
	}

	/** {@link Process#destroy()} would close the streams of the child as well. */
	void terminate(Process process) {
		send("TERM", process);
	}

	void resume(Process process) {
		send("CONT", process);
	}

	private synchronized void send(String signal, Process process) {
		try {
			if (process.isAlive()) {
				this.input.write("kill -" + signal + " " + process.pid() + "\n");
				this.input.flush();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.shell.destroy();
	}

}
