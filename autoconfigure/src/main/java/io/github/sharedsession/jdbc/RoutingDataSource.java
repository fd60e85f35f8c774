package io.github.sharedsession.jdbc;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Leads to one database after the other. Each has a pool of its own, so that no
 * connection to a former database can be handed out.
 */
final class RoutingDataSource extends DelegatingDataSource {

	private static final Log logger = LogFactory.getLog(RoutingDataSource.class);

	/** Made by the application, for the database that its context has started with. */
	private final DataSource first;

	private @Nullable JdbcConnectionDetails details;

	private @Nullable DataSource present;

	RoutingDataSource(DataSource first) {
		super(first);
		this.first = first;
	}

	@Override
	public synchronized DataSource getTargetDataSource() {
		if (this.details == null) {
			return this.first;
		}
		DataSource present = this.present;
		if (present == null) {
			present = Pools.like(this.first, this.details);
			this.present = present;
		}
		return present;
	}

	synchronized void leadTo(JdbcConnectionDetails details) {
		if (this.details == null) {
			Pools.drain(this.first);
		}
		close();
		this.details = details;
	}

	/**
	 * Close the pool of the present database. That of the first is the application's.
	 */
	synchronized void close() {
		if (this.present instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				logger.warn("The pool of a database that was used by a test could not be closed", ex);
			}
		}
		this.present = null;
	}

}
