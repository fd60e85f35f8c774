package io.github.sharedsession.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Opens a new connection each time.
 */
final class ConnectionDetailsDataSource extends AbstractDataSource {

	private final JdbcConnectionDetails details;

	ConnectionDetailsDataSource(JdbcConnectionDetails details) {
		this.details = details;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return getConnection(this.details.getUsername(), this.details.getPassword());
	}

	@Override
	public Connection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
		return JdbcConnections.open(this.details.getJdbcUrl(), username, password);
	}

	@Override
	public String toString() {
		return "DataSource of a shared database";
	}

}
