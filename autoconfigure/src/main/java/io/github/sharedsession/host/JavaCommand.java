package io.github.sharedsession.host;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command line of a JVM with the Java of this one. Paths reach it as they are named
 * in the file system: before Java 18 a process gets its arguments in the default charset,
 * which a build may have set to another one ({@code -Dfile.encoding=ISO-8859-1}).
 */
public final class JavaCommand {

	/** What the names of files are encoded in, and the java launcher reads. */
	static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

	private JavaCommand() {
	}

	/**
	 * Return the java launcher of this JVM.
	 */
	static Path java() {
		return Path.of(System.getProperty("java.home"), "bin", "java");
	}

	/**
	 * Return the command that runs Java.
	 * @param argumentFile the file that has the arguments
	 * @param more further arguments
	 * @return the command, for a {@link ProcessBuilder}
	 */
	public static List<String> of(Path argumentFile, String... more) {
		List<String> command = new ArrayList<>(List.of(java().toString(), "@" + argumentFile));
		command.addAll(List.of(more));
		return command.stream().allMatch(JavaCommand::isPassedOn) ? command : List.of("/bin/sh", "-c", script(command));
	}

	private static boolean isPassedOn(String argument) {
		return Arrays.equals(argument.getBytes(Charset.defaultCharset()), argument.getBytes(FILE_NAMES));
	}

	/** All in ASCII, which any charset passes on. */
	private static String script(List<String> command) {
		return command.stream()
			.map((argument) -> "\"$(printf %b '" + octal(argument) + "')\"")
			.collect(Collectors.joining(" ", "exec ", ""));
	}

	private static String octal(String argument) {
		// Each byte is one of these letters
		return new String(argument.getBytes(FILE_NAMES), StandardCharsets.ISO_8859_1).chars()
			.mapToObj((octet) -> String.format("\\0%03o", octet))
			.collect(Collectors.joining());
	}

}
