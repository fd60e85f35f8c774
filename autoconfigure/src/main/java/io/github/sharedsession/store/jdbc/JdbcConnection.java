package io.github.sharedsession.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.StoreLostException;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of this JVM to a database, over all its class loaders and threads,
 * which take turns. The server frees the locks of a connection when that ends; as records
 * are written by the same connection, who has lost its locks can't write either. So a
 * connection that has ended is never opened again.
 */
final class JdbcConnection {

	private static final String CONNECTION = "connection";

	private static final String BACKEND = "backend";

	private static final String SCHEMA = "schema";

	private static final String LOST = "lost";

	private static final String LOST_ACTION = "Look for its reason in the log of the server, and at the network: a "
			+ "restart, pg_terminate_backend, a cut link or a pooler between ends connections. End this build and "
			+ "start it again; this JVM takes no part in the session any more. What it was creating has not been "
			+ "published; whoever needs it next destroys what a checkpoint had recorded of it.";

	private final JdbcSettings settings;

	private final String entryName;

	private JdbcConnection(JdbcSettings settings) {
		this.settings = settings;
		this.entryName = "jdbc:" + settings.url() + " " + settings.username();
	}

	/**
	 * Connect, unless this JVM is or was connected.
	 * @param interval how often to look whether the connection is still there
	 * @param warning takes a text when it has gone
	 */
	static JdbcConnection open(JdbcSettings settings, Duration interval, Consumer<String> warning) {
		JdbcConnection connection = new JdbcConnection(settings);
		ReentrantLock guard = connection.guard();
		guard.lock();
		try {
			if (!connection.state().containsKey(CONNECTION)) {
				PostgresConnector.Connected server = PostgresConnector.connect(settings);
				connection.state().put(SCHEMA, server.schema());
				connection.state().put(BACKEND, server.backend());
				connection.state().put(CONNECTION, server.connection());
				connection.watch(interval, warning);
			}
		}
		finally {
			guard.unlock();
		}
		return connection;
	}

	/** Tells at once, and not when this JVM next needs the store. */
	private void watch(Duration interval, Consumer<String> warning) {
		Thread thread = new Thread(() -> {
			while (true) {
				LockSupport.parkNanos(interval.toNanos());
				try {
					check();
				}
				catch (UncheckedIOException ex) {
					warning.accept(ex.getMessage());
					return;
				}
			}
		}, "shared-session-connection");
		thread.setDaemon(true);
		thread.start();
	}

	private ReentrantLock guard() {
		return JvmRegistry.guard(this.entryName);
	}

	private ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(this.entryName);
	}

	/** By the names of locks that this JVM holds, whether they are shared. */
	ConcurrentMap<String, Object> locks() {
		return JvmRegistry.entry(this.entryName + " locks");
	}

	/** The schema of the table, which tells stores in one database apart. */
	String schema() {
		return (String) state().getOrDefault(SCHEMA, "");
	}

	String address() {
		return this.settings.address();
	}

	/**
	 * Ask the server whether the connection, and with it each lock, is still there.
	 * @throws StoreLostException when it is not
	 */
	void check() {
		int backend = call("Can't look at the locks in " + address(),
				(connection) -> single(connection, "SELECT pg_backend_pid()", ResultSet::getInt));
		if (!Integer.valueOf(backend).equals(state().get(BACKEND))) {
			throw lose(
					"statements are executed by one process of the server and then by another, as behind a connection "
							+ "pool that pools transactions",
					null);
		}
	}

	/**
	 * Look whether somebody has found the connection to be lost, without asking the
	 * server.
	 */
	void checkNotLost() {
		String lost = (String) state().get(LOST);
		if (lost != null) {
			throw new StoreLostException(lost, LOST_ACTION, null);
		}
	}

	/** Execute one statement that changes something. */
	int update(String failure, String sql, Object... parameters) {
		return call(failure, (connection) -> update(connection, sql, parameters));
	}

	static int update(Connection connection, String sql, Object... parameters) throws SQLException {
		try (PreparedStatement statement = prepare(connection, sql, parameters)) {
			return statement.executeUpdate();
		}
	}

	/** Return the one value that a query gives, or {@code null} when it gives none. */
	<T> @Nullable T query(String failure, String sql, Column<T> column, Object... parameters) {
		List<T> values = queryAll(failure, sql, column, parameters);
		return values.isEmpty() ? null : values.get(0);
	}

	<T> List<T> queryAll(String failure, String sql, Column<T> column, Object... parameters) {
		return call(failure, (connection) -> all(connection, sql, column, parameters));
	}

	private static <T> List<T> all(Connection connection, String sql, Column<T> column, Object... parameters)
			throws SQLException {
		try (PreparedStatement statement = prepare(connection, sql, parameters);
				ResultSet result = statement.executeQuery()) {
			List<T> values = new ArrayList<>();
			while (result.next()) {
				values.add(column.get(result, 1));
			}
			return values;
		}
	}

	static <T> T single(Connection connection, String sql, Column<T> column, Object... parameters) throws SQLException {
		return all(connection, sql, column, parameters).get(0);
	}

	private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
			throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		for (int i = 0; i < parameters.length; i++) {
			if (parameters[i] instanceof byte[] bytes) {
				statement.setBytes(i + 1, bytes);
			}
			else if (parameters[i] instanceof Long number) {
				statement.setLong(i + 1, number);
			}
			else {
				statement.setString(i + 1, (String) parameters[i]);
			}
		}
		return statement;
	}

	/** Execute several statements, all or none. */
	int updateAll(String failure, Work<Integer> work) {
		return call(failure, (connection) -> {
			connection.setAutoCommit(false);
			boolean done = false;
			try {
				int count = work.run(connection);
				connection.commit();
				done = true;
				return count;
			}
			finally {
				if (!done && !connection.isClosed()) {
					connection.rollback();
				}
				if (!connection.isClosed()) {
					connection.setAutoCommit(true);
				}
			}
		});
	}

	private <T> T call(String failure, Work<T> work) {
		ReentrantLock guard = guard();
		guard.lock();
		try {
			checkNotLost();
			Connection connection = (Connection) Objects.requireNonNull(state().get(CONNECTION));
			try {
				return work.run(connection);
			}
			catch (SQLException ex) {
				if (isLoss(connection, ex)) {
					throw lose(String.valueOf(ex.getMessage()), ex);
				}
				throw new UncheckedIOException(failure, new IOException(ex.getMessage(), ex));
			}
		}
		finally {
			guard.unlock();
		}
	}

	private static boolean isLoss(Connection connection, SQLException ex) {
		String state = String.valueOf(ex.getSQLState());
		try {
			// "57P" are those of an administrator or a crash
			return state.startsWith("08") || state.startsWith("57P") || connection.isClosed();
		}
		catch (SQLException closed) {
			return true;
		}
	}

	/**
	 * From now on this JVM has no lock. The server, if it still knows the connection, is
	 * told to free them.
	 * @return what is to be thrown
	 */
	StoreLostException lose(String reason, @Nullable Throwable cause) {
		String description = "The connection to the store of the shared session, " + address() + ", has been lost, and "
				+ "with it all locks of this JVM: " + reason + ". Others may tear down or create what it uses.";
		if (state().putIfAbsent(LOST, description) == null
				&& state().get(CONNECTION) instanceof Connection connection) {
			locks().clear();
			try {
				connection.abort(Runnable::run);
			}
			catch (SQLException ex) {
				// Then it is closed already
			}
		}
		return new StoreLostException(description, LOST_ACTION, cause);
	}

	/** Something to do with the connection. */
	interface Work<T> {

		T run(Connection connection) throws SQLException;

	}

	/** A column of the type that a result has. */
	interface Column<T> {

		T get(ResultSet result, int column) throws SQLException;

	}

}
