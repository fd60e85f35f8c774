package io.github.sharedsession.core.acquire;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.event.CreationInputs;
import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.layout.CleanUp;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.record.FailureRecord;
import io.github.sharedsession.core.record.RandomId;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.resource.ResourceSlot;
import io.github.sharedsession.core.resource.Teardown;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The steps by which this JVM gets its lease of one resource: it creates the resource
 * when it is alone, else it joins those who live. The order of the steps is the result of
 * an exhaustive search; reasonable variations of it are wrong.
 */
public final class Acquisition {

	private final Session session;

	private final ResourceRequest request;

	private final ResourceSlot slot;

	private final ResourceFiles files;

	private final Waiting waiting;

	private final Teardown teardown;

	private final CreationFailure failure;

	private final DependencyLeases dependencyLeases;

	private @Nullable ResourceRecord reused;

	public Acquisition(Session session, ResourceRequest request, ResourceSlot slot, Waiting waiting) {
		this.session = session;
		this.request = request;
		this.slot = slot;
		this.files = slot.files();
		this.waiting = waiting;
		this.teardown = new Teardown(session);
		this.failure = new CreationFailure(session, request, slot.files());
		this.dependencyLeases = new DependencyLeases(session, waiting);
	}

	/**
	 * Get the lease. The guard of the slot is held, and it has no lease.
	 */
	void run() {
		this.files.create();
		StoreLock mutex = this.files.mutex();
		StoreLock members = this.files.members();
		boolean leased = false;
		Throwable failure = null;
		try {
			this.waiting.lock(mutex);
			this.files.checkMembers();
			while (!leased) {
				leased = members.tryExclusive() ? createAlone(mutex, members) : join(members);
				if (!leased) {
					this.waiting.pause();
				}
			}
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			CleanUp.run(failure, leased ? () -> {
			} : members::close, mutex::close);
		}
		if (this.reused != null) {
			// Not before, as others wait for the mutex, one after the other
			this.waiting.reuses(this.reused);
		}
	}

	/**
	 * Nobody uses the resource. First what is recorded of it goes, then it is made.
	 * @return {@code false} to start again
	 */
	private boolean createAlone(StoreLock mutex, StoreLock members) {
		if (!this.teardown.run(this.files, this.request.recipe())) {
			members.release();
			mutex.release();
			this.waiting.pause();
			this.waiting.lock(mutex);
			return false;
		}
		ResourceRecord record = createNew();
		members.release();
		while (!members.tryShared()) {
			this.waiting.pause();
		}
		try {
			checkLocks();
		}
		catch (SharedSessionDirectoryException ex) {
			if (!this.files.exists()) {
				this.teardown.destroyUnrecorded(this.files, record, this.request.recipe());
			}
			throw ex;
		}
		lease(record);
		return true;
	}

	/**
	 * Create a generation, unless that has failed before. This JVM has the right to
	 * create, and nothing is recorded of a former generation.
	 */
	ResourceRecord createNew() {
		return createNew(List.of());
	}

	/**
	 * Create a generation with resources that this JVM has leased for it.
	 */
	public ResourceRecord createNew(Collection<ResourceKey> dependencies) {
		FailureRecord failure = this.files.failure();
		if (failure != null) {
			throw failure.replay();
		}
		CreationFrame frame = CreationFrame.push(this.slot);
		this.session.activity().creating(this.files.name(), true);
		ResourceRecord record = null;
		try {
			prepare(frame, dependencies);
			record = create(frame);
		}
		finally {
			this.session.activity().creating(this.files.name(), false);
			frame.pop();
			if (record == null) {
				this.dependencyLeases.release(frame.dependencies().keySet());
			}
		}
		return record;
	}

	/**
	 * Check that nobody could have come in meanwhile, which takes a new lock file.
	 */
	void checkLocks() {
		if (!this.files.areLocksHeld()) {
			throw new SharedSessionDirectoryException(
					"The lock file 'mutex' or 'members' in " + this.files.address() + " was removed or replaced while "
							+ this.session.member() + " acquired the " + this.request.description() + ".",
					"Do not touch the directory while tests run. End this build and start it again.", null);
		}
	}

	private void prepare(CreationFrame frame, Collection<ResourceKey> leased) {
		List<ResourceKey> dependencies = new ArrayList<>(leased);
		dependencies.addAll(this.request.recipe().prepare());
		for (ResourceKey key : dependencies) {
			ResourceSlot dependency = ResourceSlot.of(this.session, key.name());
			this.waiting.lock(dependency.guard());
			try {
				ResourceRecord lease = dependency.lease();
				if (lease != null) {
					frame.obtained(dependency, lease.generation());
				}
			}
			finally {
				dependency.guard().unlock();
			}
		}
	}

	private ResourceRecord create(CreationFrame frame) {
		long start = System.nanoTime();
		String generation = RandomId.next();
		checkLocks();
		frame.writeIntent(new ResourceRecord(generation, this.request.beanName(), this.request.method(),
				this.session.member(), Map.copyOf(frame.dependencies()), RecordedProperties.none(), null));
		this.session.events()
			.append(EventType.CREATING, this.files.name(), this.request.beanName(), Duration.ZERO,
					this.request.method());
		this.session.log()
			.info("Creating the shared bean '" + this.request.beanName() + "' in " + this.session.member());
		Recipe.Created created;
		JvmEnd.enterCreation(Thread.currentThread());
		try {
			created = this.request.recipe().create(new RecordingContext(frame));
		}
		catch (Throwable ex) {
			// What undoes it is not to be interrupted
			JvmEnd.leaveCreation(Thread.currentThread());
			throw this.failure.undo(frame, ex, Duration.ofNanos(System.nanoTime() - start));
		}
		finally {
			JvmEnd.leaveCreation(Thread.currentThread());
		}
		ResourceRecord record = frame.intent().withValue(created.value(), created.properties());
		publish(record);
		created(record, Duration.ofNanos(System.nanoTime() - start));
		return record;
	}

	private void created(ResourceRecord record, Duration took) {
		this.session.events()
			.append(EventType.CREATED, this.files.name(), this.request.beanName(), took, this.request.method(),
					this.request.recipe().valueType(), String.join(" ", record.dependencies().keySet()),
					CreationInputs.format(this.request.recipe().inputs()));
		this.session.log()
			.info("Created the shared bean '" + this.request.beanName() + "' in " + this.session.member() + " in "
					+ took.toMillis() + " ms");
	}

	private void publish(ResourceRecord record) {
		try {
			checkLocks();
			this.files.writeValue(record);
		}
		catch (UncheckedIOException | SharedSessionRecordException | SharedSessionDirectoryException ex) {
			this.failure.destroyUnpublished(record, ex);
			throw ex;
		}
		this.files.deleteIntent();
	}

	/**
	 * Others use the resource, or are just dying.
	 * @return {@code false} to start again
	 */
	private boolean join(StoreLock members) {
		if (!members.tryShared()) {
			return false;
		}
		ResourceRecord record = this.files.value();
		checkLocks();
		if (record == null || !this.dependencyLeases.lease(record)) {
			members.release();
			return false;
		}
		this.reused = record;
		lease(record);
		return true;
	}

	private void lease(ResourceRecord record) {
		this.slot.startLease(record);
		this.session.leases().add(this.files.name());
	}

	private final class RecordingContext implements CreationContext {

		private final CreationFrame frame;

		RecordingContext(CreationFrame frame) {
			this.frame = frame;
		}

		@Override
		public String generation() {
			return this.frame.intent().generation();
		}

		@Override
		public Path directory() {
			try {
				return Acquisition.this.files.createGenerationDirectory(generation());
			}
			catch (UncheckedIOException ex) {
				this.frame.disturbed(ex);
				throw ex;
			}
		}

		@Override
		public Path log() {
			directory();
			return Acquisition.this.files.log(generation());
		}

		@Override
		public void checkpoint(byte[] value) {
			ResourceRecord intent = this.frame.intent();
			this.frame.writeIntent(intent.withValue(value, intent.properties()));
		}

	}

}
