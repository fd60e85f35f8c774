package io.github.sharedsession.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells of databases that nothing has migrated.
 */
final class EmptyDatabases {

	private static final Log logger = LogFactory.getLog(EmptyDatabases.class);

	private static final Set<String> SCHEMAS_OF_SERVERS = Set.of("information_schema", "pg_catalog",
			"performance_schema", "mysql", "sys");

	private EmptyDatabases() {
	}

	/**
	 * Warn when a database has no table. To be called by the fork that has made it, which
	 * is one of the build.
	 * @param database the bean, for the message
	 * @param lookedFor what would have migrated it
	 */
	static void tell(DataSource dataSource, String database, String lookedFor) {
		try {
			if (hasTables(dataSource)) {
				return;
			}
		}
		catch (SQLException ex) {
			logger.debug("Could not look for the tables of a shared database", ex);
			return;
		}
		logger.warn("The database of the " + database + " is empty: nothing has migrated it. Looked for: " + lookedFor
				+ ". Add one of these, or say how the database is migrated, as in "
				+ "SharedDatabase...migratedBy(Migrations.scripts(\"db/schema.sql\")).");
	}

	private static boolean hasTables(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				ResultSet tables = connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
			while (tables.next()) {
				if (isOfUser(tables.getString("TABLE_SCHEM"), tables.getString("TABLE_TYPE"))
						&& !isOfTool(tables.getString("TABLE_NAME"))) {
					return true;
				}
			}
			return false;
		}
	}

	static boolean isOfUser(@Nullable String schema, @Nullable String type) {
		return type != null && !type.startsWith("SYSTEM") && (type.endsWith("TABLE") || type.endsWith("VIEW"))
				&& (schema == null || !SCHEMAS_OF_SERVERS.contains(schema.toLowerCase(Locale.ROOT)));
	}

	/** They make their tables even when they find nothing to run. */
	static boolean isOfTool(String table) {
		String name = table.toLowerCase(Locale.ROOT);
		return name.equals("flyway_schema_history") || name.startsWith("databasechangelog");
	}

}
