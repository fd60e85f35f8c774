package io.github.sharedsession.core.resource;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.layout.CleanUp;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.layout.StoreFailure;
import io.github.sharedsession.core.record.FailureRecord;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.core.session.TeardownThreads;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * Tears down what is recorded of a resource that nobody uses. The caller holds what
 * proves that: exclusive {@code members} of the resource together with its {@code mutex},
 * or exclusive {@code members} of its dead session.
 */
public final class Teardown {

	/** More than there are hooks that might interrupt. */
	private static final int MAX_INTERRUPTIONS = 10;

	private final Session session;

	public Teardown(Session session) {
		this.session = session;
	}

	/**
	 * Tear down what {@code value}, {@code intent} and {@code remains} record.
	 * @param files the resource
	 * @param recipe the recipe at hand, or {@code null} to use the newest that this JVM
	 * has
	 * @return {@code false} when a dependent is busy: then the caller has to give its
	 * locks back and start again
	 */
	public boolean run(ResourceFiles files, @Nullable Recipe recipe) {
		return run(files, files.value(), recipe);
	}

	/**
	 * Tear down as above, with what has just been read.
	 * @param value what {@code value} records, if it does
	 */
	boolean run(ResourceFiles files, @Nullable ResourceRecord value, @Nullable Recipe recipe) {
		moveToIntent(files, value);
		ResourceRecord record = files.intent();
		if (record != null) {
			if (!tearDownDependents(files, record, recipe)) {
				return false;
			}
			if (!destroyIntent(files, record, recipe)) {
				// What has just thrown is tried again later, not at once
				return true;
			}
		}
		retryRemains(files, recipe);
		return true;
	}

	/**
	 * Tear down what a dead host has left. What forks have made with it is left to them:
	 * the server it was made on is dead, so it needs not go first.
	 * @param files the hosted resource
	 * @param recipe its recipe
	 */
	public void recover(ResourceFiles files, Recipe recipe) {
		moveToIntent(files, files.value());
		ResourceRecord record = files.intent();
		if (record != null) {
			destroyIntent(files, record, recipe);
		}
		retryRemains(files, recipe);
	}

	/**
	 * Has been read first: one that is corrupt must not replace an intent that is not.
	 */
	private static void moveToIntent(ResourceFiles files, @Nullable ResourceRecord value) {
		if (value != null) {
			files.moveValueToIntent();
		}
	}

	/**
	 * A dependent that is still recorded goes first. It is tried only once: waiting for
	 * its mutex with the mutex of its dependency in hand would be a deadlock.
	 */
	private boolean tearDownDependents(ResourceFiles files, ResourceRecord record, @Nullable Recipe recipe) {
		// Contexts that have closed early are still asked who depends on theirs
		Recipe asked = (recipe != null) ? recipe : Destroyers.findRecipe(files.key().stableId());
		for (String name : files.dependents()) {
			ResourceFiles dependent = files.sibling(name);
			if (!dependent.isMadeWith(files.name(), record.generation())) {
				files.removeDependent(name);
				continue;
			}
			Recipe dependentRecipe = (asked != null) ? asked.recipeOfDependent(dependent.key(), formerValues(dependent))
					: null;
			ResourceSlot slot = new ResourceSlot(dependent);
			ReentrantLock guard = slot.guard();
			if (!guard.tryLock()) {
				return false;
			}
			try {
				if (slot.isLeased() || !tearDownLocked(dependent, dependentRecipe)) {
					return false;
				}
			}
			finally {
				guard.unlock();
			}
			files.removeDependent(name);
		}
		return true;
	}

	private boolean tearDownLocked(ResourceFiles dependent, @Nullable Recipe recipe) {
		StoreLock mutex = dependent.mutex();
		if (mutex.isHeld() || !mutex.tryExclusive()) {
			return false;
		}
		StoreLock members = dependent.members();
		Throwable failure = null;
		try {
			dependent.checkMembers();
			return members.tryExclusive() && run(dependent, recipe);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			CleanUp.run(failure, members::close, mutex::close);
		}
	}

	/** What a resource was made with, as far as that still is recorded. */
	private static Map<ResourceKey, byte[]> formerValues(ResourceFiles dependent) {
		ResourceRecord record = dependent.recorded();
		Map<ResourceKey, byte[]> values = new HashMap<>();
		if (record != null) {
			record.dependencies().forEach((name, generation) -> {
				ResourceRecord dependency = dependent.sibling(name).recorded();
				byte[] value = (dependency != null && dependency.generation().equals(generation)) ? dependency.value()
						: null;
				if (value != null) {
					values.put(ResourceKey.parse(name), value);
				}
			});
		}
		return values;
	}

	/**
	 * Destroy what {@code intent} names, or say that something may have been left.
	 * @return {@code false} when that has failed: the record is kept
	 */
	boolean destroyIntent(ResourceFiles files, ResourceRecord record, @Nullable Recipe recipe) {
		return destroyIntent(files, record, recipe, false);
	}

	/**
	 * Destroy what {@code intent} names of a creation that has thrown in this JVM: it has
	 * ended, and its error tells of it.
	 * @return {@code false} when that has failed: the record is kept
	 */
	public boolean destroyIntentOfEnded(ResourceFiles files, ResourceRecord record, @Nullable Recipe recipe) {
		return destroyIntent(files, record, recipe, true);
	}

	private boolean destroyIntent(ResourceFiles files, ResourceRecord record, @Nullable Recipe recipe, boolean ended) {
		byte[] value = record.value();
		if (value == null) {
			if (!undoWithoutValue(files, record, recipe, ended)) {
				return false;
			}
		}
		else if (!destroy(files, record, value, recipe)) {
			files.moveIntentToRemains(record.generation());
			return false;
		}
		if (!deleteDirectory(files, record, record.generation())) {
			files.moveIntentToRemains(record.generation());
			return false;
		}
		files.deleteIntent();
		return true;
	}

	/** A directory that can't be deleted is a tear-down that fails. */
	private boolean deleteDirectory(ResourceFiles files, ResourceRecord record, String generation) {
		try {
			files.deleteGenerationDirectory(generation);
			return true;
		}
		catch (UncheckedIOException ex) {
			this.session.log()
				.warn("The shared bean '" + record.bean() + "' (declared by " + record.method()
						+ ") was torn down, but its directory was not: " + StoreFailure.describe(ex)
						+ ". Whoever needs the bean next tries again.", ex);
			return false;
		}
	}

	/**
	 * Undo a creation that had recorded nothing, or, if it did not end, say that
	 * something may have been left.
	 * @return {@code false} when that failed, so that the record has to be kept
	 */
	private boolean undoWithoutValue(ResourceFiles files, ResourceRecord record, @Nullable Recipe recipe,
			boolean ended) {
		try {
			boolean undone = recipe != null && recipe.destroyUnrecorded();
			if (!undone && !ended) {
				this.session.events()
					.append(EventType.MAYBE_LEFT, files.name(), record.bean(), Duration.ZERO,
							record.creator().toString());
				this.session.log()
					.warn("A creation of the shared bean '" + record.bean() + "' (declared by " + record.method()
							+ ") by " + record.creator() + " did not end, and may have left something: it had "
							+ "recorded nothing to undo. Use createdWith(...) and checkpoint(...) to have it undone.",
							null);
			}
			return true;
		}
		catch (Throwable ex) {
			leftBehind(files, record, Duration.ZERO, ex.toString(), ex);
			files.moveIntentToRemains(record.generation());
			return false;
		}
	}

	/**
	 * Try again what could not be torn down.
	 */
	public void retryRemains(ResourceFiles files, @Nullable Recipe recipe) {
		for (String generation : files.remains()) {
			try {
				retryRemains(files, generation, recipe);
			}
			catch (SharedSessionRecordException ex) {
				this.session.log().warn("What is left of a shared bean can't be torn down: " + ex.getMessage(), ex);
			}
		}
	}

	private void retryRemains(ResourceFiles files, String generation, @Nullable Recipe recipe) {
		ResourceRecord record = files.remains(generation);
		if (record == null) {
			return;
		}
		if (destroyRemains(files, record, recipe) && deleteDirectory(files, record, generation)) {
			files.deleteRemains(generation);
		}
	}

	/**
	 * Destroy what is recorded nowhere, because its files have been taken away.
	 */
	public void destroyUnrecorded(ResourceFiles files, ResourceRecord record, Recipe recipe) {
		byte[] value = record.value();
		if (value != null) {
			destroy(files, record, value, recipe);
		}
	}

	private boolean destroyRemains(ResourceFiles files, ResourceRecord record, @Nullable Recipe recipe) {
		byte[] value = record.value();
		if (value != null) {
			return destroy(files, record, value, recipe);
		}
		try {
			if (recipe != null) {
				recipe.destroyUnrecorded();
			}
			return true;
		}
		catch (Throwable ex) {
			leftBehind(files, record, Duration.ZERO, ex.toString(), ex);
			return false;
		}
	}

	private boolean destroy(ResourceFiles files, ResourceRecord record, byte[] value, @Nullable Recipe recipe) {
		long start = System.nanoTime();
		this.session.events().append(EventType.DESTROYING, files.name(), record.bean(), Duration.ZERO);
		Function<byte[], Optional<Throwable>> destroyer = (recipe != null) ? Destroyers.of(recipe)
				: Destroyers.find(files.key().stableId());
		Throwable problem = (destroyer != null) ? call(files, destroyer, value) : null;
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		if (problem == null && destroyer != null) {
			this.session.events().append(EventType.DESTROYED, files.name(), record.bean(), took, record.generation());
			this.session.log()
				.info("Tore down the shared bean '" + record.bean() + "' in " + this.session.member() + " in "
						+ took.toMillis() + " ms");
			return true;
		}
		leftBehind(files, record, took,
				(destroyer == null) ? "nothing on the class path of this JVM declares it" : String.valueOf(problem),
				problem);
		return false;
	}

	/** The callback sees what the members of its session had in common. */
	private static @Nullable Throwable call(ResourceFiles files, Function<byte[], Optional<Throwable>> destroyer,
			byte[] value) {
		return TeardownThreads.call(files.session(), () -> call(destroyer, value));
	}

	/**
	 * When the JVM is stopped, Spring's shutdown hooks interrupt who waits for something
	 * while a context starts or closes. That must not stop a tear-down.
	 */
	private static @Nullable Throwable call(Function<byte[], Optional<Throwable>> destroyer, byte[] value) {
		Throwable problem = destroyer.apply(value).orElse(null);
		for (int i = 0; problem != null && JvmEnd.hasBegun() && Interruption.is(problem)
				&& i < MAX_INTERRUPTIONS; i++) {
			Thread.interrupted();
			problem = destroyer.apply(value).orElse(null);
		}
		return problem;
	}

	private void leftBehind(ResourceFiles files, ResourceRecord record, Duration took, String reason,
			@Nullable Throwable problem) {
		this.session.events()
			.append(EventType.LEFT_BEHIND, files.name(), record.bean(), took, reason, files.address(),
					(problem != null) ? FailureRecord.trace(problem) : "", record.generation());
		this.session.log()
			.warn("The shared bean '" + record.bean() + "' (declared by " + record.method() + ", created by "
					+ record.creator() + ") could not be torn down by " + this.session.member() + ": " + reason
					+ ". Its record is kept in " + files.address()
					+ ", and whoever needs the bean next tries again. If what it names is gone already, let the destroy "
					+ "callback succeed in that case.", problem);
	}

}
