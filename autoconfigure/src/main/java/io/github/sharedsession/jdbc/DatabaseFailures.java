package io.github.sharedsession.jdbc;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Says what a server's refusal means.
 */
final class DatabaseFailures {

	private DatabaseFailures() {
	}

	/**
	 * Run what asks a server for something.
	 * @param what what is asked for, as "create the database"
	 * @param template tells where the server is
	 * @param database the database that is concerned
	 * @param call asks the server
	 */
	static void run(String what, DatabaseTemplate template, String database, SqlCall call) {
		try {
			call.run();
		}
		catch (SQLException ex) {
			throw translate("Can't " + what + " '" + database + "' at " + template.server() + ": ", template.server(),
					ex);
		}
	}

	private static SharedDatabaseException translate(String start, ServerAddress server, SQLException failure) {
		String text = String.valueOf(failure.getMessage());
		// That there is no driver is told with the whole URL, which may have a password
		boolean quotesUrl = text.contains(server.url());
		String message = start + (quotesUrl ? text.replace(server.url(), server.publicUrl()) : text);
		@Nullable SQLException ex = quotesUrl ? null : failure;
		return switch (Refusal.of(server, failure)) {
			case CONNECTION_LIMIT -> new DatabaseConnectionLimitException(message,
					"Raise the limit of the server (max_connections), or let each pool have fewer connections: "
							+ "spring.datasource.hikari.maximum-pool-size, and minimum-idle=0. Each context of each "
							+ "fork has a pool.",
					ex);
			case PRIVILEGE -> new DatabasePrivilegeException(message,
					"Give the user the right to create databases (" + grant(server) + "), or use another user.", ex);
			case DISK_FULL -> new DatabaseDiskFullException(message,
					"Make space on the server's disk. Fewer forks or a wider DatabaseCopy need fewer copies.", ex);
			case IN_USE -> new DatabaseTemplateInUseException(message,
					"Look who connects to that database, or has left a prepared transaction there; nobody but the "
							+ "library should.",
					ex);
			case UNREACHABLE -> new DatabaseUnreachableException(message,
					"Look whether the server runs, whether URL, user and password are right, and "
							+ "whether its driver is on the class path.",
					ex);
			case OTHER -> new SharedDatabaseException(message, "Mend what the server says.", ex);
		};
	}

	private static String grant(ServerAddress server) {
		return MySqlDatabaseServer.isAt(server) ? "grant all on `shared\\_session\\_%`.* to ..."
				: "alter role ... createdb";
	}

	/**
	 * Asks a server for something.
	 */
	interface SqlCall {

		void run() throws SQLException;

	}

}
