package io.github.sharedsession.store.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.SharedSessionStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a PostgreSQL server, and makes the table of the records when it is missing.
 */
final class PostgresConnector {

	static final String TABLE = "shared_session_records";

	private static final String URL_PREFIX = "jdbc:postgresql:";

	/** The first with {@code ON CONFLICT} and {@code to_regclass(text)}. */
	private static final int OLDEST = 90_600;

	/**
	 * Both sides find out about a cut link in less than half a minute; the server would
	 * otherwise keep the locks of a dead machine for hours.
	 */
	private static final String SESSION_SETTINGS = """
			SELECT count(set_config(name, wanted, false)) FROM pg_settings JOIN (VALUES
				('tcp_keepalives_idle', '10'),
				('tcp_keepalives_interval', '5'),
				('tcp_keepalives_count', '3'),
				('tcp_user_timeout', '25000'),
				('idle_session_timeout', '0'),
				('idle_in_transaction_session_timeout', '0'),
				('statement_timeout', '0'),
				('default_transaction_isolation', 'read committed'),
				('default_transaction_read_only', 'off')) AS settings (setting_name, wanted)
			ON name = setting_name""";

	private static final String SCHEMA_OF_TABLE = "SELECT nspname FROM pg_class JOIN pg_namespace"
			+ " ON pg_namespace.oid = relnamespace WHERE pg_class.oid = to_regclass('" + TABLE + "')";

	private static final String CREATE_TABLE = "CREATE TABLE IF NOT EXISTS " + TABLE
			+ " (directory text COLLATE \"C\" NOT NULL, name text COLLATE \"C\" NOT NULL, content bytea,"
			+ " PRIMARY KEY (directory, name))";

	private PostgresConnector() {
	}

	static Connected connect(JdbcSettings settings) {
		if (!settings.url().startsWith(URL_PREFIX)) {
			throw new SharedSessionConfigurationException(
					"The store of the shared session can't be in " + settings.address() + ", which is no PostgreSQL.",
					"Set shared-session.jdbc.url to a URL that begins with " + URL_PREFIX + ".", null);
		}
		Driver driver = driver(settings);
		Connection connection = null;
		boolean usable = false;
		try {
			connection = driver.connect(settings.url(), properties(settings));
			if (connection == null) {
				throw noDriver(settings);
			}
			Connected server = prepare(settings, connection);
			usable = true;
			return server;
		}
		catch (SQLException ex) {
			throw new SharedSessionStoreException(
					"The store of the shared session, " + settings.address() + ", can't be used: " + ex.getMessage(),
					"Check shared-session.jdbc.url, shared-session.jdbc.username and shared-session.jdbc.password, and "
							+ "whether the server runs and can be reached from this machine.",
					ex);
		}
		finally {
			if (!usable) {
				close(connection);
			}
		}
	}

	/** Not the manager of drivers, which has only those of one class loader. */
	private static Driver driver(JdbcSettings settings) {
		Iterator<Driver> drivers = ServiceLoader.load(Driver.class, PostgresConnector.class.getClassLoader())
			.iterator();
		while (true) {
			try {
				if (!drivers.hasNext()) {
					throw noDriver(settings);
				}
				Driver driver = drivers.next();
				if (driver.acceptsURL(settings.url())) {
					return driver;
				}
			}
			catch (ServiceConfigurationError | SQLException ex) {
				// One of another database
			}
		}
	}

	private static SharedSessionConfigurationException noDriver(JdbcSettings settings) {
		return new SharedSessionConfigurationException(
				"There is no JDBC driver for the store of the shared session, " + settings.address() + ".",
				"Add org.postgresql:postgresql to the test class path.", null);
	}

	/** Defaults: what the URL says counts. */
	private static Properties properties(JdbcSettings settings) {
		Properties properties = new Properties();
		if (settings.username() != null) {
			properties.setProperty("user", settings.username());
		}
		if (settings.password() != null) {
			properties.setProperty("password", settings.password());
		}
		properties.setProperty("ApplicationName", "shared-session pid " + ProcessHandle.current().pid());
		properties.setProperty("connectTimeout", "10");
		properties.setProperty("socketTimeout", "20");
		properties.setProperty("tcpKeepAlive", "true");
		return properties;
	}

	private static Connected prepare(JdbcSettings settings, Connection connection) throws SQLException {
		String version = JdbcConnection.single(connection, "SELECT version()", ResultSet::getString);
		if (!version.startsWith("PostgreSQL ")) {
			// Some speak its protocol and take part in its locks only for show
			throw unusable(settings, "it is no PostgreSQL but " + version, "Use a PostgreSQL server.");
		}
		int number = JdbcConnection.single(connection, "SELECT current_setting('server_version_num')",
				ResultSet::getInt);
		if (number < OLDEST) {
			throw unusable(settings, "it is " + version, "Use PostgreSQL 9.6 or later.");
		}
		if (JdbcConnection.single(connection, "SELECT pg_is_in_recovery()", ResultSet::getBoolean)) {
			throw unusable(settings, "it is a standby server, whose locks the primary does not know",
					"Set shared-session.jdbc.url to the primary.");
		}
		JdbcConnection.single(connection, SESSION_SETTINGS, ResultSet::getInt);
		return new Connected(connection, schema(settings, connection),
				JdbcConnection.single(connection, "SELECT pg_backend_pid()", ResultSet::getInt));
	}

	private static String schema(JdbcSettings settings, Connection connection) throws SQLException {
		String schema = findSchema(connection);
		if (schema == null) {
			createTable(settings, connection);
			schema = findSchema(connection);
		}
		if (schema == null) {
			throw unusable(settings, "its table " + TABLE + " is not in the search path", "Look at the search path.");
		}
		return schema;
	}

	private static @Nullable String findSchema(Connection connection) throws SQLException {
		return JdbcConnection.single(connection, "SELECT (" + SCHEMA_OF_TABLE + ")", ResultSet::getString);
	}

	/**
	 * Two at once would both find it missing, and one would fail in the catalog. With its
	 * root, in which all else lies.
	 */
	private static void createTable(JdbcSettings settings, Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_advisory_xact_lock(" + AdvisoryKey.of("", TABLE) + ")");
			statement.execute(CREATE_TABLE);
			statement.execute("INSERT INTO " + TABLE + " (directory, name) VALUES ('', '') ON CONFLICT DO NOTHING");
			connection.commit();
		}
		catch (SQLException ex) {
			connection.rollback();
			throw new SharedSessionStoreException(
					"The table for the store of the shared session in " + settings.address() + " can't be made: "
							+ ex.getMessage(),
					"Let the user make tables there, set currentSchema in shared-session.jdbc.url to a schema where it "
							+ "may, or make it once: " + CREATE_TABLE + "; INSERT INTO " + TABLE
							+ " (directory, name) VALUES ('', ''); the user needs SELECT, INSERT, UPDATE and DELETE.",
					ex);
		}
		connection.setAutoCommit(true);
	}

	private static SharedSessionStoreException unusable(JdbcSettings settings, String reason, String action) {
		return new SharedSessionStoreException(
				"The store of the shared session, " + settings.address() + ", can't be used: " + reason + ".", action,
				null);
	}

	private static void close(@Nullable Connection connection) {
		if (connection != null) {
			try {
				connection.close();
			}
			catch (SQLException ex) {
				// It was not usable anyway
			}
		}
	}

	/**
	 * A server that a store can be on.
	 *
	 * @param connection the connection
	 * @param schema where the table is
	 * @param backend the process of the server that serves the connection
	 */
	record Connected(Connection connection, String schema, int backend) {
	}

}
