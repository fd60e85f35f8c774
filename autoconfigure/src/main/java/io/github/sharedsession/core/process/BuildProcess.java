package io.github.sharedsession.core.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The process whose end is the end of a session: that of a plain Maven build. Daemons,
 * IDEs and CI agents outlive what they run, and tell nothing by being alive.
 *
 * @param pid the process
 * @param start when it was started, as in {@link SessionIdentity}, or 0 when unknown
 */
public record BuildProcess(long pid, long start) {

	/** How exactly it is told where that is in seconds. */
	private static final long START_TOLERANCE = 2;

	private static final List<String> LAUNCHERS = List.of("org.codehaus.plexus.classworlds.launcher.Launcher",
			"org.codehaus.classworlds.Launcher", "org.apache.maven.wrapper.MavenWrapperMain");

	public static final String NONE = "-";

	private static final Path PROCESSES = Path.of("/proc");

	/**
	 * Find the build that this JVM belongs to. A fork whose build has died is adopted by
	 * another process, so this is to be called early.
	 * @return the process, or {@code null} when there is none or its end means nothing
	 */
	public static @Nullable BuildProcess detect() {
		ProcessHandle build = SessionIdentity.build().orElse(null);
		return (build != null && isMaven(build)) ? new BuildProcess(build.pid(), SessionIdentity.start(build)) : null;
	}

	public static boolean isMaven(ProcessHandle process) {
		String command = (process.pid() == ProcessHandle.current().pid()) ? System.getProperty("sun.java.command", "")
				: commandLine(process);
		for (String launcher : LAUNCHERS) {
			if (command.contains(launcher)) {
				return true;
			}
		}
		return false;
	}

	static String commandLine(ProcessHandle process) {
		try {
			// The JDK cuts what is longer than a page of memory, as that of a fork with
			// many options is
			return Files
				.readString(PROCESSES.resolve(Long.toString(process.pid())).resolve("cmdline"),
						StandardCharsets.ISO_8859_1)
				.replace('\0', ' ');
		}
		catch (IOException ex) {
			String[] arguments = process.info().arguments().orElse(new String[0]);
			return (arguments.length > 0) ? String.join(" ", arguments) : process.info().commandLine().orElse("");
		}
	}

	/**
	 * Read what {@link #format} wrote.
	 * @param text the text, {@value #NONE} for none
	 */
	public static @Nullable BuildProcess parse(String text) {
		if (NONE.equals(text)) {
			return null;
		}
		String[] parts = text.split("@", 2);
		return new BuildProcess(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
	}

	/** The form that {@link #parse} reads. */
	public String format() {
		return this.pid + "@" + this.start;
	}

	public boolean isAlive() {
		return ProcessHandle.of(this.pid)
			.filter(ProcessHandle::isAlive)
			.filter((process) -> this.start == 0
					|| Math.abs(SessionIdentity.start(process) - this.start) <= START_TOLERANCE)
			.filter((process) -> !isZombie())
			.isPresent();
	}

	/** Killed, and nobody has taken notice of it, as in a container without an init. */
	private boolean isZombie() {
		return Files.isDirectory(PROCESSES.resolve("self"))
				&& !Files.exists(PROCESSES.resolve(Long.toString(this.pid)).resolve("exe"));
	}

}
