package io.github.sharedsession.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.sharedsession.core.process.SessionRoot;
import org.jspecify.annotations.Nullable;

/**
 * What the doctor is asked to do.
 *
 * @param command the command
 * @param session the beginning of the name of a session, or {@code null} for all
 * @param json whether the output is JSON
 * @param forget whether records that can't be torn down are dropped
 * @param directory the root of the session directories
 */
record DoctorArguments(Command command, @Nullable String session, boolean json, boolean forget, Path directory) {

	private static final String DIRECTORY = "--directory=";

	/**
	 * Read the arguments of a command line.
	 * @throws IllegalArgumentException when they make no sense
	 */
	static DoctorArguments parse(List<String> args) {
		Command command = null;
		String session = null;
		boolean json = false;
		boolean forget = false;
		Path directory = null;
		for (String arg : args) {
			if ("--json".equals(arg)) {
				json = true;
			}
			else if ("--forget".equals(arg)) {
				forget = true;
			}
			else if (arg.startsWith(DIRECTORY)) {
				String path = arg.substring(DIRECTORY.length());
				directory = path.isBlank() ? null : Path.of(path);
			}
			else if (arg.startsWith("-")) {
				throw new IllegalArgumentException("There is no option " + arg + ".");
			}
			else if (command == null) {
				command = Command.parse(arg);
			}
			else if (session == null) {
				session = arg;
			}
			else {
				throw new IllegalArgumentException("'" + arg + "' is one argument too many.");
			}
		}
		if (command == null) {
			throw new IllegalArgumentException("A command is missing.");
		}
		if (forget && command != Command.CLEAN) {
			throw new IllegalArgumentException("--forget is an option of 'clean' alone.");
		}
		return new DoctorArguments(command, session, json, forget,
				(directory != null) ? directory : defaultDirectory());
	}

	/** As tests that say nothing else have it. */
	private static Path defaultDirectory() {
		return SessionRoot
			.of(Stream.of(System.getProperty("shared-session.directory"), System.getenv("SHARED_SESSION_DIRECTORY"),
					System.getenv("SHAREDSESSION_DIRECTORY"))
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null))
			.path();
	}

	/**
	 * A command.
	 */
	enum Command {

		LIST, SHOW, CLEAN, STOP, WHY;

		static Command parse(String text) {
			try {
				return valueOf(text.toUpperCase(Locale.ROOT));
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("There is no command '" + text + "'.", ex);
			}
		}

	}

}
