package io.github.sharedsession.core.session;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.record.ActivityRecord;
import io.github.sharedsession.core.record.ActivityRecord.Kind;
import io.github.sharedsession.core.record.ActivityRecord.Task;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreNote;
import org.jspecify.annotations.Nullable;

/**
 * What each member is doing, in one data file per member, so that others can say for whom
 * they wait, and find out that they wait for each other. A waiting is written only when
 * it has lasted a while.
 */
public final class Activity {

	private static final String ENTRY = "activity";

	private static final String DIRECTORY = "/activity/";

	private final Store store;

	private final String session;

	private final Member member;

	public Activity(Store store, String session, Member member) {
		this.store = store;
		this.session = session;
		this.member = member;
	}

	void enter() {
		JvmRegistry.remove(ENTRY);
		try {
			this.store.createDirectory(this.session + DIRECTORY);
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// For messages only: nobody goes without a resource because of it
		}
		write();
	}

	public void creating(String resource, boolean begins) {
		update(Kind.CREATING, resource, begins);
	}

	public void waiting(String resource, boolean begins) {
		update(Kind.WAITING, resource, begins);
	}

	private void update(Kind kind, String resource, boolean begins) {
		long thread = Thread.currentThread().getId();
		String key = thread + " " + kind + " " + resource;
		if (begins) {
			state().put(key, new Object[] { thread, kind.name(), resource, System.currentTimeMillis() });
		}
		else {
			state().remove(key);
		}
		write();
	}

	private void write() {
		ReentrantLock guard = JvmRegistry.guard(ENTRY);
		guard.lock();
		try {
			note().overwrite(current().encode());
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// As above
		}
		finally {
			guard.unlock();
		}
	}

	void leave() {
		note().close();
	}

	private StoreNote note() {
		return this.store.note(this.session + DIRECTORY + this.member.id());
	}

	private ActivityRecord current() {
		List<Task> tasks = new ArrayList<>();
		for (Object value : state().values()) {
			Object[] task = (Object[]) value;
			tasks.add(new Task((Long) task[0], Kind.valueOf((String) task[1]), (String) task[2], (Long) task[3]));
		}
		return new ActivityRecord(this.member, tasks);
	}

	/** Of types of the JDK, as it is shared with other class loaders. */
	private static ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(ENTRY);
	}

	/**
	 * Find who creates a resource.
	 * @return the member, or {@code null} when none says so
	 */
	public @Nullable Member creatorOf(String resource) {
		return living().filter((activity) -> activity.creates(resource))
			.map(ActivityRecord::member)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Find a circle of threads that wait for what the next one is creating.
	 * @param resource what the current thread waits for
	 * @return the resources of the circle in order, or {@code null} when there is none
	 */
	public @Nullable List<String> findCircle(String resource) {
		List<String> path = new ArrayList<>();
		return follow(living().toList(), resource, path) ? path : null;
	}

	private boolean follow(List<ActivityRecord> activities, String resource, List<String> path) {
		if (path.contains(resource)) {
			return false;
		}
		path.add(resource);
		for (ActivityRecord activity : activities) {
			for (Task task : activity.tasks()) {
				if (task.isCreating(resource) && (isOfThisThread(activity, task)
						|| waitsInCircle(activities, activity.waitingOf(task.thread()), path))) {
					return true;
				}
			}
		}
		path.remove(path.size() - 1);
		return false;
	}

	private boolean waitsInCircle(List<ActivityRecord> activities, @Nullable String resource, List<String> path) {
		return resource != null && follow(activities, resource, path);
	}

	private boolean isOfThisThread(ActivityRecord activity, Task task) {
		return activity.member().id().equals(this.member.id()) && task.thread() == Thread.currentThread().getId();
	}

	/** Return whether a member lives that is neither this one nor a host. */
	public boolean hasOthers() {
		return living().map(ActivityRecord::member)
			.anyMatch((other) -> !other.isHost() && !other.id().equals(this.member.id()));
	}

	private Stream<ActivityRecord> living() {
		return readAll(this.store, this.session).stream().filter((activity) -> activity.member().mayLive());
	}

	/**
	 * Read what the members tell, also those that have ended.
	 * @return empty when nothing is known
	 */
	public static List<ActivityRecord> readAll(Store store, String session) {
		try {
			return store.list(session + DIRECTORY)
				.stream()
				.map((name) -> read(store, session + DIRECTORY + name))
				.filter(Objects::nonNull)
				.map(ActivityRecord.class::cast)
				.toList();
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			return List.of();
		}
	}

	private static @Nullable ActivityRecord read(Store store, String file) {
		try {
			byte[] content = store.read(file);
			return (content != null) ? ActivityRecord.parse(content) : null;
		}
		catch (UncheckedIOException | SharedSessionRecordException | IllegalArgumentException ex) {
			// Another file may tell more
			return null;
		}
	}

}
