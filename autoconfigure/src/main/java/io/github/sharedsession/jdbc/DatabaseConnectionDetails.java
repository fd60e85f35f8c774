package io.github.sharedsession.jdbc;

import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * How a context connects to its database: to the present one, where it uses several one
 * after the other.
 */
final class DatabaseConnectionDetails implements JdbcConnectionDetails {

	private final Supplier<JdbcConnectionDetails> present;

	private final boolean changing;

	private final Runnable closer;

	DatabaseConnectionDetails(Supplier<JdbcConnectionDetails> present, boolean changing, Runnable closer) {
		this.present = present;
		this.changing = changing;
		this.closer = closer;
	}

	/** Whether the context uses several databases one after the other. */
	boolean isChanging() {
		return this.changing;
	}

	/** The context is closing. */
	void close() {
		this.closer.run();
	}

	@Override
	public @Nullable String getUsername() {
		return this.present.get().getUsername();
	}

	@Override
	public @Nullable String getPassword() {
		return this.present.get().getPassword();
	}

	@Override
	public String getJdbcUrl() {
		return this.present.get().getJdbcUrl();
	}

	@Override
	public String getDriverClassName() {
		return Objects.requireNonNull(this.present.get().getDriverClassName());
	}

	@Override
	public String toString() {
		return "shared database";
	}

}
