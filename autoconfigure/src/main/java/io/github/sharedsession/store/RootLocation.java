package io.github.sharedsession.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.sharedsession.SharedSessionDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * Where sessions are: where a setting says, or in the home directory, or, where this user
 * has none that can be written to, as in a container with a random user id, among the
 * temporary files, under a name that has the number of the user. What somebody else may
 * have put there is refused when it is opened.
 *
 * @param path the absolute path of the directory
 * @param notice says why it is not in the home directory, or {@code null}; only while the
 * directory does not exist, so that it is said once
 */
public record RootLocation(Path path, @Nullable String notice) {

	private static final int WRITABLE_BY_OTHERS = 0022;

	private static final int STICKY = 01000;

	/**
	 * Find the directory for the user of this JVM when no setting names one.
	 * @return the directory
	 * @throws SharedSessionDirectoryException when there is no place for it
	 */
	public static RootLocation byDefault() {
		Set<Path> temporary = new LinkedHashSet<>();
		// First what all JVMs of a build have in common: Gradle gives each test task
		// another java.io.tmpdir
		temporary.add(Path.of("/tmp"));
		temporary.add(Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath());
		return byDefault(System.getProperty("user.home"), temporary);
	}

	static RootLocation byDefault(@Nullable String home, Set<Path> temporary) {
		Path root = inHome(home);
		if (root != null) {
			return new RootLocation(root, null);
		}
		for (Path directory : temporary) {
			Path fallback = isSafe(directory) ? inTemporary(directory) : null;
			if (fallback != null) {
				return new RootLocation(fallback,
						Files.exists(fallback, LinkOption.NOFOLLOW_LINKS) ? null
								: "This user has no home directory that can be written to, user.home is '" + home
										+ "'. Shared sessions are kept in " + fallback
										+ "; set shared-session.directory to keep them elsewhere.");
			}
		}
		throw new SharedSessionDirectoryException(
				"There is no place for the directory of the shared session: this user has no home directory that can be "
						+ "written to, user.home is '" + home + "', and can't safely write to any of " + temporary
						+ " either.",
				"Set shared-session.directory to the absolute path of a directory of your own, as in "
						+ "SHARED_SESSION_DIRECTORY=/data/shared-session.",
				null);
	}

	/** Java says "?" where the system knows no home. */
	private static @Nullable Path inHome(@Nullable String home) {
		if (home == null || home.isBlank()) {
			return null;
		}
		try {
			Path root = Path.of(home, ".shared-session");
			return (root.isAbsolute() && canBeWritten(root)) ? root : null;
		}
		catch (InvalidPathException ex) {
			return null;
		}
	}

	private static @Nullable Path inTemporary(Path directory) {
		try {
			return directory.resolve("shared-session-" + RootDirectory.ownUser(directory));
		}
		catch (IOException ex) {
			return null;
		}
	}

	/** It, or the nearest one above it that exists, as all between can then be made. */
	private static boolean canBeWritten(Path directory) {
		if (Files.isSymbolicLink(directory)) {
			// For whoever opens it to refuse
			return true;
		}
		Path existing = directory;
		while (existing != null && !Files.exists(existing)) {
			existing = existing.getParent();
		}
		return existing != null && Files.isDirectory(existing) && Files.isWritable(existing)
				&& Files.isExecutable(existing);
	}

	/** Where others can write, they must not be able to rename what is not theirs. */
	private static boolean isSafe(Path directory) {
		try {
			int mode = (Integer) Files.getAttribute(directory, "unix:mode");
			return Files.isDirectory(directory) && Files.isWritable(directory) && Files.isExecutable(directory)
					&& ((mode & WRITABLE_BY_OTHERS) == 0 || (mode & STICKY) != 0);
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			return false;
		}
	}

}
