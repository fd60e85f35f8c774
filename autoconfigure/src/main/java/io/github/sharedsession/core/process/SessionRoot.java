package io.github.sharedsession.core.process;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.store.RootLocation;
import org.jspecify.annotations.Nullable;

/**
 * Where the directories of sessions are, for tests as for the doctor.
 */
public final class SessionRoot {

	private static final String PROPERTY = "shared-session.directory";

	private SessionRoot() {
	}

	/**
	 * Find the directory that a setting names, as seen from this JVM's module.
	 * @param setting the setting; {@code null} or blank when there is none
	 * @return the absolute path
	 * @throws SharedSessionConfigurationException when the setting can't be used
	 * @throws io.github.sharedsession.SharedSessionDirectoryException when there is no
	 * setting, and no place for the directory
	 */
	public static RootLocation of(@Nullable String setting) {
		return of(setting, BuildRoot.module());
	}

	/**
	 * Find the directory that a setting names.
	 * @param setting the setting; {@code null} or blank when there is none
	 * @param module a directory of the build: to its root a relative path is relative,
	 * which all modules have in common
	 * @return the absolute path
	 * @throws SharedSessionConfigurationException when the setting can't be used
	 * @throws io.github.sharedsession.SharedSessionDirectoryException when there is no
	 * setting, and no place for the directory
	 */
	public static RootLocation of(@Nullable String setting, Path module) {
		if (setting == null || setting.isBlank()) {
			return RootLocation.byDefault();
		}
		Path path = parse(setting.strip());
		if (path.isAbsolute()) {
			return checked(path, setting, module);
		}
		String first = path.getName(0).toString();
		if (first.equals("?") || first.startsWith("~")) {
			boolean unknown = first.equals("?");
			throw new SharedSessionConfigurationException(
					"The property " + PROPERTY + " is '" + setting + "': "
							+ (unknown ? "'?' is what Java says where the system knows no home directory."
									: "only a shell replaces '" + first + "' with a home directory."),
					unknown ? "Set it to an absolute path, or not at all."
							: "Write ${user.home} instead, or an absolute path.",
					null);
		}
		return checked(BuildRoot.of(module).resolve(path), setting, module);
	}

	private static RootLocation checked(Path path, String setting, Path module) {
		Path root = path.normalize();
		if (module.toAbsolutePath().normalize().startsWith(root)) {
			throw new SharedSessionConfigurationException(
					"The property " + PROPERTY + " is '" + setting
							+ "', a directory that holds the build itself, and only its owner can enter a directory of "
							+ "shared sessions.",
					"Set it to a directory of its own, such as target/shared-session, or not at all.", null);
		}
		return new RootLocation(root, null);
	}

	private static Path parse(String setting) {
		try {
			return Path.of(setting);
		}
		catch (InvalidPathException ex) {
			throw new SharedSessionConfigurationException(
					"The property " + PROPERTY + " is not a path: " + ex.getMessage() + ".",
					"If it has letters that are not ASCII, run the tests in a locale that has them, such as "
							+ "LC_ALL=C.UTF-8; or set it to another directory.",
					ex);
		}
	}

}
