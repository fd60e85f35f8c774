package io.github.sharedsession.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.sharedsession.SharedSessionDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds all sessions of one user: made and kept owner-only, and
 * refused when another user could have put something there.
 */
final class RootDirectory {

	static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_PERMISSIONS = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	static final FileAttribute<Set<PosixFilePermission>> FILE_PERMISSIONS = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	private static final String OWNER = "unix:uid";

	/** Their locks are emulated, cached or not passed between machines. */
	private static final Set<String> NETWORK_FILE_SYSTEMS = Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smbfs",
			"smb3", "fuse.sshfs", "9p", "afs", "davfs", "fuse.davfs2", "vboxsf", "fuse.vmhgfs-fuse", "afpfs", "webdav");

	private RootDirectory() {
	}

	/**
	 * Make the directory if needed, and check it.
	 * @param root the directory
	 * @return its real path
	 * @throws SharedSessionDirectoryException when it can't be used
	 */
	static Path prepare(Path root) {
		if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
			throw refuse(root, "this operating system has no POSIX file permissions, and Windows is not supported yet",
					"Run the tests on Linux or macOS, or set shared-session.enabled=false.", null);
		}
		try {
			create(root);
			check(root, Files.readAttributes(root, "unix:isDirectory,isSymbolicLink,uid,permissions",
					LinkOption.NOFOLLOW_LINKS));
			return root.toRealPath();
		}
		catch (IOException ex) {
			throw refuse(root, ex);
		}
	}

	private static void check(Path root, Map<String, Object> attributes) throws IOException {
		if (!Boolean.TRUE.equals(attributes.get("isDirectory"))) {
			throw refuse(root,
					Boolean.TRUE.equals(attributes.get("isSymbolicLink")) ? "it is a symbolic link"
							: "it is not a directory",
					"Remove it, or set shared-session.directory to a directory of your own.", null);
		}
		// By their numbers: for the name the system may have to ask another machine
		if (!ownUser(null).equals(attributes.get("uid"))) {
			throw refuse(root, "it belongs to user '" + Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).getName() + "'",
					"Set shared-session.directory to a directory of your own.", null);
		}
		Set<?> permissions = Objects.requireNonNull((Set<?>) attributes.get("permissions"));
		if (permissions.contains(PosixFilePermission.GROUP_WRITE)
				|| permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
			throw refuse(root,
					"other users can write to it (" + PosixFilePermissions
						.toString(Files.getPosixFilePermissions(root, LinkOption.NOFOLLOW_LINKS)) + ")",
					"Run 'chmod 700 " + root + "' after a look at what it holds, or set "
							+ "shared-session.directory to another directory.",
					null);
		}
	}

	static SharedSessionDirectoryException refuse(Path root, IOException ex) {
		return refuse(root, ex.toString(),
				"Make it writable for this user, or set shared-session.directory to a directory that is.", ex);
	}

	/**
	 * Return the type of the file system when its locks can't be trusted.
	 * @param root the directory
	 * @return the type, or {@code null} when it is a local file system
	 */
	static @Nullable String networkFileSystem(Path root) {
		try {
			FileStore store = Files.getFileStore(root);
			return NETWORK_FILE_SYSTEMS.contains(store.type()) ? store.type() : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static void create(Path root) throws IOException {
		if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		Path parent = root.toAbsolutePath().getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		try {
			Files.createDirectory(root, DIRECTORY_PERMISSIONS);
		}
		catch (java.nio.file.FileAlreadyExistsException ex) {
			// Another fork was faster; what it made is checked like anything else
		}
	}

	/**
	 * Return the number of the user who runs this JVM.
	 * @param writable a directory where a file can be made, or {@code null} for that of
	 * the JVM's temporary files
	 */
	static Object ownUser(@Nullable Path writable) throws IOException {
		// The user name of the JVM is "?" in a container whose user has no entry; a file
		// tells
		Path self = Path.of("/proc/self");
		if (Files.isDirectory(self)) {
			return Files.getAttribute(self, OWNER);
		}
		Path probe = (writable != null) ? Files.createTempFile(writable, "shared-session", null)
				: Files.createTempFile("shared-session", null);
		try {
			return owner(probe);
		}
		finally {
			Files.delete(probe);
		}
	}

	/** Return the number of the user who owns a file. */
	static Object owner(Path file) throws IOException {
		return Files.getAttribute(file, OWNER, LinkOption.NOFOLLOW_LINKS);
	}

	private static SharedSessionDirectoryException refuse(Path root, String reason, String action,
			@Nullable Throwable cause) {
		return new SharedSessionDirectoryException(
				"The directory of the shared session, " + root + ", can't be used: " + reason + ".", action, cause);
	}

}
