package io.github.sharedsession.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A real server for the tests of this JVM and for the forks they start.
 */
public final class Postgres {

	/** Tells forks where the server is. */
	static final String URL_PROPERTY = "test.postgres.url";

	public static final String USER = "postgres";

	private Postgres() {
	}

	/** The URL of the server's own database. */
	public static String url() {
		String url = System.getProperty(URL_PROPERTY);
		if (url == null) {
			url = Holder.SERVER.getJdbcUrl(USER, "postgres").replaceFirst("\\?.*", "");
			System.setProperty(URL_PROPERTY, url);
		}
		return url;
	}

	/** The databases that the library has made and not dropped. */
	static List<String> databases() {
		return query("select datname from pg_database where datname like 'shared\\_session\\_%'");
	}

	/** All connections to databases of the library. */
	static List<String> connections() {
		return query("select datname from pg_stat_activity where datname like 'shared\\_session\\_%'");
	}

	public static List<String> query(String sql) {
		return query(url(), sql);
	}

	static List<String> query(String url, String sql) {
		try (Connection connection = DriverManager.getConnection(url, USER, "");
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			List<String> values = new ArrayList<>();
			while (result.next()) {
				values.add(result.getString(1));
			}
			return values;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static void execute(String sql) {
		try (Connection connection = DriverManager.getConnection(url(), USER, "");
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Holder {

		static final EmbeddedPostgres SERVER = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder()
					.setServerConfig("fsync", "off")
					.setServerConfig("max_prepared_transactions", "1")
					.setServerConfig("max_connections", "200")
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
