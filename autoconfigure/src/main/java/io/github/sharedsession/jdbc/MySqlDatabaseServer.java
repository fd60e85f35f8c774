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
 * The databases of a MySQL or MariaDB server. Neither can clone a database: a copy is
 * made by running again what the server tells of the definitions, and copying the rows
 * within the server. Compared for 200 tables, that takes half the time of
 * {@code create table ... like}, to which foreign keys would have to be added.
 */
final class MySqlDatabaseServer implements DatabaseServer {

	private static final Pattern URL = Pattern.compile("(jdbc:(?:mysql|mariadb)[^/?]*//[^/?]*)(/[^?]*)?(\\?.*)?");

	private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

	private static final int OLDEST_MYSQL = 800;

	private static final int OLDEST_MARIADB = 1006;

	private static final int LOCK_WAIT_TIMEOUT = 1205;

	private static final List<Integer> GONE_OR_NOT_OURS = List.of(1094, 1095);

	private static final int ATTEMPTS = 3;

	private final ServerAddress address;

	MySqlDatabaseServer(ServerAddress address) {
		this.address = address;
		url("any");
	}

	static MySqlDatabaseServer of(DatabaseTemplate template) {
		return new MySqlDatabaseServer(template.server());
	}

	static boolean isAt(ServerAddress address) {
		return URL.matcher(address.url()).matches();
	}

	@Override
	public JdbcConnectionDetails connectionDetails(String database) {
		return new AddressedDetails(url(database), this.address);
	}

	private String url(String database) {
		Matcher matcher = URL.matcher(this.address.url());
		if (!matcher.matches()) {
			throw new DatabaseUrlException(
					"A shared MySQL or MariaDB database has the URL " + this.address
							+ ", which begins neither with 'jdbc:mysql:' nor with 'jdbc:mariadb:'.",
					"Give the JDBC URL of the server, as jdbc:mysql://localhost/ or jdbc:mariadb://localhost/.", null);
		}
		String parameters = (matcher.group(3) != null) ? matcher.group(3) : "";
		return matcher.group(1) + "/" + database + parameters;
	}

	@Override
	public void create(String database) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			requireVersion(statement);
			statement.execute("create database " + database);
		}
	}

	/** What the driver tells of the version is not the same for all of them. */
	private void requireVersion(Statement statement) throws SQLException {
		try (ResultSet result = statement.executeQuery("select version()")) {
			String version = result.next() ? String.valueOf(result.getString(1)) : "";
			Matcher matcher = VERSION.matcher(version);
			int number = matcher.matches()
					? Integer.parseInt(matcher.group(1)) * 100 + Integer.parseInt(matcher.group(2)) : 0;
			if (number < (version.contains("MariaDB") ? OLDEST_MARIADB : OLDEST_MYSQL)) {
				throw new DatabaseVersionException("The server at " + this.address + " has version " + version + ".",
						"Use MySQL 8.0, MariaDB 10.6, or later.", null);
			}
		}
	}

	/** Nobody can be kept from connecting, but those who do already are not needed. */
	@Override
	public void seal(String database) throws SQLException {
		try (Connection connection = connect()) {
			disconnectAll(connection, database);
		}
	}

	@Override
	public void copy(String database, String copy) throws SQLException {
		MySqlDefinition definition;
		// Connected to the database, the server leaves its name out
		try (Connection source = connect(url(database))) {
			definition = MySqlDefinition.read(source, database);
		}
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute("create database " + copy + definition.options());
		}
		try (Connection target = connect(url(copy))) {
			definition.replay(target, copy);
		}
	}

	@Override
	public void drop(String database) throws SQLException {
		// The user may not even have the right to drop nothing
		if (!find(database).contains(database)) {
			return;
		}
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			// An open transaction holds the tables that it has touched
			statement.execute("set session lock_wait_timeout = 5");
			for (int attempt = 1;; attempt++) {
				disconnectAll(connection, database);
				try {
					statement.execute("drop database " + database);
					return;
				}
				catch (SQLException ex) {
					if (ex.getErrorCode() != LOCK_WAIT_TIMEOUT || attempt == ATTEMPTS) {
						throw ex;
					}
				}
			}
		}
	}

	/** Databases can't be renamed, and tables with triggers can't be moved. */
	@Override
	public void keep(String database, String name) throws SQLException {
		try (Connection connection = connect()) {
			disconnectAll(connection, database);
		}
		copy(database, name);
		drop(database);
	}

	@Override
	public List<String> find(String prefix) throws SQLException {
		try (Connection connection = connect();
				PreparedStatement statement = connection.prepareStatement(
						"select schema_name from information_schema.schemata where locate(?, schema_name) = 1")) {
			statement.setString(1, prefix);
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
		return connect(this.address.url());
	}

	private Connection connect(String url) throws SQLException {
		return JdbcConnections.open(url, this.address.username(), this.address.password());
	}

	private static void disconnectAll(Connection connection, String database) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			List<Long> ids = new ArrayList<>();
			try (ResultSet result = statement.executeQuery("show processlist")) {
				while (result.next()) {
					if (database.equals(result.getString("db"))) {
						ids.add(result.getLong("Id"));
					}
				}
			}
			for (long id : ids) {
				kill(statement, id);
			}
		}
	}

	private static void kill(Statement statement, long id) throws SQLException {
		try {
			statement.execute("kill " + id);
		}
		catch (SQLException ex) {
			if (!GONE_OR_NOT_OURS.contains(ex.getErrorCode())) {
				throw ex;
			}
		}
	}

}
