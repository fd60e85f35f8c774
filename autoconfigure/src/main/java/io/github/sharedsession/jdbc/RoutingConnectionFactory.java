package io.github.sharedsession.jdbc;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Leads to the present database of a context. Only the one with which the context has
 * started has the application's pool, if there is one: no connection to a former database
 * can be handed out.
 */
final class RoutingConnectionFactory implements ConnectionFactory, Wrapped<ConnectionFactory> {

	private final ConnectionFactory first;

	private final JdbcConnectionDetails details;

	private final String firstUrl;

	private String presentUrl;

	private ConnectionFactory present;

	RoutingConnectionFactory(ConnectionFactory first, JdbcConnectionDetails details) {
		this.first = first;
		this.details = details;
		this.firstUrl = details.getJdbcUrl();
		this.presentUrl = this.firstUrl;
		this.present = first;
	}

	private synchronized ConnectionFactory present() {
		String url = this.details.getJdbcUrl();
		if (!url.equals(this.presentUrl)) {
			this.present = url.equals(this.firstUrl) ? this.first
					: ConnectionFactories.get(ReactiveConnections.options(this.details));
			this.presentUrl = url;
		}
		return this.present;
	}

	@Override
	public Publisher<? extends Connection> create() {
		return present().create();
	}

	@Override
	public ConnectionFactoryMetadata getMetadata() {
		return this.first.getMetadata();
	}

	@Override
	public @Nullable ConnectionFactory unwrap() {
		return this.first;
	}

}
