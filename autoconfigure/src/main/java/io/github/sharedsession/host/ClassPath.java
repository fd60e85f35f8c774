package io.github.sharedsession.host;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class path of this JVM's tests. What build tools hide in the manifest of a jar file
 * is taken from where they tell it.
 *
 * @param entries the entries
 */
record ClassPath(List<String> entries) {

	private static final int DIGITS = 16;

	static ClassPath ofThisJvm() {
		String text = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
		return new ClassPath(Stream.of(text.split(File.pathSeparator))
			.filter((entry) -> !entry.isEmpty())
			// The host may have another working directory
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.toList());
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
