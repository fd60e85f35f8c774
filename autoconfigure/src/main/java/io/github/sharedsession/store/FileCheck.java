package io.github.sharedsession.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;

import io.github.sharedsession.SharedSessionRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what has a name below the root, before it is opened: opening a pipe would
 * block for ever, a symbolic link leads elsewhere, and what another user owns is not
 * ours.
 */
final class FileCheck {

	private static final String ACTION = "Find out who put it there. When no build is running, the session directory "
			+ "it lies in can be deleted; what it recorded is then not torn down.";

	private final Path root;

	private final Object owner;

	FileCheck(Path root) throws IOException {
		this.root = root;
		this.owner = RootDirectory.owner(root);
	}

	/**
	 * Look for a regular file of this user.
	 * @param file where
	 * @return the file, or {@code null} when nothing is there
	 * @throws SharedSessionRecordException when it is something else
	 */
	@Nullable RegularFile regularFile(Path file) throws IOException {
		Map<String, Object> attributes;
		try {
			attributes = Files.readAttributes(file, "unix:isRegularFile,isDirectory,isSymbolicLink,uid,fileKey,size",
					LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		if (Boolean.TRUE.equals(attributes.get("isSymbolicLink"))) {
			throw refuse(file, "it is a symbolic link, which is never followed", null);
		}
		if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
			throw refuse(file, Boolean.TRUE.equals(attributes.get("isDirectory")) ? "it is a directory"
					: "it is no regular file but a pipe, a socket or a device", null);
		}
		if (!this.owner.equals(attributes.get("uid"))) {
			throw refuse(file, "it belongs to another user (uid " + attributes.get("uid") + ")", null);
		}
		return new RegularFile(Objects.requireNonNull(attributes.get("fileKey")),
				Objects.requireNonNull((Long) attributes.get("size")));
	}

	/**
	 * Look for a regular file of this user, and make an empty one when nothing is there.
	 * @param file where
	 * @return the file
	 * @throws SharedSessionRecordException when it is something else
	 */
	RegularFile getOrCreate(Path file) throws IOException {
		RegularFile found = regularFile(file);
		if (found != null) {
			return found;
		}
		try {
			Files.createFile(file, RootDirectory.FILE_PERMISSIONS);
		}
		catch (FileAlreadyExistsException ex) {
			// Another fork was faster
		}
		RegularFile created = regularFile(file);
		if (created == null) {
			throw new NoSuchFileException(file.toString());
		}
		return created;
	}

	/**
	 * Return what tells a file from any other while it exists.
	 * @param file where
	 * @return the key, or {@code null} when nothing is there
	 */
	static @Nullable Object key(Path file) throws IOException {
		try {
			return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Look for a directory, all of whose parents up to the root are directories too.
	 * @param directory where
	 * @return whether it is there
	 * @throws SharedSessionRecordException when something else is there
	 */
	boolean directory(Path directory) throws IOException {
		if (!isDirectory(this.root)) {
			return false;
		}
		if (directory.equals(this.root)) {
			return true;
		}
		Path path = this.root;
		for (Path name : this.root.relativize(directory)) {
			path = path.resolve(name);
			if (!isDirectory(path)) {
				return false;
			}
		}
		return true;
	}

	static boolean isDirectory(Path path) throws IOException {
		return directoryAttributes(path) != null;
	}

	/**
	 * Look at a directory.
	 * @param path where
	 * @return its attributes, or {@code null} when nothing is there
	 * @throws SharedSessionRecordException when something else is there
	 */
	static @Nullable BasicFileAttributes directoryAttributes(Path path) throws IOException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (!attributes.isDirectory()) {
				throw refuse(path, attributes.isSymbolicLink() ? "it is a symbolic link, which is never followed"
						: "it is not a directory", null);
			}
			return attributes;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Return how many names a file or directory has.
	 * @param path where
	 * @return the number, or 0 when nothing is there
	 */
	static int links(Path path) throws IOException {
		try {
			return (Integer) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return 0;
		}
	}

	static SharedSessionRecordException refuse(Path file, String reason, @Nullable Throwable cause) {
		return new SharedSessionRecordException(
				"The file " + file + " of the shared session can't be used: " + reason + ".", ACTION, cause);
	}

	/**
	 * What a look at a regular file tells.
	 *
	 * @param key tells it from any other file while it exists
	 * @param size how many bytes it had
	 */
	record RegularFile(Object key, long size) {
	}

}
