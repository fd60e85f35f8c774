package io.github.sharedsession.core.acquire;

import io.github.sharedsession.SharedBeanPropertyMismatchException;
import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.acquire.ResourceRequest.ServerRequest;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.resource.CacheCleanUp;
import io.github.sharedsession.core.resource.Destroyers;
import io.github.sharedsession.core.resource.PortNotes;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.resource.Release;
import io.github.sharedsession.core.resource.ResourceSlot;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.core.session.SessionSettings;

/**
 * The steps by which one who asks gets a use of a resource: the first one in this JVM
 * gets the lease, of which all have a use.
 */
final class UseAcquisition {

	private final Session session;

	private final SessionSettings settings;

	private final ResourceRequest request;

	private final ResourceSlot slot;

	UseAcquisition(Session session, SessionSettings settings, ResourceRequest request) {
		this.session = session;
		this.settings = settings;
		this.request = request;
		this.slot = ResourceSlot.of(session, request.key().name());
	}

	/**
	 * Get the use. The session has been entered.
	 */
	Use run() {
		try (Waiting waiting = new Waiting(this.request, this.session)) {
			waiting.lock(this.slot.guard());
			try {
				ServerRequest server = this.request.server();
				if (server != null) {
					leaseHosted(server, waiting);
				}
				else {
					leaseForkHeld(waiting);
				}
				return use();
			}
			finally {
				this.slot.guard().unlock();
			}
		}
	}

	private void leaseForkHeld(Waiting waiting) {
		ResourceKey key = this.request.key();
		Recipe recipe = this.request.recipe();
		Destroyers.offer(key.stableId(), recipe);
		if (!this.slot.isLeased()) {
			// What is made now would have to go at once
			this.session.checkNotEnding(this.request.description());
			this.session.checkIntact();
			new Leftovers(this.session).sweep(this.request, waiting);
		}
		// Sweeping may have needed the resource itself
		if (!this.slot.isLeased()) {
			if (key.cached()) {
				new CachedAcquisition(this.session, this.slot, waiting).run(this.request);
				new CacheCleanUp(this.session, this.settings.cache()).run(key, recipe);
			}
			else {
				new Acquisition(this.session, this.request, this.slot, waiting).run();
				lookAtOwn();
			}
			offerRecipesOfDependencies(this.slot);
		}
	}

	/**
	 * Who has created a resource looks at what could keep others from using it, now or
	 * when this JVM has ended.
	 */
	private void lookAtOwn() {
		ResourceRecord lease = this.slot.lease();
		if (lease != null && lease.isCreatedBy(this.session.member())) {
			PortNotes.write(this.slot.files(), lease);
			if (this.settings.isOfMachines()) {
				new ValueReach(this.session).look(lease, this.request.recipe());
			}
		}
	}

	private void offerRecipesOfDependencies(ResourceSlot dependent) {
		ResourceRecord lease = dependent.lease();
		if (lease == null) {
			return;
		}
		for (String name : lease.dependencies().keySet()) {
			ResourceKey key = ResourceKey.parse(name);
			if (Destroyers.find(key.stableId()) == null) {
				Recipe recipe = this.request.recipe().recipeOf(key);
				if (recipe != null) {
					Destroyers.offer(key.stableId(), recipe);
				}
				offerRecipesOfDependencies(ResourceSlot.of(this.session, name));
			}
		}
	}

	private void leaseHosted(ServerRequest server, Waiting waiting) {
		HostedAcquisition acquisition = new HostedAcquisition(this.session, this.slot, waiting);
		ResourceRecord lease = this.slot.lease();
		if (lease != null) {
			acquisition.check(this.request, lease);
		}
		else {
			this.session.checkNotEnding(this.request.description());
			this.session.checkIntact();
			acquisition.run(this.request, server);
		}
	}

	private Use use() {
		ResourceRecord lease = this.slot.lease();
		byte[] value = (lease != null) ? lease.value() : null;
		if (lease == null || value == null) {
			throw new SharedSessionRecordException("The record of the " + this.request.description() + " has no value ("
					+ this.slot.files().address() + ").", "Report this as a defect.", null);
		}
		this.slot.addUses(1);
		Use use = new Use(lease.generation(), value,
				() -> new Release(this.session).releaseUse(this.slot, this.request.recipe()));
		boolean usable = false;
		try {
			check(lease);
			recordDependency(lease);
			usable = true;
			return use;
		}
		finally {
			if (!usable) {
				use.close();
			}
		}
	}

	private void check(ResourceRecord lease) {
		Recipe recipe = this.request.recipe();
		recipe.check(lease.properties());
		if (this.request.key().cached() && !recipe.isCurrent(lease.properties(), lease.dependencyKeys())) {
			throw new SharedBeanPropertyMismatchException(
					"The " + this.request.description() + " is cached and in use, but was made with another "
							+ CachedAcquisition.labels(lease) + " than " + Member.current() + " has.",
					"Wait until the other build has ended; it is made again then. If contexts of one build differ "
							+ "in that, give the bean a key that tells them apart.",
					null);
		}
	}

	private void recordDependency(ResourceRecord lease) {
		CreationFrame creation = CreationFrame.innermost();
		if (creation != null) {
			creation.obtained(this.slot, lease.generation());
		}
	}

}
