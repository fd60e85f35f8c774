package io.github.sharedsession.core.acquire;

import java.util.Map;
import java.util.TreeMap;

import io.github.sharedsession.SharedSessionHostDiedException;
import io.github.sharedsession.core.acquire.ResourceRequest.ServerRequest;
import io.github.sharedsession.core.layout.CleanUp;
import io.github.sharedsession.core.layout.HostFiles;
import io.github.sharedsession.core.layout.HostedFiles;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.record.FailureRecord;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.resource.ResourceSlot;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.StoreLock;

/**
 * The steps by which a fork gets its lease of a hosted resource: it asks for it, and
 * waits until a host serves it. A fork never creates nor destroys one. The order of the
 * steps is the result of an exhaustive search; reasonable variations of it are wrong.
 */
final class HostedAcquisition {

	private final Session session;

	private final ResourceSlot slot;

	private final ResourceFiles files;

	private final HostedFiles hostedFiles;

	private final Waiting waiting;

	HostedAcquisition(Session session, ResourceSlot slot, Waiting waiting) {
		this.session = session;
		this.slot = slot;
		this.files = slot.files();
		this.hostedFiles = new HostedFiles(this.files);
		this.waiting = waiting;
	}

	/**
	 * Get the lease. The guard of the slot is held, and it has no lease.
	 */
	void run(ResourceRequest request, ServerRequest server) {
		this.files.create();
		StoreLock mutex = this.files.mutex();
		StoreLock members = this.files.members();
		boolean leased = false;
		Throwable failure = null;
		try {
			this.waiting.lock(mutex);
			this.files.checkMembers();
			while (!members.tryShared()) {
				// A host that has died has not been freed of all its locks yet
				this.waiting.pause();
			}
			leased = join();
			if (!leased) {
				ask(server);
				leased = await(new HostProcess(this.session, request, server.launcher()), mutex);
			}
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			Runnable giveUp = leased ? () -> {
			} : () -> giveUp(mutex, members);
			CleanUp.run(failure, giveUp, () -> this.hostedFiles.deleteRequest(this.session.member()), mutex::close);
		}
		ResourceRecord reused = this.slot.lease();
		if (reused != null) {
			// Not before, as others wait for the mutex, one after the other
			this.waiting.reuses(reused);
		}
	}

	private boolean await(HostProcess host, StoreLock mutex) {
		boolean leased = false;
		Throwable failure = null;
		try {
			while (!leased) {
				mutex.release();
				host.ensure();
				this.waiting.pause();
				this.waiting.lock(mutex);
				leased = join();
			}
			return leased;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			CleanUp.run(failure, host::settle);
		}
	}

	/**
	 * The lease comes before the request, so that nothing is made for somebody who is
	 * dead.
	 */
	private void ask(ServerRequest server) {
		if (!this.files.isHosted()) {
			this.hostedFiles.writeServer(server.content());
		}
		Map<String, String> dependencies = new TreeMap<>();
		for (ResourceKey key : server.dependencies()) {
			ResourceRecord dependency = ResourceSlot.of(this.session, key.name()).lease();
			if (dependency != null) {
				dependencies.put(key.name(), dependency.generation());
			}
		}
		if (!dependencies.isEmpty()) {
			this.hostedFiles.writeServerDependencies(dependencies);
		}
		this.hostedFiles.writeRequest(this.session.member(), server.launcher().fingerprint());
	}

	private boolean join() {
		ResourceRecord record = this.hostedFiles.served();
		if (record == null) {
			FailureRecord failure = this.files.failure();
			if (failure != null) {
				throw failure.replay();
			}
			return false;
		}
		lease(record);
		return true;
	}

	/**
	 * With the mutex, if it can be had: a host may be creating, and that may be long. To
	 * go without it is what the death of this process would do.
	 */
	private static void giveUp(StoreLock mutex, StoreLock members) {
		try {
			if (!mutex.isHeld()) {
				mutex.tryExclusive();
			}
		}
		finally {
			members.close();
		}
	}

	private void lease(ResourceRecord record) {
		this.slot.startHostedLease(record);
		this.session.leases().add(this.files.name());
	}

	/**
	 * Get a lease for what was made with the resource, if it is still served.
	 * @return {@code false} when it is not
	 */
	boolean joinOnly(String generation) {
		StoreLock mutex = this.files.mutex();
		StoreLock members = this.files.members();
		boolean joined = false;
		Throwable failure = null;
		try {
			this.waiting.lock(mutex);
			if (members.tryShared()) {
				ResourceRecord record = this.hostedFiles.served();
				if (record != null && record.generation().equals(generation)) {
					lease(record);
					joined = true;
				}
			}
			return joined;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			CleanUp.run(failure, joined ? () -> {
			} : members::close, mutex::close);
		}
	}

	/**
	 * Make sure that the resource that this JVM has leased is still served. Compared at
	 * every acquire: one JVM must not get two generations.
	 * @throws SharedSessionHostDiedException when it is not
	 */
	void check(ResourceRequest request, ResourceRecord lease) {
		StoreLock mutex = this.files.mutex();
		try {
			this.waiting.lock(mutex);
			if (!this.hostedFiles.isServed(lease)) {
				throw new SharedSessionHostDiedException(
						"The " + request.description() + " is gone: " + lease.creator()
								+ ", which served it, has died while " + this.session.member() + " was using it."
								+ HostFiles.tailOfLog(this.session.store(), this.session.directory(), lease.creator()),
						"Find out what ended that process: an error at the end of its log, too little memory (see "
								+ "shared-session.host-options), a call of System.exit, or a kill. Forks that start "
								+ "from now on get a new server; this one can't change over.",
						null);
			}
		}
		finally {
			mutex.close();
		}
	}

}
