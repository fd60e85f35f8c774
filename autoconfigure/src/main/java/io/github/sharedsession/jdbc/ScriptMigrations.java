package io.github.sharedsession.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.util.ResourceUtils;

/**
 * SQL scripts.
 */
final class ScriptMigrations implements Migrations {

	private static final String POSTGRES = "PostgreSQL";

	private final List<String> locations;

	ScriptMigrations(List<String> locations) {
		this.locations = locations.stream().map(ScriptMigrations::withPrefix).toList();
	}

	private static String withPrefix(String location) {
		return ResourceUtils.isUrl(location) ? location
				: ResourceUtils.CLASSPATH_URL_PREFIX + location.replaceFirst("^/+", "");
	}

	@Override
	public Collection<String> inputs() {
		return this.locations;
	}

	@Override
	public void migrate(DataSource dataSource) throws Exception {
		DefaultResourceLoader loader = new DefaultResourceLoader();
		try (Connection connection = dataSource.getConnection()) {
			boolean postgres = POSTGRES.equals(connection.getMetaData().getDatabaseProductName());
			for (String location : this.locations) {
				Resource resource = loader.getResource(location);
				if (postgres) {
					// Its driver knows where a statement ends, also with a function's
					// body in it
					execute(connection, location, resource.getContentAsString(StandardCharsets.UTF_8));
				}
				else {
					ScriptUtils.executeSqlScript(connection, new EncodedResource(resource, StandardCharsets.UTF_8));
				}
			}
		}
	}

	private static void execute(Connection connection, String location, String script) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(script);
		}
		catch (SQLException ex) {
			throw new SQLException("The script " + location + " failed: " + ex.getMessage(), ex.getSQLState(), ex);
		}
	}

}
