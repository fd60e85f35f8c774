package io.github.sharedsession.core.acquire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.resource.Release;
import io.github.sharedsession.core.resource.ResourceSlot;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.StoreLock;

/**
 * Leases what a resource was made with, for as long as the resource itself is leased.
 */
public final class DependencyLeases {

	private final Session session;

	private final Waiting waiting;

	DependencyLeases(Session session, Waiting waiting) {
		this.session = session;
		this.waiting = waiting;
	}

	/**
	 * Lease all dependencies of a record, or none.
	 * @return {@code false} when one has gone, so that what depends on it is an orphan
	 */
	boolean lease(ResourceRecord record) {
		List<String> leased = new ArrayList<>();
		for (Map.Entry<String, String> dependency : record.dependencies().entrySet()) {
			if (!leaseDependency(ResourceSlot.of(this.session, dependency.getKey()), dependency.getValue())) {
				release(leased);
				return false;
			}
			leased.add(dependency.getKey());
		}
		return true;
	}

	/**
	 * The lease of a joiner never creates or destroys.
	 */
	private boolean leaseDependency(ResourceSlot dependency, String generation) {
		this.waiting.lock(dependency.guard());
		try {
			ResourceRecord lease = dependency.lease();
			if (lease == null && !joinDependency(dependency, generation)) {
				return false;
			}
			if (lease != null && !lease.generation().equals(generation)) {
				return false;
			}
			dependency.addUses(1);
			return true;
		}
		finally {
			dependency.guard().unlock();
		}
	}

	private boolean joinDependency(ResourceSlot dependency, String generation) {
		if (!dependency.files().exists()) {
			return false;
		}
		if (dependency.files().key().cached()) {
			return new CachedAcquisition(this.session, dependency, this.waiting).joinOnly(generation);
		}
		if (dependency.files().isHosted()) {
			return new HostedAcquisition(this.session, dependency, this.waiting).joinOnly(generation);
		}
		StoreLock mutex = dependency.files().mutex();
		StoreLock members = dependency.files().members();
		boolean joined = false;
		try {
			this.waiting.lock(mutex);
			dependency.files().checkMembers();
			if (!members.tryExclusive() && members.tryShared()) {
				ResourceRecord record = dependency.files().value();
				if (record != null && record.generation().equals(generation) && lease(record)) {
					dependency.startLease(record);
					this.session.leases().add(dependency.files().name());
					joined = true;
				}
			}
			return joined;
		}
		finally {
			if (!joined) {
				members.close();
			}
			mutex.close();
		}
	}

	/** A host ends, and with it all that it has leased for its servers. */
	public static void end(Session session) {
		for (String name : List.copyOf(session.leases())) {
			ResourceSlot slot = ResourceSlot.of(session, name);
			slot.files().members().close();
			slot.endLease();
			session.leases().remove(name);
		}
	}

	void release(Collection<String> names) {
		names.forEach((name) -> new Release(this.session).releaseUse(ResourceSlot.of(this.session, name), null));
	}

}
