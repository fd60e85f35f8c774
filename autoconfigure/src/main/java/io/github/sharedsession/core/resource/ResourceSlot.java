package io.github.sharedsession.core.resource;

import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.JvmRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM knows of one resource, over all its class loaders: its lease, and how
 * many contexts and other leases use it. All methods but {@link #guard()} need the guard.
 * Holds only types of the JDK, as its state is shared with other class loaders.
 */
public final class ResourceSlot {

	private static final String RECORD = "record";

	private static final String USES = "uses";

	private static final String HOSTED = "hosted";

	private final ResourceFiles files;

	private final String entryName;

	/** What was decoded last, as it is asked for several times in an acquisition. */
	private @Nullable Lease lease;

	public ResourceSlot(ResourceFiles files) {
		this.files = files;
		this.entryName = "resource:" + files.address();
	}

	public static ResourceSlot of(Session session, String name) {
		return new ResourceSlot(session.files(name));
	}

	public ResourceFiles files() {
		return this.files;
	}

	public ReentrantLock guard() {
		return JvmRegistry.guard(this.entryName);
	}

	private ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(this.entryName);
	}

	public @Nullable ResourceRecord lease() {
		byte[] record = (byte[]) state().get(RECORD);
		if (record == null) {
			return null;
		}
		Lease lease = this.lease;
		if (lease == null || lease.encoded() != record) {
			lease = new Lease(record, ResourceRecord.decode(record, this.files.address()));
			this.lease = lease;
		}
		return lease.record();
	}

	public boolean isLeased() {
		return state().containsKey(RECORD);
	}

	public void startLease(ResourceRecord record) {
		state().put(RECORD, record.encode());
	}

	/** Forget the lease, whose locks have been given back. */
	public void endLease() {
		JvmRegistry.remove(this.entryName);
	}

	/** The resource is served by a host; this JVM neither creates nor destroys it. */
	public void startHostedLease(ResourceRecord record) {
		startLease(record);
		state().put(HOSTED, true);
	}

	boolean isHosted() {
		return state().containsKey(HOSTED);
	}

	public int addUses(int change) {
		int uses = uses() + change;
		state().put(USES, uses);
		return uses;
	}

	int uses() {
		return (Integer) state().getOrDefault(USES, 0);
	}

	/**
	 * A lease with the form in which the JVM knows it.
	 */
	private record Lease(byte[] encoded, ResourceRecord record) {
	}

}
