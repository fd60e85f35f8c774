package io.github.sharedsession.sample.shared;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.sharedsession.server.PostgresServer;
import org.flywaydb.core.Flyway;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A database of the application. Data only.
 *
 * @param server where the database is
 * @param name the name of the database
 */
public record OrdersDatabase(PostgresServer.Address server, String name) {

	/**
	 * Who the history of the migrations says has run them.
	 */
	public static final String MIGRATOR = "shared-test-resources";

	private static final String CANNOT_CONNECT = "08001";

	/**
	 * Create the database.
	 * @throws SQLException when that fails
	 */
	void create() throws SQLException {
		execute("create database " + this.name);
	}

	/**
	 * Run the migrations of the application, as the application itself would.
	 */
	void migrate() {
		Flyway.configure()
			.dataSource(this.server.jdbcUrl(this.name), this.server.username(), this.server.password())
			.installedBy(MIGRATOR)
			.load()
			.migrate();
	}

	/**
	 * Drop the database. Does nothing when it is gone, be it with its server.
	 * @throws SQLException when that fails
	 */
	void drop() throws SQLException {
		try {
			execute("drop database if exists " + this.name + " with (force)");
		}
		catch (SQLException ex) {
			if (!CANNOT_CONNECT.equals(ex.getSQLState())) {
				throw ex;
			}
		}
	}

	/**
	 * Return what the auto-configuration of the data source needs to know.
	 * @return the connection details
	 */
	JdbcConnectionDetails connectionDetails() {
		return new OrdersConnectionDetails(this.server.jdbcUrl(this.name), this.server.username(),
				this.server.password());
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(this.server.jdbcUrl(), this.server.username(),
				this.server.password()); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private record OrdersConnectionDetails(String url, String username,
			String password) implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return this.username;
		}

		@Override
		public String getPassword() {
			return this.password;
		}

		@Override
		public String getJdbcUrl() {
			return this.url;
		}

	}

}
