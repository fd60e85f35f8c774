package io.github.sharedsession.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What each machine has of its own when a store is on a server: what are files by nature,
 * and numbered locks. They lie in a directory beside the sessions of other builds.
 */
public final class MachineFiles {

	/** Longer than any session: one that ended elsewhere leaves its local files here. */
	private static final Duration FORGOTTEN = Duration.ofDays(1);

	private final FileStore files;

	private final String area;

	private MachineFiles(FileStore files, String area) {
		this.files = files;
		this.area = area;
	}

	/**
	 * Open the files of this machine.
	 * @param directory the root of all sessions of this machine
	 * @param area the name of the directory in it, which is none of a session
	 * @param warning takes a text when the locks of its file system can't be trusted
	 * @return the files
	 */
	public static MachineFiles open(Path directory, String area, Consumer<String> warning) {
		return new MachineFiles(FileStore.open(directory, warning), area);
	}

	private String local(String name) {
		return name.isEmpty() ? this.area : this.area + "/" + name;
	}

	/**
	 * Delete the old files of what is on the server no more.
	 * @param exists tells whether a name is on the server
	 */
	public void deleteForgotten(Predicate<String> exists) {
		for (String name : this.files.list(this.area)) {
			if (!exists.test(name) && isOld(path(name))) {
				deleteDirectory(name);
			}
		}
	}

	private static boolean isOld(Path directory) {
		try {
			return Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS)
				.toInstant()
				.isBefore(Instant.now().minus(FORGOTTEN));
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Return a lock over the JVMs of this machine.
	 * @param name the name that such locks have in common
	 * @param number which of them
	 * @return the lock
	 */
	public StoreLock lock(String name, int number) {
		return this.files.lock(name, number);
	}

	/**
	 * Make a directory.
	 * @param name the name
	 * @return where it is
	 */
	public Path createDirectory(String name) {
		return this.files.createLocalDirectory(local(name));
	}

	/**
	 * Return where files of a name are.
	 * @param name the name
	 * @return the path
	 */
	public Path path(String name) {
		return this.files.path(local(name));
	}

	/**
	 * Rename a directory, if it exists.
	 * @param source the name it has
	 * @param target the name it gets
	 */
	public void move(String source, String target) {
		if (this.files.exists(local(source))) {
			this.files.createDirectory(local(RecordName.of(target).directory()));
			this.files.move(local(source), local(target));
		}
	}

	/**
	 * Delete a directory, if it exists.
	 * @param name the name
	 */
	public void deleteDirectory(String name) {
		this.files.deleteDirectory(local(name));
	}

}
