package io.github.sharedsession.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The databases of a PostgreSQL server, from version 10 on. A clone is made by the
 * server, from a template that lets nobody in.
 */
final class PostgresDatabaseServer implements DatabaseServer {

	private static final Pattern URL = Pattern.compile("(jdbc:postgresql:)(//[^/?]*/?)?([^?]*)(\\?.*)?");

	private static final int OLDEST_VERSION = 10;

	private static final int FIRST_VERSION_WITH_FORCE = 13;

	private static final int FIRST_VERSION_WITH_STRATEGY = 15;

	private static final long LARGE = 64 * 1024 * 1024;

	private static final String OBJECT_IN_USE = "55006";

	private static final int ATTEMPTS = 3;

	private final ServerAddress address;

	PostgresDatabaseServer(ServerAddress address) {
		this.address = address;
		url("any");
	}

	static PostgresDatabaseServer of(DatabaseTemplate template) {
		return new PostgresDatabaseServer(template.server());
	}

	@Override
	public JdbcConnectionDetails connectionDetails(String database) {
		return new AddressedDetails(url(database), this.address);
	}

	private String url(String database) {
		Matcher matcher = URL.matcher(this.address.url());
		if (!matcher.matches()) {
			throw new DatabaseUrlException(
					"A shared PostgreSQL database has the URL " + this.address
							+ ", which does not begin with 'jdbc:postgresql:'.",
					"Give the JDBC URL of the server, as jdbc:postgresql://localhost/.", null);
		}
		String host = (matcher.group(2) != null) ? matcher.group(2) : "";
		String parameters = (matcher.group(4) != null) ? matcher.group(4) : "";
		return matcher.group(1) + host + ((host.isEmpty() || host.endsWith("/")) ? "" : "/") + database + parameters;
	}

	@Override
	public void create(String database) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			int version = connection.getMetaData().getDatabaseMajorVersion();
			if (version < OLDEST_VERSION) {
				throw new DatabaseVersionException(
						"The PostgreSQL server at " + this.address + " has version " + version + ".",
						"Use version " + OLDEST_VERSION + " or later.", null);
			}
			statement.execute("create database " + database);
		}
	}

	@Override
	public void seal(String database) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute("alter database " + database + " with allow_connections false");
			disconnectAll(connection, database);
		}
	}

	@Override
	public void copy(String database, String copy) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (int attempt = 1;; attempt++) {
				try {
					statement
						.execute("create database " + copy + " template " + database + strategy(connection, database));
					return;
				}
				catch (SQLException ex) {
					if (!OBJECT_IN_USE.equals(ex.getSQLState()) || attempt == ATTEMPTS) {
						throw ex;
					}
					disconnectAll(connection, database);
				}
			}
		}
	}

	/**
	 * Copying files beats copying pages through the log for large databases, 575 to 1004
	 * ms for 333 MB; for small ones both take the same time, and the log needs no
	 * checkpoint, for which others would have to wait.
	 */
	private static String strategy(Connection connection, String database) throws SQLException {
		if (connection.getMetaData().getDatabaseMajorVersion() < FIRST_VERSION_WITH_STRATEGY) {
			return "";
		}
		try (PreparedStatement statement = connection.prepareStatement("select pg_database_size(?)")) {
			statement.setString(1, database);
			try (ResultSet result = statement.executeQuery()) {
				return (result.next() && result.getLong(1) > LARGE) ? " strategy file_copy" : "";
			}
		}
	}

	@Override
	public void drop(String database) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			String sql = "drop database if exists " + database;
			if (connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WITH_FORCE) {
				statement.execute(sql + " with (force)");
				return;
			}
			for (int attempt = 1;; attempt++) {
				disconnectAll(connection, database);
				try {
					statement.execute(sql);
					return;
				}
				catch (SQLException ex) {
					if (!OBJECT_IN_USE.equals(ex.getSQLState()) || attempt == ATTEMPTS) {
						throw ex;
					}
				}
			}
		}
	}

	@Override
	public void keep(String database, String name) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			disconnectAll(connection, database);
			statement.execute("alter database " + database + " rename to " + name);
		}
	}

	@Override
	public List<String> find(String prefix) throws SQLException {
		try (Connection connection = connect();
				PreparedStatement statement = connection
					.prepareStatement("select datname from pg_database where left(datname, length(?)) = ?")) {
			statement.setString(1, prefix);
			statement.setString(2, prefix);
			List<String> databases = new ArrayList<>();
			try (ResultSet result = statement.executeQuery()) {
				while (result.next()) {
					databases.add(result.getString(1));
				}
			}
			return databases;
		}
	}

	private Connection connect() throws SQLException {
		return JdbcConnections.open(this.address.url(), this.address.username(), this.address.password());
	}

	private static void disconnectAll(Connection connection, String database) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")) {
			statement.setString(1, database);
			statement.execute();
		}
	}

}
