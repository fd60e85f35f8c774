package io.github.sharedsession.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBeanCallback;

/**
 * Migrations by any code, which can't be looked into and so has a version.
 */
final class CallbackMigrations implements Migrations {

	private final String version;

	private final SharedBeanCallback<DataSource> callback;

	CallbackMigrations(String version, SharedBeanCallback<DataSource> callback) {
		this.version = Objects.requireNonNull(version, "'version' must not be null");
		this.callback = Objects.requireNonNull(callback, "'callback' must not be null");
	}

	@Override
	public Collection<String> inputs() {
		return List.of(Inputs.text("version", this.version));
	}

	@Override
	public void migrate(DataSource dataSource) throws Exception {
		this.callback.call(dataSource);
	}

}
