package io.github.sharedsession.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How to make a database of MySQL or MariaDB once more: the server's own statements for
 * all that it consists of, in the order of {@code mysqldump}, and statements that copy
 * its rows.
 *
 * @param database the name of the database
 * @param options its character set, as an option of {@code create database}
 * @param tables create sequences and tables
 * @param rows copy what they contain
 * @param views create functions, procedures and views
 * @param triggers create triggers and events, which no copied row is to set off
 */
record MySqlDefinition(String database, String options, List<Definition> tables, List<String> rows,
		List<Definition> views, List<Definition> triggers) {

	/** As for {@code mysqldump}: what is there is right. */
	private static final String COPY_MODE = "NO_AUTO_VALUE_ON_ZERO";

	/**
	 * Read a database.
	 * @param source connected to the database
	 * @param database its name
	 */
	static MySqlDefinition read(Connection source, String database) throws SQLException {
		try (MySqlCatalog catalog = new MySqlCatalog(source, database)) {
			List<Definition> tables = new ArrayList<>();
			List<String> rows = new ArrayList<>();
			for (String sequence : catalog.tables("SEQUENCE")) {
				tables.add(new Definition(COPY_MODE, catalog.show("sequence", sequence).sql()));
				rows.add(catalog.setSequence(sequence));
			}
			for (String table : catalog.tables("BASE TABLE", "SYSTEM VERSIONED")) {
				tables.add(new Definition(COPY_MODE, catalog.show("table", table).sql()));
				rows.add(catalog.copyRows(table));
			}
			List<Definition> views = new ArrayList<>(catalog.routines());
			for (String view : catalog.tables("VIEW")) {
				views.add(catalog.show("view", view));
			}
			List<Definition> triggers = new ArrayList<>();
			for (String trigger : catalog
				.names("select trigger_name from information_schema.triggers where trigger_schema = database() "
						+ "order by event_object_table, action_order")) {
				triggers.add(catalog.show("trigger", trigger));
			}
			for (String event : catalog
				.names("select event_name from information_schema.events where event_schema = database()")) {
				triggers.add(catalog.show("event", event));
			}
			return new MySqlDefinition(database, catalog.options(), tables, rows, views, triggers);
		}
	}

	/**
	 * Make the database once more.
	 * @param target connected to an empty database
	 * @param copy the name of that database
	 */
	void replay(Connection target, String copy) throws SQLException {
		// Reads without locks, so that copies can be made side by side
		target.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
		try (Statement statement = target.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute("set session foreign_key_checks = 0, unique_checks = 0, lock_wait_timeout = 30");
			Replay replay = new Replay(statement, this.database, copy);
			for (Definition table : this.tables) {
				replay.run(table);
			}
			target.setAutoCommit(false);
			replay.mode(COPY_MODE);
			for (String row : this.rows) {
				statement.execute(row);
			}
			target.commit();
			target.setAutoCommit(true);
			replay.runInAnyOrder(this.views);
			for (Definition trigger : this.triggers) {
				replay.run(trigger);
			}
		}
	}

	/**
	 * A statement of the server, with the mode in which it was once executed.
	 *
	 * @param mode the {@code sql_mode}
	 * @param sql the statement
	 */
	record Definition(String mode, String sql) {
	}

	/**
	 * Runs statements for another database. The name of a shared database is one that
	 * nothing else has: wherever it stands, the copy is meant.
	 */
	private static final class Replay {

		private final Statement statement;

		private final String database;

		private final String copy;

		private String mode = "";

		Replay(Statement statement, String database, String copy) {
			this.statement = statement;
			this.database = database;
			this.copy = copy;
		}

		void mode(String mode) throws SQLException {
			if (!mode.equals(this.mode)) {
				try (PreparedStatement set = this.statement.getConnection()
					.prepareStatement("set session sql_mode = ?")) {
					set.setString(1, mode);
					set.execute();
				}
				this.mode = mode;
			}
		}

		void run(Definition definition) throws SQLException {
			mode(definition.mode());
			this.statement.execute(definition.sql().replace(this.database, this.copy));
		}

		/** Views may need others, and nobody tells in which order they were made. */
		void runInAnyOrder(List<Definition> definitions) throws SQLException {
			List<Definition> waiting = definitions;
			while (!waiting.isEmpty()) {
				List<Definition> failed = new ArrayList<>();
				SQLException failure = null;
				for (Definition definition : waiting) {
					try {
						run(definition);
					}
					catch (SQLException ex) {
						failed.add(definition);
						failure = ex;
					}
				}
				if (failure != null && failed.size() == waiting.size()) {
					throw failure;
				}
				waiting = failed;
			}
		}

	}

}
