package io.github.sharedsession.core.resource;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.layout.BackOff;
import io.github.sharedsession.core.layout.HostFiles;
import io.github.sharedsession.core.layout.HostedFiles;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.layout.StoreFailure;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The steps by which this JVM gives its lease of a resource back: the last one to do so
 * destroys the resource. A lease lasts until the JVM's test run ends, however many
 * contexts come and go.
 */
public final class Release {

	/** After that the record is left to others: a JVM must not hang in its end. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Session session;

	public Release(Session session) {
		this.session = session;
	}

	/**
	 * One context or dependent less uses the lease.
	 * @param slot the resource
	 * @param recipe the recipe of the context that is closing, whose other beans are
	 * still open, or {@code null} to use the newest
	 */
	public void releaseUse(ResourceSlot slot, @Nullable Recipe recipe) {
		slot.guard().lock();
		try {
			if (slot.addUses(-1) == 0 && JvmEnd.hasBegun()) {
				release(slot, recipe);
			}
		}
		finally {
			slot.guard().unlock();
		}
	}

	/**
	 * Give back the lease if nothing uses it, as after the early end of all its contexts.
	 */
	public void releaseIfUnused(ResourceSlot slot) {
		slot.guard().lock();
		try {
			if (slot.uses() == 0) {
				release(slot, null);
			}
		}
		finally {
			slot.guard().unlock();
		}
	}

	private void release(ResourceSlot slot, @Nullable Recipe recipe) {
		ResourceRecord lease = slot.lease();
		if (lease == null) {
			return;
		}
		if (!tryGiveBack(slot, lease, recipe)) {
			this.session.log()
				.warn("The shared bean '" + lease.bean() + "' could not be released by " + this.session.member()
						+ " in " + PATIENCE.toSeconds() + " s: another process holds a lock in "
						+ slot.files().address() + ". It is left to the others.", null);
			return;
		}
		new CreatorWatch(this.session).outlived(slot, lease);
		// What a server is on top of has been leased by its host
		Collection<String> dependencies = slot.isHosted() ? List.of() : lease.dependencies().keySet();
		slot.endLease();
		this.session.leases().remove(slot.files().name());
		this.session.events().append(EventType.RELEASED, slot.files().name(), lease.bean(), Duration.ZERO);
		dependencies.forEach((name) -> releaseUse(ResourceSlot.of(this.session, name), null));
	}

	/**
	 * A file that can't be used ends the lease as a crash would: what is recorded is left
	 * to others. The JVM must get on with its end.
	 */
	private boolean tryGiveBack(ResourceSlot slot, ResourceRecord lease, @Nullable Recipe recipe) {
		ResourceFiles files = slot.files();
		try {
			this.session.locks().retire();
			if (slot.isHosted()) {
				return giveBackHosted(files, lease);
			}
			if (files.key().cached()) {
				// It outlives its last user, so nobody has to be kept out
				files.members().close();
				return true;
			}
			if (!files.members().isHeld()) {
				this.session.log()
					.warn("The lock file 'members' in " + files.address() + " of the shared bean '" + lease.bean()
							+ "' was removed or replaced while " + this.session.member()
							+ " used the bean: processes that came later could not know of that. Do not touch the "
							+ "directory while tests run.", null);
				files.create();
			}
			return giveBack(files, lease, recipe);
		}
		catch (UncheckedIOException | SharedSessionRecordException | SharedSessionDirectoryException ex) {
			files.members().close();
			this.session.log()
				.warn("The shared bean '" + lease.bean() + "' (declared by " + lease.method() + ", created by "
						+ lease.creator() + ") could not be released by " + this.session.member() + ": "
						+ StoreFailure.describe(ex) + " What is recorded in " + files.address()
						+ " is left to whoever needs the bean next.", ex);
			return true;
		}
	}

	private boolean giveBack(ResourceFiles files, ResourceRecord lease, @Nullable Recipe recipe) {
		StoreLock mutex = files.mutex();
		StoreLock members = files.members();
		long start = System.nanoTime();
		BackOff backOff = new BackOff();
		boolean leased = true;
		while (true) {
			if (mutex.tryExclusive()) {
				boolean othersStay = false;
				try {
					members.release();
					othersStay = !members.tryExclusive();
					if (othersStay) {
						members.close();
					}
					else if (lingers()) {
						members.release();
						members.tryShared();
						start = System.nanoTime();
					}
					else {
						ResourceRecord value = leased ? restore(files, lease) : files.value();
						if (new Teardown(this.session).run(files, value, recipe)) {
							members.close();
							return true;
						}
						// From now on others may tear it down
						leased = false;
						members.release();
					}
				}
				finally {
					mutex.close();
				}
				if (othersStay) {
					// Not before, as others wait for the mutex
					new CreatorWatch(this.session).leaves(files, lease);
					return true;
				}
			}
			if (System.nanoTime() - start > PATIENCE.toNanos()) {
				return false;
			}
			backOff.pauseUninterruptibly();
		}
	}

	/**
	 * What this JVM knows of the resource outlives the loss of its record.
	 * @return what {@code value} records now, if it does
	 */
	private @Nullable ResourceRecord restore(ResourceFiles files, ResourceRecord lease) {
		try {
			ResourceRecord value = files.value();
			if (value != null || files.intent() != null) {
				return value;
			}
		}
		catch (SharedSessionRecordException ex) {
			this.session.log().warn("A record was damaged while it was in use: " + ex.getMessage(), ex);
		}
		files.writeValue(lease);
		return lease;
	}

	/**
	 * What a host serves is destroyed by the host, when its session has ended.
	 */
	private boolean giveBackHosted(ResourceFiles files, ResourceRecord lease) {
		if (!files.exists()) {
			// The directory has been removed, and the host has closed its servers
			files.members().close();
			return true;
		}
		StoreLock mutex = files.mutex();
		long start = System.nanoTime();
		BackOff backOff = new BackOff();
		while (!mutex.tryExclusive()) {
			if (System.nanoTime() - start > PATIENCE.toNanos()) {
				return false;
			}
			backOff.pauseUninterruptibly();
		}
		try {
			if (!new HostedFiles(files).isServed(lease)) {
				this.session.log()
					.warn("The shared bean '" + lease.bean() + "' (declared by " + lease.method() + ") was used by "
							+ this.session.member() + " when the process that served it, " + lease.creator() + ", died."
							+ HostFiles.tailOfLog(this.session.store(), this.session.directory(), lease.creator()),
							null);
			}
			files.members().close();
			return true;
		}
		finally {
			mutex.close();
		}
	}

	/**
	 * A member that lives may want the resource in a moment. All resources together wait
	 * no longer than {@code linger}, from when the end began.
	 */
	private boolean lingers() {
		// First, as it is now until the end begins
		long begun = JvmEnd.begunAt();
		return System.nanoTime() - begun < this.session.linger().toNanos()
				&& this.session.locks().hasOtherActiveMembers();
	}

}
