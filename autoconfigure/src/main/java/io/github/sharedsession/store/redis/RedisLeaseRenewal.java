package io.github.sharedsession.store.redis;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.github.sharedsession.store.StoreLostException;
import org.jspecify.annotations.Nullable;

/**
 * Renews the lease of this JVM for as long as it lives, and tells at once when the lease
 * is lost. Over a connection of its own, since a large record may take long on the other.
 */
final class RedisLeaseRenewal implements Runnable {

	/** So that a renewal may fail and there is time for another one. */
	private static final int RENEWALS_PER_LEASE = 3;

	private final RedisLease lease;

	private final Consumer<String> warning;

	/** When the server began to do so at the latest, as its clock does not count. */
	private long renewed;

	private @Nullable RedisConnection connection;

	RedisLeaseRenewal(RedisLease lease, long taken, Consumer<String> warning) {
		this.lease = lease;
		this.renewed = taken;
		this.warning = warning;
	}

	@Override
	public void run() {
		try {
			while (true) {
				LockSupport.parkNanos(this.lease.duration().toNanos() / RENEWALS_PER_LEASE);
				renew();
			}
		}
		catch (StoreLostException ex) {
			disconnect();
			this.warning.accept(ex.getMessage());
		}
	}

	private void renew() {
		while (true) {
			this.lease.checkNotLost();
			long start = System.nanoTime();
			try {
				RedisConnection connection = this.connection;
				if (connection == null) {
					connection = this.lease.connect();
					this.connection = connection;
				}
				this.lease.run(connection, "renew", "", this.lease.duration().toMillis());
				this.renewed = start;
				return;
			}
			catch (IOException ex) {
				disconnect();
				this.lease.pause(this.renewed, ex);
			}
		}
	}

	private void disconnect() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
	}

}
