package io.github.sharedsession.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * How many rows the tables of a database have: what has been committed, unlike the
 * statistics of servers, which come late and count what was rolled back.
 *
 * @param tables the number of rows of each table
 */
record RowCounts(Map<String, Long> tables) {

	private static final Log logger = LogFactory.getLog(RowCounts.class);

	/** Who has so many rows that counting them takes longer isn't told anything. */
	private static final long LIMIT = TimeUnit.MILLISECONDS.toNanos(500);

	/**
	 * Count the rows of a database, if its server is one that is known.
	 * @return the counts, or {@code null} when they can't be had, or not in short time
	 */
	static @Nullable RowCounts of(DatabaseServer server, String database) {
		if (!(server instanceof PostgresDatabaseServer || server instanceof H2DatabaseServer
				|| server instanceof MySqlDatabaseServer)) {
			return null;
		}
		long begun = System.nanoTime();
		JdbcConnectionDetails details = server.connectionDetails(database);
		Map<String, Long> counts = new TreeMap<>();
		try (Connection connection = JdbcConnections.open(details.getJdbcUrl(), details.getUsername(),
				details.getPassword()); Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(1);
			for (String table : tables(connection)) {
				try (ResultSet result = statement.executeQuery("select count(*) from " + table)) {
					result.next();
					counts.put(table, result.getLong(1));
				}
				if (System.nanoTime() - begun > LIMIT) {
					return null;
				}
			}
		}
		catch (SQLException ex) {
			logger.debug("The rows of the shared database " + database + " could not be counted", ex);
			return null;
		}
		return new RowCounts(counts);
	}

	private static List<String> tables(Connection connection) throws SQLException {
		String quote = connection.getMetaData().getIdentifierQuoteString();
		List<String> names = new ArrayList<>();
		try (ResultSet tables = connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
			while (tables.next()) {
				String schema = tables.getString("TABLE_SCHEM");
				String type = tables.getString("TABLE_TYPE");
				if (EmptyDatabases.isOfUser(schema, type) && type.endsWith("TABLE")) {
					names.add(((schema != null) ? quote + schema + quote + "." : "") + quote
							+ tables.getString("TABLE_NAME") + quote);
				}
			}
		}
		return names;
	}

	/** The tables that have more or fewer rows now, or are new, or gone. */
	Set<String> differencesTo(RowCounts now) {
		Set<String> differences = new TreeSet<>(this.tables.keySet());
		differences.addAll(now.tables.keySet());
		differences
			.removeIf((table) -> this.tables.getOrDefault(table, -1L).equals(now.tables.getOrDefault(table, -1L)));
		return differences;
	}

}
