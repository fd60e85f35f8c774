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

	/** A spy of Mockito's is a copy, which has this in common with what it spies on. */
	private final Target target = new Target();

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
	public DataSource getTargetDataSource() {
		synchronized (this.target) {
			if (this.target.copy == null) {
				return this.first;
			}
			DataSource pool = this.target.pool;
			if (pool == null) {
				pool = this.pools.apply(this.target.copy);
				this.target.pool = pool;
			}
			return pool;
		}
	}

	void leadTo(PresentCopy copy) {
		synchronized (this.target) {
			if (this.target.copy == null) {
				Pools.drain(this.first);
			}
			close();
			this.target.copy = copy;
		}
	}

	/**
	 * Close the pool of the present database. That of the first is the application's.
	 */
	void close() {
		synchronized (this.target) {
			if (this.target.pool instanceof AutoCloseable closeable) {
				try {
					closeable.close();
				}
				catch (Exception ex) {
					logger.warn("The pool of a database that was used by a test could not be closed", ex);
				}
			}
			this.target.pool = null;
		}
	}

	/** Where it leads, {@code null} for the first database. */
	private static final class Target {

		private @Nullable PresentCopy copy;

		private @Nullable DataSource pool;

	}

}
