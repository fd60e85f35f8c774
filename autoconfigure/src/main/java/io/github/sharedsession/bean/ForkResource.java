package io.github.sharedsession.bean;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.SharedBeanCircularDependencyException;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedBeanPropertyMismatchException;
import io.github.sharedsession.SharedBeanWaitTimeoutException;
import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.bean.SharedResources.SharedResource;
import io.github.sharedsession.core.record.RecordedCause;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.session.JvmEnd;
import org.jspecify.annotations.Nullable;

/**
 * One resource of this JVM. It lives until the JVM's test run ends, whichever contexts
 * use it: then its last user destroys it, while what that context has is still open.
 *
 * @param <V> the value
 */
final class ForkResource<V> {

	private static final AtomicLong CREATIONS = new AtomicLong();

	private final ReentrantLock guard = new ReentrantLock();

	/** Keep the shared beans that this one was made with, in this order. */
	private final Deque<Runnable> dependencies = new ArrayDeque<>();

	private @Nullable LocalResource<V> resource;

	private @Nullable RecordedProperties properties;

	private @Nullable SharedBeanCreationException failure;

	private boolean creating;

	private long createdAt;

	SharedResource<V> acquire(ResourceDefinition<V> definition, SharedBeanContext context, Duration waitTimeout) {
		lock(definition.method(), waitTimeout);
		try {
			LocalResource<V> resource = this.resource;
			if (resource == null) {
				resource = create(definition, context);
			}
			else {
				check(definition, context);
			}
			resource.addUse();
			AtomicBoolean released = new AtomicBoolean();
			return new SharedResource<>(resource.value(), () -> {
				if (released.compareAndSet(false, true)) {
					release();
				}
			});
		}
		finally {
			this.guard.unlock();
		}
	}

	private void lock(SharedBeanMethod method, Duration waitTimeout) {
		try {
			if (!this.guard.tryLock(waitTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new SharedBeanWaitTimeoutException(
						"The " + method.description() + " is being created by another thread of this JVM, and was not "
								+ "ready within " + waitTimeout.toSeconds() + " s.",
						"Look what that thread is waiting for, or give the bean a longer waitTimeout.", null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SharedSessionEndedException(
					"Waiting for the " + method.description() + " was interrupted while another thread created it.",
					"Look who has interrupted the thread.", ex);
		}
		if (this.creating) {
			this.guard.unlock();
			throw new SharedBeanCircularDependencyException(
					"The " + method.description() + " can't be created, since its creation needs the bean itself.",
					"Break the circle: a shared bean must not need one that needs it.", null);
		}
	}

	private LocalResource<V> create(ResourceDefinition<V> definition, SharedBeanContext context) {
		SharedBeanMethod method = definition.method();
		SharedBeanCreationException failure = this.failure;
		if (failure != null) {
			// Not the first failure itself, whose frames are those of another test
			RecordedCause recorded = RecordedCause.of(failure.getCause());
			throw new SharedBeanCreationException(
					"The creation of the " + method.description() + " has failed before in this JVM: "
							+ failure.getDescription(),
					failure.getAction(), (recorded != null) ? recorded.toException() : null);
		}
		if (JvmEnd.hasBegun()) {
			throw new SharedSessionEndedException(
					"The " + method.description() + " was asked for while this JVM is ending.",
					"Ask for it before the tests have ended.", null);
		}
		this.creating = true;
		LocalResource<V> resource = null;
		try {
			definition.preparation().run();
			this.dependencies.addAll(new SharedBeanDependencies(context, method.beanName()).use());
			resource = LocalResource.create(definition);
			definition.recorder().stop();
			this.properties = definition.recorder().record();
			this.resource = resource;
			this.createdAt = CREATIONS.incrementAndGet();
			return resource;
		}
		catch (SharedBeanCreationException ex) {
			if (ex.getCause() instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			else {
				this.failure = ex;
			}
			throw ex;
		}
		finally {
			this.creating = false;
			if (resource == null) {
				releaseDependencies();
			}
		}
	}

	private void check(ResourceDefinition<V> definition, SharedBeanContext context) {
		List<String> changed = (this.properties != null)
				? this.properties.changed(new RecordedValues(context.environment())) : List.of();
		if (!changed.isEmpty()) {
			throw new SharedBeanPropertyMismatchException(
					"The " + definition.method().description() + " exists in this JVM, but was made under other values "
							+ "of " + changed + " than this context has.",
					RecordedValues.advice(changed), null);
		}
	}

	private void release() {
		this.guard.lock();
		try {
			if (this.resource != null && this.resource.removeUse() && JvmEnd.hasBegun()) {
				close();
			}
		}
		finally {
			this.guard.unlock();
		}
	}

	/** When it was created, counted over all resources; 0 for never. */
	long createdAt() {
		return this.createdAt;
	}

	/** Whatever its users do, their test run has ended. */
	void close() {
		this.guard.lock();
		try {
			ForkResources.remove(this);
			LocalResource<V> resource = this.resource;
			if (resource != null) {
				this.resource = null;
				resource.destroy();
				releaseDependencies();
			}
		}
		finally {
			this.guard.unlock();
		}
	}

	private void releaseDependencies() {
		while (!this.dependencies.isEmpty()) {
			this.dependencies.removeLast().run();
		}
	}

}
