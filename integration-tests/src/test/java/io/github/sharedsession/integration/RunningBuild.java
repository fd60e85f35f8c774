package io.github.sharedsession.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import io.github.sharedsession.integration.ledger.Ledger;
import io.github.sharedsession.integration.ledger.LedgerEntry;

/**
 * A build that has been started. Closing it kills what is left of it.
 */
final class RunningBuild implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final Path directory;

	private final Ledger ledger;

	private final BuildOutput output = new BuildOutput();

	private final CompletableFuture<Integer> exitCode;

	RunningBuild(Path directory, Ledger ledger, ToIntFunction<BuildOutput> execution) {
		this.directory = directory;
		this.ledger = ledger;
		this.exitCode = CompletableFuture.supplyAsync(() -> execution.applyAsInt(this.output));
	}

	/**
	 * Wait until the forks have written some entries.
	 * @param verb the verb of the entries
	 * @param resource the resource of the entries
	 * @param count how many entries
	 * @return the entries
	 */
	List<LedgerEntry> awaitEntries(String verb, String resource, int count) {
		await(count + " x '" + verb + " " + resource + "'",
				() -> this.ledger.entries(verb, resource).size() >= count || this.exitCode.isDone());
		List<LedgerEntry> entries = this.ledger.entries(verb, resource);
		if (entries.size() < count) {
			throw new IllegalStateException(
					"The build ended without " + count + " x '" + verb + " " + resource + "'\n" + describe());
		}
		return entries;
	}

	/**
	 * Allow the forks to go on where they wait for it.
	 * @param name the name of the permission
	 */
	void permit(String name) {
		write("permission-" + name);
	}

	private void write(String name) {
		try {
			Files.createFile(this.directory.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Kill a process of this build, as by {@code kill -9}.
	 * @param pid its process id, from the ledger
	 */
	void kill(long pid) {
		this.ledger.appendKill(pid);
		ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
		await("end of process " + pid, () -> !isAlive(pid));
	}

	/**
	 * Kill Maven and all forks.
	 */
	void killAll() {
		// Maven first: it would start new forks
		List<Long> pids = Stream.concat(this.ledger.builds().stream(), this.ledger.forks().stream()).toList();
		pids.forEach(this.ledger::appendKill);
		pids.forEach((pid) -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
		await("end of processes " + pids, () -> pids.stream().noneMatch(RunningBuild::isAlive));
	}

	/**
	 * Let a fork end itself where it waits for a permission, and wait for its end.
	 * @param pid its process id, from the ledger
	 * @param end how
	 */
	void end(long pid, ForkEnd end) {
		if (end.isOrderly()) {
			this.ledger.appendStop(pid);
		}
		else {
			this.ledger.appendKill(pid);
		}
		write(end.order() + "-" + pid);
		await("end of process " + pid, () -> !isAlive(pid));
	}

	/**
	 * Interrupt Maven and all forks, as Ctrl-C does. The build must run in a process
	 * group of its own.
	 */
	void interrupt() {
		this.ledger.forks().forEach(this.ledger::appendStop);
		long group = maven();
		try {
			int exitCode = new ProcessBuilder("/bin/sh", "-c", "kill -INT -" + group).inheritIO().start().waitFor();
			if (exitCode != 0) {
				throw new IllegalStateException("Process group " + group + " can't be interrupted\n" + describe());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Kill Maven alone. Its forks learn it from the end of their standard input.
	 */
	void killMaven() {
		this.ledger.forks().forEach(this.ledger::appendStop);
		kill(maven());
	}

	private long maven() {
		return this.ledger.builds().stream().filter(RunningBuild::isAlive).findFirst().orElseThrow();
	}

	/**
	 * Wait until all forks have ended, which may be after Maven has.
	 */
	void awaitEndOfForks() {
		await("end of the forks", () -> this.ledger.forks().stream().noneMatch(RunningBuild::isAlive));
	}

	BuildResult result() {
		return new BuildResult(this.directory, this.exitCode.join(), this.output.toString(), this.ledger);
	}

	@Override
	public void close() {
		if (!this.exitCode.isDone()) {
			Stream.concat(this.ledger.builds().stream(), this.ledger.forks().stream())
				.flatMap((pid) -> ProcessHandle.of(pid).stream())
				.forEach(ProcessHandle::destroyForcibly);
		}
	}

	private void await(String description, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > LIMIT.toNanos()) {
				throw new IllegalStateException(
						"Not seen within " + LIMIT.toSeconds() + " s: " + description + "\n" + describe());
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
		}
	}

	private String describe() {
		return BuildResult.describe(this.output.toString(), this.ledger);
	}

	static boolean isAlive(long pid) {
		return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
	}

}
