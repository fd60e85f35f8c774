package io.github.sharedsession.jdbc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.r2dbc.spi.ConnectionFactoryOptions;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Tells R2DBC what JDBC is told.
 */
final class ReactiveConnections {

	private static final Pattern URL = Pattern
		.compile("jdbc:(postgresql|mysql|mariadb)://(?:([^:/?,]+|\\[[^]]+])(?::(\\d+))?)?/([^?]*)(?:\\?.*)?");

	private ReactiveConnections() {
	}

	/** The parameters of the URL are the JDBC driver's own. */
	static ConnectionFactoryOptions options(JdbcConnectionDetails details) {
		Matcher matcher = URL.matcher(details.getJdbcUrl());
		if (!matcher.matches()) {
			throw new DatabaseUrlException(
					"What " + details + " is for R2DBC can't be told from its JDBC URL: only URLs of one PostgreSQL, "
							+ "MySQL or MariaDB server can be translated.",
					"Declare R2dbcConnectionDetails yourself, or exclude R2dbcAutoConfiguration if the application "
							+ "uses JDBC.",
					null);
		}
		ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.builder()
			.option(ConnectionFactoryOptions.DRIVER, matcher.group(1))
			.option(ConnectionFactoryOptions.HOST, (matcher.group(2) != null) ? matcher.group(2) : "localhost")
			.option(ConnectionFactoryOptions.DATABASE, matcher.group(4));
		if (matcher.group(3) != null) {
			options.option(ConnectionFactoryOptions.PORT, Integer.parseInt(matcher.group(3)));
		}
		if (details.getUsername() != null) {
			options.option(ConnectionFactoryOptions.USER, details.getUsername());
		}
		if (details.getPassword() != null) {
			options.option(ConnectionFactoryOptions.PASSWORD, details.getPassword());
		}
		return options.build();
	}

}
