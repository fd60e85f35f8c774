package io.github.sharedsession.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Copies the data directory of a database server that does not run.
 */
final class DirectoryCopy extends SimpleFileVisitor<Path> {

	/** There for as long as a server works on the directory. */
	private static final String IN_USE = "postmaster.pid";

	private final Path source;

	private final Path target;

	private DirectoryCopy(Path source, Path target) {
		this.source = source;
		this.target = target;
	}

	/**
	 * Copy a directory.
	 * @param source the directory
	 * @param target the copy, which does not exist
	 * @throws IOException when that fails, or a server uses the directory
	 */
	static void of(Path source, Path target) throws IOException {
		if (Files.exists(source.resolve(IN_USE))) {
			throw new IOException("The data in " + source + " can't be copied: a server works on it, or was killed. "
					+ "Close the server that has made it before its address is returned.");
		}
		Files.walkFileTree(source, new DirectoryCopy(source, target));
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
		copy(directory);
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
		copy(file);
		return FileVisitResult.CONTINUE;
	}

	/** With its permissions: the server refuses a directory that others can read. */
	private void copy(Path file) throws IOException {
		Files.copy(file, this.target.resolve(this.source.relativize(file).toString()),
				StandardCopyOption.COPY_ATTRIBUTES);
	}

}
