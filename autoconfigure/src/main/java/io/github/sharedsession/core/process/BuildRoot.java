package io.github.sharedsession.core.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The root directory of the build that this JVM is a fork of.
 */
final class BuildRoot {

	private static final List<String> GRADLE_SETTINGS = List.of("settings.gradle", "settings.gradle.kts");

	private static final List<String> BUILD_FILES = List.of("pom.xml", "settings.gradle", "settings.gradle.kts",
			"build.gradle", "build.gradle.kts");

	private BuildRoot() {
	}

	/**
	 * Find the topmost directory with a build file, upwards from the module without a
	 * gap. A module of Gradle may have no build file, or lie deeper than the next one.
	 * @return the canonical directory
	 */
	static Path detect() {
		return of(module());
	}

	/** The directory of the module whose tests this JVM runs. */
	static Path module() {
		String basedir = System.getProperty("basedir");
		return Path.of((basedir != null) ? basedir : System.getProperty("user.dir", "."));
	}

	static Path of(Path directory) {
		try {
			Path module = directory.toRealPath();
			Path settings = ForkNumber.isGradleWorker() ? findUpwards(module, GRADLE_SETTINGS) : null;
			return topmost((settings != null) ? settings : module);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't resolve the build directory " + directory, ex);
		}
	}

	private static Path topmost(Path directory) {
		Path root = directory;
		for (Path parent = root.getParent(); parent != null && hasAny(root, BUILD_FILES)
				&& hasAny(parent, BUILD_FILES); parent = parent.getParent()) {
			root = parent;
		}
		return root;
	}

	private static @Nullable Path findUpwards(Path directory, List<String> names) {
		Path found = directory;
		while (found != null && !hasAny(found, names)) {
			found = found.getParent();
		}
		return found;
	}

	private static boolean hasAny(Path directory, List<String> names) {
		for (String name : names) {
			if (Files.exists(directory.resolve(name))) {
				return true;
			}
		}
		return false;
	}

}
