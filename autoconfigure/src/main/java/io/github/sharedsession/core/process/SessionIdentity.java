package io.github.sharedsession.core.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.github.sharedsession.store.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Tells which JVMs belong to one session: those with the same build root and either the
 * same explicit id or the same ancestor process, which is the build.
 *
 * @param buildRoot the canonical root directory of the build
 * @param name hash of build root and explicit id or ancestor
 * @param ancestorStart when the ancestor was started: in the units in which the operating
 * system counts from its boot, else in seconds since the epoch, or 0
 */
public record SessionIdentity(Path buildRoot, String name, long ancestorStart) {

	private static final String PREFIX = "s-";

	/** How exactly the operating system tells the start of a process. */
	private static final long START_TOLERANCE = 2;

	/** Changes with each boot, after which pids and starts may be the same again. */
	private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

	/** In {@code /proc/<pid>/stat}, counted from the name of the command. */
	private static final int START_FIELD = 20;

	private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish",
			"busybox", "tcsh", "csh");

	/**
	 * Detect the identity of this JVM's session. A fork whose build has died is adopted
	 * by another process, so this is to be called early.
	 * @param explicitId the explicit id, or {@code null}
	 * @param ofMachines whether the session is one of several machines, which have the
	 * build in different places
	 */
	public static SessionIdentity detect(@Nullable String explicitId, boolean ofMachines) {
		Path buildRoot = BuildRoot.detect();
		if (ofMachines && explicitId != null) {
			return new SessionIdentity(buildRoot, PREFIX + Digest.sha256().add("").add(explicitId).hex(16), 0);
		}
		Digest digest = Digest.sha256().add(buildRoot.toString()).add(explicitId);
		if (explicitId != null) {
			return new SessionIdentity(buildRoot, PREFIX + digest.hex(16), 0);
		}
		Optional<ProcessHandle> ancestor = build();
		if (ancestor.isEmpty()) {
			return new SessionIdentity(buildRoot, PREFIX + digest.hex(16), 0);
		}
		ProcessHandle build = ancestor.get();
		String name = PREFIX + digest.add(Long.toString(build.pid())).add(readSystemFile(BOOT_ID)).hex(16);
		return new SessionIdentity(buildRoot, name, start(build));
	}

	/**
	 * Linux counts from its boot, and the instant that the JDK makes of that changes when
	 * the clock is set: forks that start before and after would not find each other.
	 */
	static long start(ProcessHandle process) {
		String stat = readSystemFile(Path.of("/proc", String.valueOf(process.pid()), "stat"));
		if (stat != null) {
			// The second field is a name in brackets, which may hold anything
			String[] fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1);
			if (fields.length > START_FIELD && fields[START_FIELD].matches("\\d{1,18}")) {
				return Long.parseLong(fields[START_FIELD]);
			}
		}
		return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
	}

	private static @Nullable String readSystemFile(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * The identity of the session with the given directory, for a host, which is told.
	 */
	public static SessionIdentity ofDirectory(String name) {
		int end = name.lastIndexOf('-');
		return new SessionIdentity(Path.of(""), name.substring(0, end),
				Long.parseLong(name.substring(end + 1), Character.MAX_RADIX));
	}

	/**
	 * Choose the directory of this session: one of the existing ones that was named after
	 * the same ancestor, or a new one.
	 * @param existing the names in the root directory
	 */
	public String directoryName(List<String> existing) {
		String own = this.name + "-" + Long.toString(this.ancestorStart, Character.MAX_RADIX);
		if (existing.contains(own)) {
			return own;
		}
		for (String candidate : existing) {
			if (candidate.startsWith(this.name + "-") && isNear(candidate.substring(this.name.length() + 1))) {
				return candidate;
			}
		}
		return own;
	}

	private boolean isNear(String start) {
		try {
			long distance = Math.subtractExact(Long.parseLong(start, Character.MAX_RADIX), this.ancestorStart);
			return -START_TOLERANCE <= distance && distance <= START_TOLERANCE;
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return false;
		}
	}

	public static boolean isSessionDirectory(String name) {
		return name.startsWith(PREFIX);
	}

	/**
	 * The process that runs the build: this one where Maven runs tests in its own JVM.
	 */
	static Optional<ProcessHandle> build() {
		ProcessHandle self = ProcessHandle.current();
		return BuildProcess.isMaven(self) ? Optional.of(self) : ancestor(self);
	}

	private static Optional<ProcessHandle> ancestor(ProcessHandle process) {
		Optional<ProcessHandle> ancestor = process.parent();
		while (ancestor.isPresent() && isShell(ancestor.get())) {
			ancestor = ancestor.get().parent();
		}
		// Who has lost the parent was adopted by the first process of the system, which
		// is an init. In a container it may be the build itself
		return ancestor.filter((found) -> found.pid() != 1 || isJava(found));
	}

	private static boolean isJava(ProcessHandle process) {
		String command = process.info().command().orElseGet(() -> BuildProcess.commandLine(process).split(" ", 2)[0]);
		return command.endsWith("/java") || command.equals("java");
	}

	static boolean isShell(ProcessHandle process) {
		String command = process.info().command().orElse("");
		return SHELLS.contains(Objects.toString(Path.of(command).getFileName(), ""));
	}

}
