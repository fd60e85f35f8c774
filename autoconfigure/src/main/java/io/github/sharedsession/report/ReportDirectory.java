package io.github.sharedsession.report;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.sharedsession.core.event.EventFiles;
import org.jspecify.annotations.Nullable;

/**
 * The directory {@code shared-session} in the build directory of a build's root: the
 * reports, and what they were made from. {@code events/} holds what members of the newest
 * run have written down, {@code lost/} the same of runs that nobody has left in order.
 */
final class ReportDirectory {

	private static final List<String> GRADLE_FILES = List.of("settings.gradle", "settings.gradle.kts", "build.gradle",
			"build.gradle.kts");

	private final Path buildDirectory;

	private final Path directory;

	private ReportDirectory(Path buildDirectory) {
		this.buildDirectory = buildDirectory;
		this.directory = buildDirectory.resolve("shared-session");
	}

	/**
	 * Find the directory.
	 * @param buildRoot the root directory of the build
	 * @return the directory, or {@code null} where there is no build file that would tell
	 */
	static @Nullable ReportDirectory of(@Nullable Path buildRoot) {
		if (buildRoot == null) {
			return null;
		}
		if (Files.exists(buildRoot.resolve("pom.xml"))) {
			return new ReportDirectory(buildRoot.resolve("target"));
		}
		return GRADLE_FILES.stream().anyMatch((file) -> Files.exists(buildRoot.resolve(file)))
				? new ReportDirectory(buildRoot.resolve("build")) : null;
	}

	boolean isBuilt() {
		return Files.isDirectory(this.buildDirectory);
	}

	Path file(String name) {
		return this.directory.resolve(name);
	}

	/** Write a file: who opens it sees the former one or this, never a part. */
	void write(String name, byte[] content) throws IOException {
		Path file = file(name);
		Files.createDirectories(file.getParent());
		Path temporary = Files.createTempFile(file.getParent(), ".", ".tmp");
		try {
			Files.write(temporary, content);
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	boolean exists(String name) {
		return Files.exists(file(name));
	}

	List<String> list(String name) throws IOException {
		try (Stream<Path> files = Files.list(file(name))) {
			return files.map((file) -> String.valueOf(file.getFileName()))
				.filter((file) -> !file.startsWith("."))
				.sorted()
				.toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
	}

	EventFiles events(String name) throws IOException {
		Map<String, byte[]> contents = new TreeMap<>();
		for (String file : list(name)) {
			contents.put(file, Files.readAllBytes(file(name).resolve(file)));
		}
		return new EventFiles(contents);
	}

	void delete(String name) throws IOException {
		if (exists(name)) {
			Files.walkFileTree(file(name), new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					Files.deleteIfExists(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) throws IOException {
					Files.deleteIfExists(directory);
					return FileVisitResult.CONTINUE;
				}

			});
		}
	}

}
