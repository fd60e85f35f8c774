package io.github.sharedsession.store.jdbc;

import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.util.concurrent.ConcurrentMap;

import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * An advisory lock that belongs to the connection. PostgreSQL would grant it to its
 * holder again, as often as asked, and let it change its kind; what is held is therefore
 * noted.
 */
final class JdbcStoreLock implements StoreLock {

	private final JdbcConnection connection;

	private final String name;

	private final String address;

	private final long key;

	JdbcStoreLock(JdbcConnection connection, String name, String address) {
		this.connection = connection;
		this.name = name;
		this.address = address;
		this.key = AdvisoryKey.of(connection.schema(), name);
	}

	private ConcurrentMap<String, Object> held() {
		return this.connection.locks();
	}

	@Override
	public boolean tryExclusive() {
		return tryLock("SELECT pg_try_advisory_lock(?)", false);
	}

	@Override
	public boolean tryShared() {
		return tryLock("SELECT pg_try_advisory_lock_shared(?)", true);
	}

	private boolean tryLock(String sql, boolean shared) {
		if (held().containsKey(this.name)) {
			throw new IllegalStateException("This JVM already holds " + this.address);
		}
		boolean granted = isTrue(
				this.connection.query("Can't lock " + this.address, sql, ResultSet::getBoolean, this.key));
		if (granted) {
			held().put(this.name, shared);
		}
		return granted;
	}

	@Override
	public boolean isHeld() {
		if (held().containsKey(this.name)) {
			this.connection.check();
			return true;
		}
		this.connection.checkNotLost();
		return false;
	}

	@Override
	public boolean exists() {
		return true;
	}

	@Override
	public void release() {
		Boolean shared = (Boolean) held().remove(this.name);
		if (shared == null) {
			return;
		}
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

	@Override
	public void close() {
		release();
	}

	private static boolean isTrue(@Nullable Boolean value) {
		return Boolean.TRUE.equals(value);
	}

}
