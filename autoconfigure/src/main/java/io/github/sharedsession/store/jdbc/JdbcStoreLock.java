package io.github.sharedsession.store.jdbc;

import java.io.UncheckedIOException;
import java.sql.ResultSet;

import io.github.sharedsession.store.ServerLock;
import org.jspecify.annotations.Nullable;

/**
 * An advisory lock that belongs to the connection.
 */
final class JdbcStoreLock extends ServerLock {

	private final JdbcConnection connection;

	private final String address;

	private final long key;

	JdbcStoreLock(JdbcConnection connection, String name, String address) {
		super(connection.locks(), name, address);
		this.connection = connection;
		this.address = address;
		this.key = AdvisoryKey.of(connection.schema(), name);
	}

	@Override
	protected boolean acquire(boolean shared) {
		return isTrue(this.connection.query("Can't lock " + this.address,
				shared ? "SELECT pg_try_advisory_lock_shared(?)" : "SELECT pg_try_advisory_lock(?)",
				ResultSet::getBoolean, this.key));
	}

	@Override
	protected void checkHeld() {
		this.connection.check();
	}

	@Override
	protected void checkNotLost() {
		this.connection.checkNotLost();
	}

	@Override
	protected void giveBack(boolean shared) {
		boolean released = false;
		try {
			released = isTrue(this.connection.query("Can't release " + this.address,
					shared ? "SELECT pg_advisory_unlock_shared(?)" : "SELECT pg_advisory_unlock(?)",
					ResultSet::getBoolean, this.key));
		}
		catch (UncheckedIOException ex) {
			// The end of the connection releases it as well
		}
		if (!released) {
			this.connection.lose("the server does not know that it held " + this.address, null);
		}
	}

	private static boolean isTrue(@Nullable Boolean value) {
		return Boolean.TRUE.equals(value);
	}

}
