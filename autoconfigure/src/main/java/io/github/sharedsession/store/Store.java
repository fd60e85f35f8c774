package io.github.sharedsession.store;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The primitives that the coordinator builds on: locks that the death of their holder
 * frees, and small records. Names are relative paths with {@code /} as separator; a name
 * is either a lock or a record for ever, since reading a lock file would drop the lock.
 * All methods are safe for use by several threads.
 * <p>
 * A store may be in files or on a server, for the JVMs of one machine or of several; but
 * each machine has a directory of its own for what is files by nature. A JVM whose locks
 * a store can't vouch for any more, as after the loss of a connection, gets a
 * {@link StoreLostException} from whatever it calls next, except from giving locks back:
 * so nothing that it writes can be that of a holder.
 */
public interface Store {

	/**
	 * Return the lock of the given name. Nothing is touched before the first try.
	 * @param name the name
	 * @return the lock, the same state for every caller in this JVM
	 */
	StoreLock lock(String name);

	/**
	 * Return one of many locks over the JVMs of this machine, whatever machines the store
	 * is for.
	 * @param name the name that they have in common, which is no lock itself
	 * @param number which of its locks, not negative
	 * @return the lock, the same state for every caller in this JVM
	 */
	StoreLock lock(String name, int number);

	/**
	 * Return a record that only this JVM writes, over and over again.
	 * @param name the name
	 * @return the note, the same state for every caller in this JVM
	 */
	StoreNote note(String name);

	/**
	 * Read a record.
	 * @param name the name
	 * @return its content, or {@code null} when it does not exist
	 */
	byte @Nullable [] read(String name);

	/**
	 * Write a record: a reader sees the old content or the new, never a part.
	 * @param name the name, in a directory that exists
	 * @param content the content
	 */
	void write(String name, byte[] content);

	/**
	 * Add to the end of a record that only this JVM writes.
	 * @param name the name, in a directory that exists
	 * @param content what to add
	 */
	void append(String name, byte[] content);

	/**
	 * Rename a record; one that has the new name is replaced, in one step. Or rename a
	 * directory with all it holds to a name that nothing has.
	 * @param source the name it has
	 * @param target the name it gets
	 */
	void move(String source, String target);

	/**
	 * Delete a record, if it exists.
	 * @param name the name
	 */
	void delete(String name);

	/**
	 * Return whether a record or directory exists.
	 * @param name the name
	 * @return whether it exists
	 */
	boolean exists(String name);

	/**
	 * List the names in a directory.
	 * @param directory the name of the directory, or an empty string for the root
	 * @return the names of its records and directories, in no order and perhaps with
	 * those of locks; empty when there is no such directory
	 */
	List<String> list(String directory);

	/**
	 * Return whether a directory is known to hold a single directory, without listing it.
	 * @param directory the name of the directory
	 * @return {@code false} when it holds another number, does not exist, or is to be
	 * listed to find out
	 */
	default boolean hasSingleDirectory(String directory) {
		return false;
	}

	/**
	 * Make a directory for records and locks, and its missing parents.
	 * @param directory the name of the directory
	 */
	void createDirectory(String directory);

	/**
	 * Delete a directory with all it holds, if it exists, also what it has on this
	 * machine. Symbolic links are removed, not followed.
	 * @param directory the name of the directory
	 */
	void deleteDirectory(String directory);

	/**
	 * Make a directory for files on this machine, and its missing parents.
	 * @param directory the name of the directory
	 * @return where it is
	 */
	Path createLocalDirectory(String directory);

	/**
	 * Return where files of a name are on this machine.
	 * @param name the name
	 * @return the path
	 */
	Path path(String name);

	/**
	 * Tell where a record, lock or directory is, for messages, and to tell it from those
	 * of other stores.
	 * @param name the name
	 * @return its address
	 */
	String address(String name);

}
