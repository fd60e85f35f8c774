package io.github.sharedsession.coordinator.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A holder and those who wait for its end: kills the holder again and again, and measures
 * how long it takes until the next one holds.
 */
final class Takeover implements AutoCloseable {

	private static final int WAITING = 2;

	private static final int LIMIT_SECONDS = 120;

	private final MemberJvm jvm;

	private final String kind;

	private final Path directory;

	private final LinkedBlockingQueue<Turn> turns = new LinkedBlockingQueue<>();

	private final LinkedBlockingQueue<Process> waiting = new LinkedBlockingQueue<>();

	private final List<Process> processes = new ArrayList<>();

	private final List<Long> samples = new ArrayList<>();

	private @Nullable Process holder;

	private Takeover(MemberJvm jvm, String kind, Path directory) {
		this.jvm = jvm;
		this.kind = kind;
		this.directory = directory;
	}

	/**
	 * Start a holder and those who wait.
	 * @param kind what is held, as {@link TakeoverMember} has it
	 */
	static Takeover start(MemberJvm jvm, String kind, Path directory) throws IOException, InterruptedException {
		Takeover takeover = new Takeover(jvm, kind, directory);
		for (int i = 0; i <= WAITING; i++) {
			takeover.startMember();
		}
		takeover.holder = takeover.nextTurn().process();
		return takeover;
	}

	private void startMember() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(
				this.jvm.command(TakeoverMember.class, List.of(this.kind, this.directory.toString())))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		this.processes.add(process);
		Thread reader = new Thread(() -> read(process), "reader of " + process.pid());
		reader.setDaemon(true);
		reader.start();
		if (this.waiting.poll(LIMIT_SECONDS, TimeUnit.SECONDS) == null) {
			throw new IllegalStateException("A member does not start");
		}
	}

	private void read(Process process) {
		try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.equals("waits")) {
					this.waiting.add(process);
				}
				else if (line.startsWith("has ")) {
					this.turns.add(new Turn(process, Long.parseLong(line.substring(4))));
				}
			}
		}
		catch (IOException ex) {
			// The process has ended
		}
	}

	private Turn nextTurn() throws InterruptedException {
		Turn turn = this.turns.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
		if (turn == null) {
			throw new IllegalStateException("Nobody takes over");
		}
		return turn;
	}

	/** Kill the holder, and wait for the next one. */
	void kill() throws IOException, InterruptedException {
		Process killed = this.holder;
		if (killed == null) {
			throw new IllegalStateException("Nobody holds");
		}
		long start = System.nanoTime();
		killed.destroyForcibly();
		Turn turn = nextTurn();
		this.samples.add(turn.time() - start);
		this.holder = turn.process();
		startMember();
	}

	int count() {
		return this.samples.size();
	}

	/** The quantile in milliseconds. */
	double quantile(double part) {
		long[] sorted = this.samples.stream().mapToLong(Long::longValue).toArray();
		Arrays.sort(sorted);
		return sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6;
	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroyForcibly);
	}

	private record Turn(Process process, long time) {
	}

}
