package io.github.sharedsession.core.hosting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.core.acquire.Acquisition;
import io.github.sharedsession.core.acquire.CachedAcquisition;
import io.github.sharedsession.core.acquire.Leftovers;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Waiting;
import io.github.sharedsession.core.layout.BackOff;
import io.github.sharedsession.core.layout.CleanUp;
import io.github.sharedsession.core.layout.HostFiles;
import io.github.sharedsession.core.layout.HostedFiles;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.record.FailureRecord;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.ResourceSlot;
import io.github.sharedsession.core.resource.Teardown;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.StoreLock;

/**
 * One hosted resource, in its host: created when it is asked for, and served until the
 * host ends it. {@code owner} is the right to create, and is held for as long as it is
 * served. The order of the steps is the result of an exhaustive search; reasonable
 * variations of it are wrong.
 */
final class HostedResource {

	/** Nobody waits in a host but for moments; forks have limits of their own. */
	private static final Duration NO_LIMIT = Duration.ofDays(1);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** So many hosts may die of the same creation. */
	private static final int MAX_BROKEN_CREATIONS = 2;

	private final Session session;

	private final ResourceSlot slot;

	private final ResourceFiles files;

	private final HostedFiles hostedFiles;

	private final HostedRecipe recipe;

	private final Function<byte[], HostedRecipe> recipes;

	private volatile boolean serving;

	HostedResource(Session session, ResourceFiles files, byte[] server, Function<byte[], HostedRecipe> recipes) {
		this.session = session;
		this.slot = new ResourceSlot(files);
		this.files = files;
		this.hostedFiles = new HostedFiles(files);
		this.recipe = recipes.apply(server);
		this.recipes = recipes;
	}

	boolean isServing() {
		return this.serving;
	}

	/**
	 * A fork has asked for the resource: create it, if nobody has.
	 */
	void serve() {
		ResourceRequest request = new ResourceRequest(this.files.key(), this.recipe.beanName(), this.recipe.method(),
				NO_LIMIT, this.recipe);
		StoreLock mutex = this.files.mutex();
		ReentrantLock guard = this.slot.guard();
		try (Waiting waiting = new Waiting(request, this.session)) {
			waiting.lock(guard);
			try {
				new Leftovers(this.session, this.recipes).sweep(request, waiting);
				waiting.lock(mutex);
				if (isWanted()) {
					serve(request, waiting);
				}
			}
			finally {
				CleanUp.run(null, mutex::close, guard::unlock);
			}
		}
	}

	/**
	 * Requests of forks that have died are nobody's. Who is refused even a shared lock
	 * has met a host that is dying, and looks again.
	 */
	private boolean isWanted() {
		StoreLock members = this.files.members();
		try {
			if (members.tryExclusive()) {
				this.hostedFiles.deleteRequests();
				return false;
			}
			return members.tryShared();
		}
		finally {
			members.close();
		}
	}

	private void serve(ResourceRequest request, Waiting waiting) {
		StoreLock owner = this.files.owner();
		try {
			// Refused: another host serves it, or a fork is just looking
			if (owner.tryExclusive() && this.files.failure() == null) {
				new Teardown(this.session).recover(this.files, this.recipe);
				create(request, waiting);
				this.serving = true;
			}
		}
		finally {
			if (!this.serving) {
				owner.close();
			}
		}
	}

	/**
	 * A creation that takes its host with it is tried again, as somebody may have killed
	 * the host, but not for ever.
	 */
	private void create(ResourceRequest request, Waiting waiting) {
		int broken = this.hostedFiles.brokenCreations();
		if (broken >= MAX_BROKEN_CREATIONS) {
			SharedBeanCreationException failure = new SharedBeanCreationException(
					"The " + request.description() + " could not be created: " + broken
							+ " session hosts have ended while they started it."
							+ HostFiles.tailOfLog(this.session.store(), this.session.directory(),
									this.session.member()),
					"Look at the log above for what ended them: too little memory (see "
							+ "shared-session.host-options), a call of System.exit, or a crash.",
					null);
			this.files.writeFailure(FailureRecord.of(failure, this.session.member()));
			this.hostedFiles.creationEnded();
			throw failure;
		}
		this.hostedFiles.creationBegins();
		try {
			new Acquisition(this.session, request, this.slot, waiting).createNew(leaseDependencies(waiting));
		}
		finally {
			this.hostedFiles.creationEnded();
		}
	}

	/**
	 * What the server is on top of must be there for as long as it runs, which is longer
	 * than the forks that use it do.
	 */
	private List<ResourceKey> leaseDependencies(Waiting waiting) {
		List<ResourceKey> leased = new ArrayList<>();
		this.hostedFiles.serverDependencies().forEach((name, generation) -> {
			ResourceSlot dependency = ResourceSlot.of(this.session, name);
			waiting.lock(dependency.guard());
			try {
				if (dependency.isLeased()
						|| new CachedAcquisition(this.session, dependency, waiting).joinOnly(generation)) {
					leased.add(ResourceKey.parse(name));
				}
			}
			finally {
				dependency.guard().unlock();
			}
		});
		return leased;
	}

	/**
	 * End it, unless a fork has a lease.
	 * @param force whether it ends all the same
	 * @return whether it has ended
	 */
	boolean end(boolean force) {
		ReentrantLock guard = this.slot.guard();
		StoreLock mutex = this.files.mutex();
		StoreLock members = this.files.members();
		guard.lock();
		try {
			if (!tryLock(mutex)) {
				return false;
			}
			if (!members.tryExclusive() && !force) {
				return false;
			}
			Teardown teardown = new Teardown(this.session);
			if (force) {
				teardown.recover(this.files, this.recipe);
			}
			else if (!teardown.run(this.files, this.recipe)) {
				return false;
			}
			this.hostedFiles.deleteRequests();
			this.serving = false;
			return true;
		}
		finally {
			CleanUp.run(null, members::close, this.serving ? () -> {
			} : this.files.owner()::close, mutex::close, guard::unlock);
		}
	}

	private static boolean tryLock(StoreLock mutex) {
		long start = System.nanoTime();
		BackOff backOff = new BackOff();
		while (!mutex.tryExclusive()) {
			if (System.nanoTime() - start > PATIENCE.toNanos()) {
				return false;
			}
			backOff.pauseUninterruptibly();
		}
		return true;
	}

	/** Close the server, without a look at what is recorded. */
	void close() {
		this.serving = false;
		this.recipe.close();
	}

}
