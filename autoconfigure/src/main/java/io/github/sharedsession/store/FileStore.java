package io.github.sharedsession.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.github.sharedsession.store.FileCheck.RegularFile;
import org.jspecify.annotations.Nullable;

/**
 * A store in the files below one owner-only directory. Records are published by writing a
 * temporary file and moving it; there is no {@code fsync}, since what matters is the
 * death of a process, not of the machine. They are read and written as streams, which an
 * interrupt of the thread does not close, as it does channels.
 */
public final class FileStore implements Store {

	private static final String TEMPORARY_SUFFIX = ".tmp";

	/**
	 * A directory is linked to by its parent, by itself and by those in it. File systems
	 * that don't count these say that it is one or two links.
	 */
	private static final int LINKS_OF_PARENT = 3;

	private final Path root;

	private final FileCheck check;

	private final String temporaryInfix = "." + ProcessHandle.current().pid() + "-"
			+ Long.toString(System.nanoTime(), Character.MAX_RADIX) + "-";

	private final AtomicLong temporaryCount = new AtomicLong();

	/** Of the root, which every acquisition looks through. */
	private final SettledNames settledNames = new SettledNames();

	private FileStore(Path root, FileCheck check) {
		this.root = root;
		this.check = check;
	}

	/**
	 * Open the store in the given directory, which is made when missing.
	 * @param root the directory
	 * @param warning takes a text when the locks of its file system can't be trusted
	 * @return the store
	 * @throws io.github.sharedsession.SharedSessionDirectoryException when the directory
	 * can't be used
	 */
	public static FileStore open(Path root, Consumer<String> warning) {
		Path real = RootDirectory.prepare(root);
		String type = RootDirectory.networkFileSystem(real);
		if (type != null) {
			warning.accept("The directory of the shared session, " + root + ", is on a network file system (" + type
					+ ") whose locks can't be trusted. Set shared-session.directory to a local directory.");
		}
		try {
			return new FileStore(real, new FileCheck(real));
		}
		catch (IOException ex) {
			throw RootDirectory.refuse(root, ex);
		}
	}

	@Override
	public StoreLock lock(String name) {
		return new FileStoreLock(path(name), this.check);
	}

	@Override
	public Path path(String name) {
		return name.isEmpty() ? this.root : this.root.resolve(name);
	}

	@Override
	public String address(String name) {
		return path(name).toString();
	}

	@Override
	public StoreLock lock(String name, int number) {
		return new FileStoreLock(path(name), this.check, number);
	}

	@Override
	public StoreNote note(String name) {
		return new FileStoreNote(path(name), this.check);
	}

	@Override
	public byte @Nullable [] read(String name) {
		Path file = path(name);
		try {
			RegularFile found = this.check.regularFile(file);
			return (found != null) ? read(file, found.size()) : null;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (IOException ex) {
			throw FileCheck.refuse(file, ex.toString(), ex);
		}
	}

	private static byte[] read(Path file, long size) throws IOException {
		// Not read first to find out: the heap of a fork may be smaller than that
		if (size > RecordLimit.SIZE) {
			throw FileCheck.refuse(file, "it has " + size + " bytes", null);
		}
		try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			return stream.readNBytes(RecordLimit.SIZE);
		}
	}

	@Override
	public void write(String name, byte[] content) {
		Path file = path(name);
		RecordLimit.check(file.toString(), content);
		Path temporary = path(name + this.temporaryInfix + this.temporaryCount.incrementAndGet() + TEMPORARY_SUFFIX);
		try {
			Files.createFile(temporary, RootDirectory.FILE_PERMISSIONS);
			write(temporary, content, StandardOpenOption.WRITE);
			move(temporary, file);
		}
		catch (IOException ex) {
			try {
				Files.deleteIfExists(temporary);
			}
			catch (IOException suppressed) {
				ex.addSuppressed(suppressed);
			}
			throw new UncheckedIOException("Can't write " + file, ex);
		}
	}

	@Override
	public void append(String name, byte[] content) {
		Path file = path(name);
		try {
			this.check.getOrCreate(file);
			write(file, content, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't append to " + file, ex);
		}
	}

	private static void write(Path file, byte[] content, OpenOption option) throws IOException {
		try (OutputStream stream = Files.newOutputStream(file, option, LinkOption.NOFOLLOW_LINKS)) {
			stream.write(content);
		}
	}

	@Override
	public void move(String source, String target) {
		try {
			move(path(source), path(target));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't rename " + path(source) + " to " + path(target), ex);
		}
	}

	private static void move(Path source, Path target) throws IOException {
		try {
			Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (AtomicMoveNotSupportedException ex) {
			throw new IOException("The file system of " + target + " has no atomic rename", ex);
		}
	}

	@Override
	public void delete(String name) {
		try {
			Files.deleteIfExists(path(name));
		}
		catch (DirectoryNotEmptyException ex) {
			deleteDirectory(name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't delete " + path(name), ex);
		}
	}

	@Override
	public boolean exists(String name) {
		try {
			return FileCheck.key(path(name)) != null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't look for " + path(name), ex);
		}
	}

	@Override
	public List<String> list(String directory) {
		List<String> names = new ArrayList<>();
		Path path = path(directory);
		try {
			if (directory.isEmpty()) {
				listRoot(names);
			}
			else if (this.check.directory(path)) {
				list(path, names);
			}
			return names;
		}
		catch (NoSuchFileException ex) {
			return names;
		}
		catch (IOException | DirectoryIteratorException ex) {
			throw new UncheckedIOException("Can't list " + path,
					(ex instanceof DirectoryIteratorException iteration) ? iteration.getCause() : (IOException) ex);
		}
	}

	private void listRoot(List<String> names) throws IOException {
		BasicFileAttributes root = FileCheck.directoryAttributes(this.root);
		if (root != null && !this.settledNames.addTo(names, root)) {
			list(this.root, names);
			this.settledNames.listed(names, root);
		}
	}

	private static void list(Path directory, List<String> names) throws IOException {
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
			for (Path file : stream) {
				String name = String.valueOf(file.getFileName());
				if (!name.endsWith(TEMPORARY_SUFFIX)) {
					names.add(name);
				}
			}
		}
	}

	@Override
	public boolean hasSingleDirectory(String directory) {
		Path path = path(directory);
		try {
			return FileCheck.links(path) == LINKS_OF_PARENT;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't look for " + path, ex);
		}
	}

	@Override
	public void createDirectory(String directory) {
		createLocalDirectory(directory);
	}

	@Override
	public Path createLocalDirectory(String directory) {
		Path path = path(directory);
		try {
			makeDirectory(this.root);
			Path part = this.root;
			// Each one, as the system follows a link that is not the last part
			for (Path name : this.root.relativize(path)) {
				part = part.resolve(name);
				makeDirectory(part);
			}
			return path;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't make the directory " + path, ex);
		}
	}

	private static void makeDirectory(Path directory) throws IOException {
		if (!FileCheck.isDirectory(directory)) {
			try {
				Files.createDirectory(directory, RootDirectory.DIRECTORY_PERMISSIONS);
			}
			catch (FileAlreadyExistsException ex) {
				// Another fork was faster
				FileCheck.isDirectory(directory);
			}
		}
	}

	@Override
	public void deleteDirectory(String directory) {
		Path path = path(directory);
		if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		try {
			Files.walkFileTree(path, new DeletingVisitor());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't delete the directory " + path, ex);
		}
	}

}
