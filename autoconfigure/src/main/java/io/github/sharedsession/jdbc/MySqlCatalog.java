package io.github.sharedsession.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.sharedsession.jdbc.MySqlDefinition.Definition;
import org.jspecify.annotations.Nullable;

/**
 * What a MySQL or MariaDB server tells of the database that a connection is connected to.
 */
final class MySqlCatalog implements AutoCloseable {

	private final Statement statement;

	private final String database;

	private final Map<String, List<String>> tables = new LinkedHashMap<>();

	private final Map<String, List<String>> columns = new LinkedHashMap<>();

	MySqlCatalog(Connection connection, String database) throws SQLException {
		this.statement = connection.createStatement();
		this.database = database;
		group("select table_type, table_name from information_schema.tables where table_schema = database()",
				this.tables);
		// Those that are computed can't be written
		group("select table_name, column_name from information_schema.columns where table_schema = database() "
				+ "and coalesce(generation_expression, '') = '' order by table_name, ordinal_position", this.columns);
	}

	private void group(String sql, Map<String, List<String>> groups) throws SQLException {
		try (ResultSet result = this.statement.executeQuery(sql)) {
			while (result.next()) {
				groups.computeIfAbsent(result.getString(1), (name) -> new ArrayList<>()).add(result.getString(2));
			}
		}
	}

	/** The tables of the given types. */
	List<String> tables(String... types) {
		List<String> names = new ArrayList<>();
		for (String type : types) {
			names.addAll(this.tables.getOrDefault(type, List.of()));
		}
		return names;
	}

	/** The first column of a result. */
	List<String> names(String sql) throws SQLException {
		try (ResultSet result = this.statement.executeQuery(sql)) {
			List<String> names = new ArrayList<>();
			while (result.next()) {
				names.add(result.getString(1));
			}
			return names;
		}
	}

	/** The character set of the database. */
	String options() throws SQLException {
		return names("select concat(' character set ', default_character_set_name, ' collate ', "
				+ "default_collation_name) from information_schema.schemata where schema_name = database()")
			.get(0);
	}

	/** All functions and procedures. */
	List<Definition> routines() throws SQLException {
		Map<String, List<String>> routines = new LinkedHashMap<>();
		group("select routine_type, routine_name from information_schema.routines where routine_schema = database() "
				+ "order by routine_type, routine_name", routines);
		List<Definition> definitions = new ArrayList<>();
		for (Map.Entry<String, List<String>> type : routines.entrySet()) {
			for (String name : type.getValue()) {
				definitions.add(show(type.getKey(), name));
			}
		}
		return definitions;
	}

	/**
	 * The statement that makes something.
	 * @param type what it is, as {@code table}
	 * @param name its name
	 */
	Definition show(String type, String name) throws SQLException {
		try (ResultSet result = this.statement.executeQuery("show create " + type + " " + quote(name))) {
			if (!result.next()) {
				throw new SQLException("There is no " + type + " " + name + " any more");
			}
			ResultSetMetaData columns = result.getMetaData();
			String mode = "";
			String sql = null;
			for (int i = 1; i <= columns.getColumnCount(); i++) {
				String label = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
				if (label.equals("sql_mode")) {
					mode = notNull(result.getString(i));
				}
				if (label.startsWith("create ") || label.equals("sql original statement")) {
					sql = result.getString(i);
				}
			}
			if (sql == null) {
				throw new SQLException("The user may not see how the " + type + " '" + name + "' is made", "42000",
						1044);
			}
			return new Definition(mode, sql);
		}
	}

	private static String notNull(@Nullable String value) {
		return (value != null) ? value : "";
	}

	/** The statement that copies all rows of a table to where it is executed. */
	String copyRows(String table) {
		String columns = String.join(", ",
				this.columns.getOrDefault(table, List.of()).stream().map(MySqlCatalog::quote).toList());
		return "insert into " + quote(table) + " (" + columns + ") select " + columns + " from " + quote(this.database)
				+ "." + quote(table);
	}

	/** The statement that lets a sequence go on where this one is. */
	String setSequence(String sequence) throws SQLException {
		String next = names("select next_not_cached_value from " + quote(sequence)).get(0);
		return "do setval(" + quote(sequence) + ", " + next + ", 0)";
	}

	private static String quote(String name) {
		return "`" + name.replace("`", "``") + "`";
	}

	@Override
	public void close() throws SQLException {
		this.statement.close();
	}

}
