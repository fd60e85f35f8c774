package io.github.sharedsession.jdbc;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * How a context connects to its database.
 */
final class DatabaseConnectionDetails implements JdbcConnectionDetails {

	private final DatabaseTemplate template;

	private final String database;

	private final JdbcConnectionDetails details;

	private final Runnable closer;

	DatabaseConnectionDetails(DatabaseTemplate template, String database, JdbcConnectionDetails details) {
		this(template, database, details, () -> {
		});
	}

	private DatabaseConnectionDetails(DatabaseTemplate template, String database, JdbcConnectionDetails details,
			Runnable closer) {
		this.template = template;
		this.database = database;
		this.details = details;
		this.closer = closer;
	}

	DatabaseConnectionDetails onClose(Runnable closer) {
		return new DatabaseConnectionDetails(this.template, this.database, this.details, closer);
	}

	/** The context is closing. */
	void close() {
		this.closer.run();
	}

	@Override
	public @Nullable String getUsername() {
		return this.details.getUsername();
	}

	@Override
	public @Nullable String getPassword() {
		return this.details.getPassword();
	}

	@Override
	public String getJdbcUrl() {
		return this.details.getJdbcUrl();
	}

	@Override
	public String getDriverClassName() {
		return Objects.requireNonNull(this.details.getDriverClassName());
	}

	@Override
	public String toString() {
		return this.database + " at " + this.template.server();
	}

}
