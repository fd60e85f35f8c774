package io.github.sharedsession.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * Deletes all it visits. Others may do the same at the same time.
 */
final class DeletingVisitor extends SimpleFileVisitor<Path> {

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
		Files.deleteIfExists(file);
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
		if (ex instanceof NoSuchFileException) {
			return FileVisitResult.CONTINUE;
		}
		throw ex;
	}

	@Override
	public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) throws IOException {
		if (ex != null && !(ex instanceof NoSuchFileException)) {
			throw ex;
		}
		Files.deleteIfExists(directory);
		return FileVisitResult.CONTINUE;
	}

}
