package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the processor time and the memory of processes and of all that they start,
 * also of those that have ended or have left for a session of their own: by a control
 * group of Linux, which the user must be allowed to make.
 */
final class ControlGroup implements AutoCloseable {

	private static final Path ROOT = Path.of("/sys/fs/cgroup");

	private static final Pattern USAGE = Pattern.compile("usage_usec (\\d+)");

	private static final long LIMIT_SECONDS = 60;

	private static final long SAMPLE_MILLIS = 250;

	private final Path group;

	private final AtomicLong peakKilobytes = new AtomicLong();

	private final Thread sampler = new Thread(this::sample, "memory-sampler");

	private ControlGroup(Path group) {
		this.group = group;
		this.sampler.setDaemon(true);
		this.sampler.start();
	}

	/** A group without processes. */
	static ControlGroup create() throws IOException {
		Path parent = Files.isDirectory(ROOT.resolve("cpuacct")) ? ROOT.resolve("cpuacct") : ROOT;
		return new ControlGroup(Files.createDirectory(parent.resolve("benchmark-" + UUID.randomUUID())));
	}

	/** Runs the command that follows as a process of the group. */
	List<String> launcher() {
		return List.of("/bin/sh", "-c", "echo $$ > \"$0\" && exec \"$@\"",
				this.group.resolve("cgroup.procs").toString());
	}

	/** The processes of the group. */
	List<Long> processes() throws IOException {
		return Files.readAllLines(this.group.resolve("cgroup.procs")).stream().map(Long::valueOf).distinct().toList();
	}

	/** Wait until its last process has ended. */
	void awaitEnd() throws IOException, InterruptedException {
		long start = System.nanoTime();
		while (!processes().isEmpty()) {
			if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
				throw new IOException("Processes are left: " + processes());
			}
			TimeUnit.MILLISECONDS.sleep(20);
		}
	}

	/** What the group has used so far. */
	double processorSeconds() throws IOException {
		Path usage = this.group.resolve("cpuacct.usage");
		if (Files.exists(usage)) {
			return Long.parseLong(Files.readString(usage).strip()) / 1e9;
		}
		Matcher matcher = USAGE.matcher(Files.readString(this.group.resolve("cpu.stat")));
		if (!matcher.find()) {
			throw new IOException("No usage in " + this.group);
		}
		return Long.parseLong(matcher.group(1)) / 1e6;
	}

	/** The most memory that the group had at once, when somebody looked. */
	double peakMegabytes() {
		return this.peakKilobytes.get() / 1024.0;
	}

	private void sample() {
		try {
			while (Files.exists(this.group)) {
				long kilobytes = 0;
				for (long pid : processes()) {
					kilobytes += kilobytes(pid);
				}
				this.peakKilobytes.accumulateAndGet(kilobytes, Math::max);
				TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
			}
		}
		catch (IOException ex) {
			// The group has just been removed
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static long kilobytes(long pid) {
		try {
			return ProcessLoad.kilobytes(pid);
		}
		catch (IOException ex) {
			// It has just ended
			return 0;
		}
	}

	@Override
	public void close() throws IOException {
		this.sampler.interrupt();
		Files.deleteIfExists(this.group);
	}

}
