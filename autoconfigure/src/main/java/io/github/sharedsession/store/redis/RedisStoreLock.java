package io.github.sharedsession.store.redis;

import java.io.UncheckedIOException;

import io.github.sharedsession.store.ServerLock;

/**
 * A lock that counts for as long as its holder has its lease.
 */
final class RedisStoreLock extends ServerLock {

	private final RedisLease lease;

	private final String name;

	private final String address;

	RedisStoreLock(RedisLease lease, String name, String address) {
		super(lease.locks(), name, address);
		this.lease = lease;
		this.name = name;
		this.address = address;
	}

	@Override
	protected boolean acquire(boolean shared) {
		return this.lease.change("Can't lock " + this.address, "lock", this.name, shared ? "shared" : "exclusive") == 1;
	}

	@Override
	protected void checkHeld() {
		if (!Long.valueOf(1).equals(this.lease.ask("Can't look at " + this.address, "held", this.name))) {
			throw this.lease.lose("the server does not know that it holds " + this.address, null);
		}
	}

	@Override
	protected void checkNotLost() {
		this.lease.checkNotLost();
	}

	@Override
	protected void giveBack(boolean shared) {
		boolean released = false;
		try {
			released = this.lease.change("Can't release " + this.address, "unlock", this.name) == 1;
		}
		catch (UncheckedIOException ex) {
			// The end of the lease releases it as well
		}
		if (!released) {
			this.lease.lose("the server does not know that it held " + this.address, null);
		}
	}

}
