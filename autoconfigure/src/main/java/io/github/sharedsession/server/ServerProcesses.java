package io.github.sharedsession.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The operating system's processes of one server. They are told by their program and by
 * the server's directory, which is on their command line and which no other server ever
 * has: a recorded process identifier may be somebody else's by the time it is used, and
 * there would be a moment in which the process is there and the record is not.
 *
 * @param directory the directory of the server
 * @param programs the programs to stop, by how their names start
 * @param passing programs that are left to end by themselves
 */
record ServerProcesses(Path directory, Set<String> programs, Set<String> passing) {

	/** A program may be seen before its shell or wrapper has become it. */
	private static final Set<String> WRAPPERS = Set.of("sh", "bash", "dash", "ash", "busybox", "unshare");

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * Stop all processes, and wait until they have ended. Does nothing when there are
	 * none.
	 */
	void stop() throws Exception {
		long start = System.nanoTime();
		Backoff.await(LIMIT, () -> "The processes " + find().stream().map(ProcessHandle::pid).toList()
				+ " of the server in " + this.directory + " have been killed, but don't end", () -> {
					List<ProcessHandle> processes = find();
					boolean impatient = System.nanoTime() - start > PATIENCE.toNanos();
					for (ProcessHandle process : processes) {
						if (impatient) {
							process.destroyForcibly();
						}
						else if (!isPassing(process)) {
							interrupt(process);
						}
					}
					return processes.isEmpty();
				});
	}

	/**
	 * Return whether there is no process of the server.
	 */
	boolean isEmpty() {
		return find().isEmpty();
	}

	List<ProcessHandle> find() {
		return ProcessHandle.allProcesses().filter(this::belongs).toList();
	}

	private boolean belongs(ProcessHandle process) {
		String commandLine = process.info().commandLine().orElse("");
		if (!commandLine.contains(this.directory.toString())) {
			return false;
		}
		String program = program(process);
		return names().anyMatch(program::startsWith)
				|| (WRAPPERS.contains(program) && names().anyMatch((name) -> commandLine.contains("/" + name)));
	}

	private boolean isPassing(ProcessHandle process) {
		String program = program(process);
		return this.passing.stream().anyMatch(program::startsWith);
	}

	private Stream<String> names() {
		return Stream.concat(this.programs.stream(), this.passing.stream());
	}

	private static String program(ProcessHandle process) {
		String command = process.info().command().orElse("");
		return Objects.toString(Path.of(command).getFileName(), "");
	}

	/**
	 * An interrupt is what both PostgreSQL and Redis take for a quick and orderly end;
	 * the signal that Java can send makes PostgreSQL wait for its clients.
	 */
	private static void interrupt(ProcessHandle process) throws IOException, InterruptedException {
		new ProcessBuilder("/bin/sh", "-c", "kill -INT " + process.pid()).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor();
	}

}
