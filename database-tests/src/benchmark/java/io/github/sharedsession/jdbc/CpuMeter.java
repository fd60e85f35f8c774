package io.github.sharedsession.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the processor time of processes and of all that they start, also of those that
 * have ended or have left for a session of their own: by a control group of Linux, which
 * the user must be allowed to make.
 */
final class CpuMeter implements AutoCloseable {

	private static final Path ROOT = Path.of("/sys/fs/cgroup");

	private static final Pattern USAGE = Pattern.compile("usage_usec (\\d+)");

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private final Path group;

	private CpuMeter(Path group) {
		this.group = group;
	}

	/** A group without processes. */
	static CpuMeter create() throws IOException {
		Path parent = Files.isDirectory(ROOT.resolve("cpuacct")) ? ROOT.resolve("cpuacct") : ROOT;
		return new CpuMeter(Files.createDirectory(parent.resolve("benchmark-" + UUID.randomUUID())));
	}

	/** Runs the command that follows as a process of the group. */
	List<String> launcher() {
		return List.of("/bin/sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", this.group.resolve("cgroup.procs").toString());
	}

	/** What the group has used when its last process has ended. */
	Duration awaitEnd() throws IOException {
		long begun = System.nanoTime();
		while (!Files.readString(this.group.resolve("cgroup.procs")).isEmpty()) {
			if (System.nanoTime() - begun > LIMIT.toNanos()) {
				throw new AssertionError("Processes are left: " + Files.readString(this.group.resolve("cgroup.procs")));
			}
			LockSupport.parkNanos(20_000_000);
		}
		Path usage = this.group.resolve("cpuacct.usage");
		if (Files.exists(usage)) {
			return Duration.ofNanos(Long.parseLong(Files.readString(usage).trim()));
		}
		Matcher matcher = USAGE.matcher(Files.readString(this.group.resolve("cpu.stat")));
		if (!matcher.find()) {
			throw new IOException("No usage in " + this.group);
		}
		return Duration.ofNanos(Long.parseLong(matcher.group(1)) * 1000);
	}

	@Override
	public void close() throws IOException {
		Files.deleteIfExists(this.group);
	}

}
