package io.github.sharedsession.jdbc;

import java.sql.SQLException;

/**
 * What it means that a server refuses something.
 */
enum Refusal {

	/** There is no connection left, for this user or for anybody. */
	CONNECTION_LIMIT,

	/** The user has no right to do it. */
	PRIVILEGE,

	/** The disk is full. */
	DISK_FULL,

	/** Somebody else uses the database. */
	IN_USE,

	/** No connection, or not for this user. */
	UNREACHABLE,

	/** Anything else. */
	OTHER;

	static Refusal of(ServerAddress server, SQLException ex) {
		Refusal refusal = MySqlDatabaseServer.isAt(server) ? ofMySql(ex) : ofState(state(ex));
		return (refusal == OTHER && (state(ex).startsWith("08") || state(ex).startsWith("28"))) ? UNREACHABLE : refusal;
	}

	private static String state(SQLException ex) {
		return (ex.getSQLState() != null) ? ex.getSQLState() : "";
	}

	private static Refusal ofState(String state) {
		return switch (state) {
			case "53300" -> CONNECTION_LIMIT;
			case "42501" -> PRIVILEGE;
			case "53100" -> DISK_FULL;
			case "55006" -> IN_USE;
			default -> OTHER;
		};
	}

	/** Its states tell little. */
	private static Refusal ofMySql(SQLException ex) {
		return switch (ex.getErrorCode()) {
			case 1040, 1203, 1226 -> CONNECTION_LIMIT;
			case 1044, 1142, 1143, 1227, 1370 -> PRIVILEGE;
			case 1021, 1114 -> DISK_FULL;
			case 1205 -> IN_USE;
			case 1129, 1130 -> UNREACHABLE;
			default -> isOutOfSpace(String.valueOf(ex.getMessage())) ? DISK_FULL : OTHER;
		};
	}

	/** There are many codes for what is a failure of the operating system. */
	private static boolean isOutOfSpace(String message) {
		return message.contains("No space left on device") || message.contains("Got error 28 ");
	}

}
