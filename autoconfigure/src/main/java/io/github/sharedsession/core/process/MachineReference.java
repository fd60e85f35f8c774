package io.github.sharedsession.core.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What means something else on another machine.
 */
public enum MachineReference {

	LOCALHOST("the host localhost", "(?:[\\w-]+\\.)*localhost(?:\\.localdomain)?"),

	LOOPBACK("a loopback address", "127(?:\\.\\d{1,3}){3}|(?:0+:){7}0*1|::1"),

	ANY_ADDRESS("the address 0.0.0.0", "0\\.0\\.0\\.0"),

	PATH("a path of this machine", null);

	/** Longer ones are something else. */
	private static final int MAX_PATH = 4096;

	private static final Pattern FILE_URL = Pattern.compile("(?<![\\w-])file:[/\\\\.~]", Pattern.CASE_INSENSITIVE);

	private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[\\\\/](?!/).*", Pattern.DOTALL);

	/** With two names at least: the paths of web applications often have one. */
	private static final Pattern ABSOLUTE = Pattern.compile("(?:^|(?<=:))/[^/:;?\\s][^/:;?]*/[^:;?]*[^:;?/]");

	private final String description;

	private final @Nullable Pattern host;

	MachineReference(String description, @Nullable String host) {
		this.description = description;
		this.host = (host != null)
				? Pattern.compile("(?<![\\w.:-])(?:" + host + ")(?![\\w-]|[.:]+\\p{Alpha})", Pattern.CASE_INSENSITIVE)
				: null;
	}

	/** For messages, without any part of a value. */
	public String description() {
		return this.description;
	}

	/**
	 * Find the first kind of reference that a text has.
	 */
	public static @Nullable MachineReference in(String text) {
		for (MachineReference reference : values()) {
			if ((reference.host != null) ? reference.host.matcher(text).find() : isPath(text)) {
				return reference;
			}
		}
		return null;
	}

	private static boolean isPath(String text) {
		if (text.length() > MAX_PATH) {
			return false;
		}
		if (FILE_URL.matcher(text).find() || DRIVE.matcher(text).matches()) {
			return true;
		}
		Matcher absolute = ABSOLUTE.matcher(text);
		while (absolute.find()) {
			if (exists(absolute.group())) {
				return true;
			}
		}
		return false;
	}

	private static boolean exists(String path) {
		try {
			return Files.exists(Path.of(path));
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

}
