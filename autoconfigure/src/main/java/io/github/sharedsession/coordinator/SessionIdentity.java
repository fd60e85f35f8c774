package io.github.sharedsession.coordinator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Tells which JVMs belong to one session: those with the same build root and either the
 * same explicit id or the same ancestor process, which is the build.
 *
 * @param buildRoot the canonical root directory of the build
 * @param name hash of build root and explicit id or ancestor
 * @param ancestorStart when the ancestor was started, in seconds since the epoch, or 0
 */
record SessionIdentity(Path buildRoot, String name, long ancestorStart) {

	private static final String PREFIX = "s-";

	/** How exactly the operating system tells the start of a process. */
	private static final long START_TOLERANCE = 2;

	private static final List<String> BUILD_FILES = List.of("pom.xml", "settings.gradle", "settings.gradle.kts",
			"build.gradle", "build.gradle.kts");

	private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish",
			"busybox", "tcsh", "csh");

	/**
	 * Detect the identity of this JVM's session. A fork whose build has died is adopted
	 * by another process, so this is to be called early.
	 * @param explicitId the explicit id, or {@code null}
	 */
	static SessionIdentity detect(@Nullable String explicitId) {
		Path buildRoot = detectBuildRoot();
		Digest digest = Digest.sha256().add(buildRoot.toString()).add(explicitId);
		if (explicitId != null) {
			return new SessionIdentity(buildRoot, PREFIX + digest.hex(16), 0);
		}
		Optional<ProcessHandle> ancestor = ancestor(ProcessHandle.current());
		if (ancestor.isEmpty()) {
			return new SessionIdentity(buildRoot, PREFIX + digest.hex(16), 0);
		}
		String name = PREFIX + digest.add(Long.toString(ancestor.get().pid())).hex(16);
		long start = ancestor.get().info().startInstant().map(Instant::getEpochSecond).orElse(0L);
		return new SessionIdentity(buildRoot, name, start);
	}

	/**
	 * Choose the directory of this session: one of the existing ones that was named after
	 * the same ancestor, or a new one.
	 * @param existing the names in the root directory
	 */
	String directoryName(List<String> existing) {
		String own = this.name + "-" + Long.toString(this.ancestorStart, Character.MAX_RADIX);
		if (existing.contains(own)) {
			return own;
		}
		for (String candidate : existing) {
			if (candidate.startsWith(this.name + "-")) {
				long start = Long.parseLong(candidate.substring(this.name.length() + 1), Character.MAX_RADIX);
				if (Math.abs(start - this.ancestorStart) <= START_TOLERANCE) {
					return candidate;
				}
			}
		}
		return own;
	}

	static boolean isSessionDirectory(String name) {
		return name.startsWith(PREFIX);
	}

	/**
	 * The topmost directory with a build file, upwards from the module without a gap.
	 */
	private static Path detectBuildRoot() {
		String basedir = System.getProperty("basedir");
		Path directory = Path.of((basedir != null) ? basedir : System.getProperty("user.dir", "."));
		try {
			Path root = directory.toRealPath();
			for (Path parent = root.getParent(); parent != null && hasBuildFile(root)
					&& hasBuildFile(parent); parent = parent.getParent()) {
				root = parent;
			}
			return root;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't resolve the build directory " + directory, ex);
		}
	}

	private static boolean hasBuildFile(Path directory) {
		return BUILD_FILES.stream().anyMatch((name) -> Files.exists(directory.resolve(name)));
	}

	private static Optional<ProcessHandle> ancestor(ProcessHandle process) {
		Optional<ProcessHandle> ancestor = process.parent();
		while (ancestor.isPresent() && isShell(ancestor.get())) {
			ancestor = ancestor.get().parent();
		}
		// A process that has lost its parent was adopted by the first one of the system
		return ancestor.filter((handle) -> handle.pid() != 1);
	}

	private static boolean isShell(ProcessHandle process) {
		return process.info()
			.command()
			.map((command) -> SHELLS.contains(Objects.toString(Path.of(command).getFileName(), "")))
			.orElse(false);
	}

}
