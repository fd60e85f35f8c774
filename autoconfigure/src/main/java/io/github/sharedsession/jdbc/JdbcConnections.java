package io.github.sharedsession.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * Opens connections that no pool holds.
 */
final class JdbcConnections {

	private JdbcConnections() {
	}

	static Connection open(String url, @Nullable String username, @Nullable String password) throws SQLException {
		Properties properties = new Properties();
		if (username != null) {
			properties.setProperty("user", username);
		}
		if (password != null) {
			properties.setProperty("password", password);
		}
		return DriverManager.getConnection(url, properties);
	}

}
