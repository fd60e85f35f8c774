package io.github.sharedsession.host;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.SharedSessionConfigurationException;

/**
 * The class path of this JVM's tests. What build tools hide in the manifest of a jar file
 * is taken from where they tell it.
 *
 * @param entries the entries
 */
record ClassPath(List<String> entries) {

	private static final int DIGITS = 16;

	private static final String PATCH = "--patch-module=";

	static ClassPath ofThisJvm() {
		String text = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
		return new ClassPath(Stream.concat(modulePath(), Stream.of(text.split(File.pathSeparator)))
			.filter((entry) -> !entry.isEmpty())
			// The host may have another working directory
			.map(ClassPath::absolute)
			.distinct()
			.toList());
	}

	/**
	 * The modules of this JVM, of which the host has none, and what they are patched
	 * with: tests are added to the module of what they test.
	 */
	private static Stream<String> modulePath() {
		if (System.getProperty("jdk.module.path") == null) {
			return Stream.empty();
		}
		Stream<String> patches = ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> argument.startsWith(PATCH))
			.flatMap((argument) -> Stream
				.of(argument.substring(argument.indexOf('=', PATCH.length()) + 1).split(File.pathSeparator)));
		Stream<String> modules = ModuleLayer.boot()
			.configuration()
			.modules()
			.stream()
			.flatMap((module) -> module.reference().location().stream())
			.filter((location) -> "file".equals(location.getScheme()))
			.map((location) -> Path.of(location).toString())
			// The same in all forks
			.sorted();
		return Stream.concat(patches, modules);
	}

	private static String absolute(String entry) {
		try {
			return Path.of(entry).toAbsolutePath().toString();
		}
		catch (InvalidPathException ex) {
			throw new SharedSessionConfigurationException(
					"The session host can't have the class path of this JVM: the entry '" + entry
							+ "' is not a path in the " + "encoding of its locale, "
							+ System.getProperty("sun.jnu.encoding") + ".",
					"Run the tests in a locale that has its letters, such as LC_ALL=C.UTF-8. With "
							+ "shared-session.host=false hosted servers run in the fork that starts them.",
					ex);
		}
	}

	@Override
	public String toString() {
		return String.join(File.pathSeparator, this.entries);
	}

	/**
	 * Tell class paths apart by what they hold: a host that runs on after a change of the
	 * code, as in an IDE, still has the old one.
	 * @param more what else makes a difference
	 */
	String fingerprint(String... more) {
		StringBuilder text = new StringBuilder(String.join("\n", more));
		for (String entry : this.entries) {
			text.append('\n').append(entry);
			describe(Path.of(entry), text);
		}
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(text.toString().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest).substring(0, DIGITS);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void describe(Path entry, StringBuilder text) {
		try (Stream<Path> files = Files.walk(entry)) {
			files.filter((file) -> isRelevant(entry, file)).sorted().forEach((file) -> {
				try {
					BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
					text.append('\n')
						.append(file)
						.append(' ')
						.append(attributes.size())
						.append(' ')
						.append(attributes.lastModifiedTime().toMillis());
				}
				catch (IOException ex) {
					// Just deleted
				}
			});
		}
		catch (IOException | UncheckedIOException ex) {
			// An entry that does not exist is allowed
		}
	}

	private static boolean isRelevant(Path entry, Path file) {
		return file.equals(entry) ? Files.isRegularFile(file) : file.toString().endsWith(".class");
	}

}
