package io.github.sharedsession.store.jdbc;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.sharedsession.store.MachineFiles;
import io.github.sharedsession.store.RecordLimit;
import io.github.sharedsession.store.RecordName;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import io.github.sharedsession.store.StoreNote;
import org.jspecify.annotations.Nullable;

/**
 * A store in a PostgreSQL database: locks are advisory locks of one connection, records
 * are rows of one table. A directory is a row, too, whose content is null; it is locked
 * while something is written into it, so that nothing outlives its directory. What are
 * files by nature lies in a directory of the machine, as do its numbered locks.
 */
public final class JdbcStore implements Store {

	private static final String TABLE = PostgresConnector.TABLE;

	/** Where local files are: beside the sessions of other builds, and none of them. */
	private static final String LOCAL = "jdbc";

	private static final Duration WATCH_INTERVAL = Duration.ofSeconds(5);

	private static final String IN_DIRECTORY = "(directory = ? OR (directory >= ? AND directory < ?))";

	private final JdbcConnection connection;

	private final MachineFiles machine;

	private JdbcStore(JdbcConnection connection, MachineFiles machine) {
		this.connection = connection;
		this.machine = machine;
	}

	/**
	 * Open the store in the given database. Its table is made when missing.
	 * @param settings the database
	 * @param directory where the files of this machine are
	 * @param warning takes a text when something needs attention, as the loss of the
	 * connection
	 * @return the store
	 * @throws io.github.sharedsession.SharedSessionStoreException when the database can't
	 * be used
	 */
	public static JdbcStore open(JdbcSettings settings, Path directory, Consumer<String> warning) {
		return open(settings, directory, WATCH_INTERVAL, warning);
	}

	static JdbcStore open(JdbcSettings settings, Path directory, Duration watchInterval, Consumer<String> warning) {
		MachineFiles machine = MachineFiles.open(directory, LOCAL, warning);
		JdbcStore store = new JdbcStore(JdbcConnection.open(settings, watchInterval, warning), machine);
		machine.deleteForgotten(store::exists);
		return store;
	}

	@Override
	public StoreLock lock(String name) {
		return new JdbcStoreLock(this.connection, name, address(name));
	}

	@Override
	public StoreLock lock(String name, int number) {
		return this.machine.lock(name, number);
	}

	@Override
	public byte @Nullable [] read(String name) {
		RecordName record = RecordName.of(name);
		return this.connection.query("Can't read " + address(name),
				"SELECT content FROM " + TABLE + " WHERE directory = ? AND name = ? AND content IS NOT NULL",
				ResultSet::getBytes, record.directory(), record.last());
	}

	@Override
	public void write(String name, byte[] content) {
		put(name, "Can't write " + address(name), "excluded.content", content);
	}

	/** A row has no place to write to. */
	@Override
	public StoreNote note(String name) {
		return (content) -> write(name, content);
	}

	@Override
	public void append(String name, byte[] content) {
		put(name, "Can't append to " + address(name), TABLE + ".content || excluded.content", content);
	}

	private void put(String name, String failure, String newContent, byte[] content) {
		RecordLimit.check(address(name), content);
		RecordName record = RecordName.of(name);
		RecordName directory = record.parent();
		int count = this.connection.update(failure,
				"INSERT INTO " + TABLE + " (directory, name, content) SELECT CAST(? AS text), CAST(? AS text), "
						+ "CAST(? AS bytea) FROM " + TABLE
						+ " WHERE directory = ? AND name = ? AND content IS NULL FOR KEY SHARE"
						+ " ON CONFLICT (directory, name) DO UPDATE SET content = " + newContent + " WHERE " + TABLE
						+ ".content IS NOT NULL",
				record.directory(), record.last(), content, directory.directory(), directory.last());
		if (count == 0) {
			throw new UncheckedIOException(failure, new NoSuchFileException(address(record.directory())));
		}
	}

	@Override
	public void move(String source, String target) {
		String failure = "Can't rename " + address(source) + " to " + address(target);
		if (!moveRecord(failure, RecordName.of(source), RecordName.of(target))
				&& !moveDirectory(failure, source, target)) {
			throw new UncheckedIOException(failure, new NoSuchFileException(address(source)));
		}
	}

	private boolean moveRecord(String failure, RecordName source, RecordName target) {
		RecordName directory = target.parent();
		return this.connection.update(failure, "WITH moved AS (DELETE FROM " + TABLE
				+ " WHERE directory = ? AND name = ? AND content IS NOT NULL AND EXISTS (SELECT FROM " + TABLE
				+ " WHERE directory = ? AND name = ? AND content IS NULL) RETURNING content)" + " INSERT INTO " + TABLE
				+ " (directory, name, content)" + " SELECT CAST(? AS text), CAST(? AS text), content FROM moved"
				+ " ON CONFLICT (directory, name) DO UPDATE SET content = excluded.content", source.directory(),
				source.last(), directory.directory(), directory.last(), target.directory(), target.last()) > 0;
	}

	private boolean moveDirectory(String failure, String source, String target) {
		RecordName own = RecordName.of(source);
		RecordName moved = RecordName.of(target);
		int count = this.connection.updateAll(failure, (connection) -> {
			JdbcConnection.update(connection, "UPDATE " + TABLE
					+ " SET directory = CAST(? AS text) || substr(directory, length(?) + 1) WHERE " + IN_DIRECTORY,
					target, source, source, source + "/", source + "0");
			return JdbcConnection.update(connection,
					"UPDATE " + TABLE + " SET directory = ?, name = ? WHERE directory = ? AND name = ?",
					moved.directory(), moved.last(), own.directory(), own.last());
		});
		if (count > 0) {
			this.machine.move(source, target);
		}
		return count > 0;
	}

	@Override
	public void delete(String name) {
		RecordName record = RecordName.of(name);
		this.connection.update("Can't delete " + address(name),
				"DELETE FROM " + TABLE + " WHERE directory = ? AND name = ? AND content IS NOT NULL",
				record.directory(), record.last());
	}

	@Override
	public boolean exists(String name) {
		RecordName record = RecordName.of(name);
		return this.connection.query("Can't look for " + address(name),
				"SELECT 1 FROM " + TABLE + " WHERE directory = ? AND name = ?", ResultSet::getInt, record.directory(),
				record.last()) != null;
	}

	@Override
	public List<String> list(String directory) {
		return this.connection.queryAll("Can't list " + address(directory),
				"SELECT name FROM " + TABLE + " WHERE directory = ? AND name <> ''", ResultSet::getString,
				RecordName.withoutSlash(directory));
	}

	@Override
	public void createDirectory(String name) {
		String directory = RecordName.withoutSlash(name);
		List<Object> names = new ArrayList<>();
		StringBuilder rows = new StringBuilder();
		// From the root, as who makes another one does
		for (int end = 0; end >= 0; end = (end == directory.length()) ? -1 : nextEnd(directory, end)) {
			RecordName part = RecordName.of(directory.substring(0, end));
			names.add(part.directory());
			names.add(part.last());
			rows.append(rows.isEmpty() ? "(?, ?)" : ", (?, ?)");
		}
		this.connection.update("Can't make the directory " + address(directory),
				"INSERT INTO " + TABLE + " (directory, name) VALUES " + rows + " ON CONFLICT DO NOTHING",
				names.toArray());
	}

	private static int nextEnd(String directory, int end) {
		int next = directory.indexOf('/', end + 1);
		return (next < 0) ? directory.length() : next;
	}

	/**
	 * First the directories, which waits for those who are writing into them, then what
	 * they have written.
	 */
	@Override
	public void deleteDirectory(String name) {
		String directory = RecordName.withoutSlash(name);
		RecordName own = RecordName.of(directory);
		this.connection.updateAll("Can't delete the directory " + address(directory), (connection) -> {
			Object[] tree = { own.directory(), own.last(), directory, directory + "/", directory + "0" };
			String sql = "DELETE FROM " + TABLE + " WHERE ((directory = ? AND name = ?) OR " + IN_DIRECTORY + ")";
			return JdbcConnection.update(connection, sql + " AND content IS NULL", tree)
					+ JdbcConnection.update(connection, sql, tree);
		});
		this.machine.deleteDirectory(directory);
	}

	@Override
	public Path createLocalDirectory(String directory) {
		return this.machine.createDirectory(directory);
	}

	@Override
	public Path path(String name) {
		return this.machine.path(name);
	}

	@Override
	public String address(String name) {
		return "'" + name + "' in " + this.connection.address();
	}

}
