package io.github.sharedsession.coordinator;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * What each member is doing, in one data file per member, so that others can say for whom
 * they wait, and find out that they wait for each other. A waiting is written only when
 * it has lasted a while.
 */
final class Activity {

	private static final String ENTRY = "activity";

	private static final String DIRECTORY = "/activity/";

	private static final String CREATING = "creating";

	private static final String WAITING = "waiting";

	private final Store store;

	private final String session;

	private final Member member;

	Activity(Store store, String session, Member member) {
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

	void creating(String resource, boolean begins) {
		update(CREATING, resource, begins);
	}

	void waiting(String resource, boolean begins) {
		update(WAITING, resource, begins);
	}

	private void update(String kind, String resource, boolean begins) {
		String line = Thread.currentThread().getId() + " " + kind + " " + resource;
		if (begins) {
			lines().put(line, true);
		}
		else {
			lines().remove(line);
		}
		write();
	}

	private void write() {
		ReentrantLock guard = JvmRegistry.guard(ENTRY);
		guard.lock();
		try {
			String text = this.member.format() + "\n" + String.join("\n", lines().keySet());
			this.store.write(this.session + DIRECTORY + this.member.id(), text.getBytes(StandardCharsets.UTF_8));
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// As above
		}
		finally {
			guard.unlock();
		}
	}

	private static ConcurrentMap<String, Object> lines() {
		return JvmRegistry.entry(ENTRY);
	}

	/**
	 * Find who creates a resource.
	 * @return the member, or {@code null} when none says so
	 */
	@Nullable Member creatorOf(String resource) {
		return read().stream()
			.filter((task) -> task.creating().contains(resource))
			.map(Task::member)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Find a circle of threads that wait for what the next one is creating.
	 * @param resource what the current thread waits for
	 * @return the resources of the circle in order, or {@code null} when there is none
	 */
	@Nullable List<String> findCircle(String resource) {
		List<Task> tasks = read();
		String self = this.member.id() + " " + Thread.currentThread().getId();
		List<String> path = new ArrayList<>();
		return follow(tasks, self, resource, path) ? path : null;
	}

	private boolean follow(List<Task> tasks, String self, String resource, List<String> path) {
		if (path.contains(resource)) {
			return false;
		}
		path.add(resource);
		for (Task task : tasks) {
			if (task.creating().contains(resource)) {
				if (task.id().equals(self)) {
					return true;
				}
				if (task.waiting() != null && follow(tasks, self, task.waiting(), path)) {
					return true;
				}
			}
		}
		path.remove(path.size() - 1);
		return false;
	}

	/** Return whether a member lives that is neither this one nor a host. */
	boolean hasOthers() {
		try {
			return this.store.list(this.session + DIRECTORY)
				.stream()
				.filter((name) -> !name.equals(this.member.id()))
				.anyMatch(this::isLivingFork);
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			return false;
		}
	}

	private boolean isLivingFork(String name) {
		byte[] content = this.store.read(this.session + DIRECTORY + name);
		try {
			Member other = Member
				.parse(new String((content != null) ? content : new byte[0], StandardCharsets.UTF_8).lines()
					.findFirst()
					.orElse(""));
			return !other.isHost() && ProcessHandle.of(other.pid()).isPresent();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private List<Task> read() {
		List<Task> tasks = new ArrayList<>();
		try {
			this.store.list(this.session + DIRECTORY).forEach((name) -> read(name, tasks));
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// Nothing is known then
		}
		return tasks;
	}

	private void read(String name, List<Task> tasks) {
		try {
			byte[] content = this.store.read(this.session + DIRECTORY + name);
			List<String> lines = (content != null) ? new String(content, StandardCharsets.UTF_8).lines().toList()
					: List.of();
			if (!lines.isEmpty()) {
				read(Member.parse(lines.get(0)), lines, tasks);
			}
		}
		catch (UncheckedIOException | SharedSessionRecordException | IllegalArgumentException ex) {
			// Another file may tell more
		}
	}

	private static void read(Member member, List<String> lines, List<Task> tasks) {
		if (ProcessHandle.of(member.pid()).isEmpty()) {
			return;
		}
		for (String line : lines.subList(1, lines.size())) {
			String[] parts = line.split(" ", 3);
			if (parts.length == 3) {
				String id = member.id() + " " + parts[0];
				Task task = tasks.stream().filter((candidate) -> candidate.id().equals(id)).findFirst().orElse(null);
				if (task == null) {
					task = new Task(id, member, List.of(), null);
				}
				else {
					tasks.remove(task);
				}
				tasks.add(task.with(parts[1], parts[2]));
			}
		}
	}

	/** One thread of one member. */
	private record Task(String id, Member member, List<String> creating, @Nullable String waiting) {

		Task with(String kind, String resource) {
			if (WAITING.equals(kind)) {
				return new Task(this.id, this.member, this.creating, resource);
			}
			List<String> all = new ArrayList<>(this.creating);
			all.add(resource);
			return new Task(this.id, this.member, all, this.waiting);
		}

	}

}
