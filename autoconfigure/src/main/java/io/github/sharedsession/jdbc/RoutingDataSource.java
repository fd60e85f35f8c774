package io.github.sharedsession.jdbc;

import java.util.function.Function;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Leads to one database after the other. Each has a pool of its own, so that no
 * connection to a former database can be handed out. Not final: aspects may be woven
 * around it.
 */
class RoutingDataSource extends DelegatingDataSource {

	private static final Log logger = LogFactory.getLog(RoutingDataSource.class);

	/** Made by the application, for the database that its context has started with. */
	private final DataSource first;

	private final Function<PresentCopy, DataSource> pools;

	private @Nullable PresentCopy copy;

	private @Nullable DataSource present;

	/**
	 * Create a data source.
	 * @param first leads to the first database
	 * @param pools makes those that lead to the others
	 */
	RoutingDataSource(DataSource first, Function<PresentCopy, DataSource> pools) {
		super(first);
		this.first = first;
		this.pools = pools;
	}

	@Override
	public synchronized DataSource getTargetDataSource() {
		if (this.copy == null) {
			return this.first;
		}
		DataSource present = this.present;
		if (present == null) {
			present = this.pools.apply(this.copy);
			this.present = present;
		}
		return present;
	}

	synchronized void leadTo(PresentCopy copy) {
		if (this.copy == null) {
			Pools.drain(this.first);
		}
		close();
		this.copy = copy;
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
