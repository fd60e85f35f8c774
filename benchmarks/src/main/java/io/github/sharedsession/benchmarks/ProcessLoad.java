package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process and its children use, none of which has ended. Known on Linux only.
 */
final class ProcessLoad {

	private static final Path PROCESSES = Path.of("/proc");

	/** What a process has to itself, and its part of what it shares with others. */
	private static final Pattern MEMORY = Pattern.compile("(?m)^Pss: +(\\d+) kB");

	private final ProcessHandle process;

	ProcessLoad(ProcessHandle process) {
		this.process = process;
	}

	boolean isKnown() {
		return Files.exists(PROCESSES.resolve(this.process.pid() + "/smaps_rollup"));
	}

	private List<ProcessHandle> processes() {
		return Stream.concat(Stream.of(this.process), this.process.descendants()).toList();
	}

	/** So far. The operating system counts it in units of some milliseconds. */
	double processorMillis() {
		return processes().stream()
			.mapToDouble((process) -> process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
			.sum();
	}

	/** Since then, with 1 for what is too little to be counted. */
	double processorMillisSince(double before) {
		return Math.max(1, processorMillis() - before);
	}

	double kilobytes() throws IOException {
		double sum = 0;
		for (ProcessHandle process : processes()) {
			sum += kilobytes(process.pid());
		}
		return sum;
	}

	static long kilobytes(long pid) throws IOException {
		Matcher matcher = MEMORY.matcher(Files.readString(PROCESSES.resolve(pid + "/smaps_rollup")));
		return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
	}

}
