package io.github.sharedsession.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts forks that start contexts, with the library on their class path or without it.
 */
final class ContextForks {

	private static final Pattern LIBRARY = Pattern
		.compile(".*[/\\\\](shared-session-spring-boot-(autoconfigure|starter)-[^/\\\\]*\\.jar"
				+ "|(autoconfigure|starter)[/\\\\]target[/\\\\]classes)");

	private static final Path TASKSET = Path.of("/usr/bin/taskset");

	private final Path directory;

	private final GeneratedTests tests;

	private int count;

	ContextForks(Path directory, GeneratedTests tests) {
		this.directory = directory;
		this.tests = tests;
	}

	/**
	 * Start a fork.
	 * @param json whether it uses JSON, too
	 */
	ChildJvm start(boolean shared, int beans, boolean json) throws IOException {
		return start(List.of(), shared, beans, json);
	}

	/** On the first processor, where that can be told. */
	ChildJvm startPinned(boolean shared, int beans, boolean json) throws IOException {
		List<String> prefix = Files.isExecutable(TASKSET) ? List.of(TASKSET.toString(), "-c", "0") : List.of();
		return start(prefix, shared, beans, json);
	}

	/** What the second compiler does is hardly the same twice. */
	private ChildJvm start(List<String> prefix, boolean shared, int beans, boolean json) throws IOException {
		List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
		List<String> arguments = new ArrayList<>(List.of(GeneratedTests.className(shared, beans)));
		if (json) {
			arguments.add(GeneratedTests.VALUE);
		}
		List<String> command = new ArrayList<>(prefix);
		command.addAll(ChildJvm.command(classPath(shared), options(options), ContextStartMain.class, arguments));
		return ChildJvm.start(new ProcessBuilder(command));
	}

	/** One that starts contexts of both kinds, in which nothing is shared. */
	ChildJvm startAgain(int contexts) throws IOException {
		return ChildJvm.start(new ProcessBuilder(ChildJvm.command(classPath(false), options(List.of()),
				ContextRestartMain.class, List.of(String.valueOf(contexts), classPath(true), classPath(false)))));
	}

	private List<String> options(List<String> more) {
		List<String> options = new ArrayList<>(more);
		// Else it would tear down what the one before has left
		this.count++;
		options.addAll(List.of("-XX:-PrintWarnings",
				"-Dshared-session.directory=" + this.directory.resolve("root" + this.count)));
		return options;
	}

	private String classPath(boolean shared) {
		return Stream.of(ChildJvm.classPath().split(File.pathSeparator, -1))
			.filter((entry) -> shared || !LIBRARY.matcher(entry).matches())
			.collect(Collectors.joining(File.pathSeparator, this.tests.directory() + File.pathSeparator, ""));
	}

}
