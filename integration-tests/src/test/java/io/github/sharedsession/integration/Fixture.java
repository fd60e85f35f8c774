package io.github.sharedsession.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A small Maven project whose tests run in forks. Copied out of the source tree and
 * prepared once for all builds that run its tests.
 *
 * @param directory where the copy is
 */
record Fixture(Path directory) {

	private static final Map<String, Fixture> PREPARED = new ConcurrentHashMap<>();

	static Fixture named(String name) {
		return PREPARED.computeIfAbsent(name, Fixture::prepare);
	}

	private static Fixture prepare(String name) {
		Path copy = copy(name);
		BuildOutput output = new BuildOutput();
		int exitCode = InnerMaven.execute(copy, List.of("process-test-classes"), Map.of(), output);
		if (exitCode != 0) {
			throw new IllegalStateException("The fixture '" + name + "' can't be prepared:\n" + output);
		}
		return new Fixture(copy);
	}

	/**
	 * Copy a project out of the source tree.
	 * @param name the name of its directory
	 * @return where the copy is
	 */
	static Path copy(String name) {
		Path copy = InnerMaven.directory("inner.directory").resolve(name);
		try {
			delete(copy);
			copy(InnerMaven.directory("inner.fixtures").resolve(name), copy);
			return copy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void copy(Path source, Path target) throws IOException {
		try (Stream<Path> paths = Files.walk(source)) {
			for (Path path : paths.toList()) {
				if (!path.startsWith(source.resolve("target"))) {
					Files.createDirectories(target.getParent());
					Files.copy(path, target.resolve(source.relativize(path).toString()));
				}
			}
		}
	}

	private static void delete(Path directory) throws IOException {
		if (!Files.exists(directory)) {
			return;
		}
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(path);
			}
		}
	}

}
