package io.github.sharedsession.jdbc;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * How a tool for migrations connects to a shared database. All is {@code null} where the
 * tool is to use the application's {@code DataSource}, which may lead to another copy for
 * each test.
 *
 * @param url the URL of the database
 * @param username the user
 * @param password the password
 */
record MigrationConnection(@Nullable String url, @Nullable String username, @Nullable String password) {

	static MigrationConnection of(JdbcConnectionDetails details, ObjectProvider<DataSource> dataSource) {
		return (dataSource.getIfUnique() != null) ? new MigrationConnection(null, null, null)
				: new MigrationConnection(details.getJdbcUrl(), details.getUsername(), details.getPassword());
	}

}
