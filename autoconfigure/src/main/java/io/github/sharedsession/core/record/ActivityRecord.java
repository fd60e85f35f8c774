package io.github.sharedsession.core.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.core.session.Activity;
import org.jspecify.annotations.Nullable;

/**
 * What one file of {@link Activity} holds.
 *
 * @param member who writes it
 * @param tasks what the threads of the member are doing
 */
public record ActivityRecord(Member member, List<Task> tasks) {

	private static final int TASK_PARTS = 4;

	/**
	 * Read what {@link #encode} wrote. What it does not know it leaves out.
	 * @throws IllegalArgumentException when it is something else
	 */
	public static ActivityRecord parse(byte[] content) {
		List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
		if (lines.isEmpty()) {
			throw new IllegalArgumentException("No activity");
		}
		List<Task> tasks = new ArrayList<>();
		for (String line : lines.subList(1, lines.size())) {
			if (line.isEmpty()) {
				// What follows is the rest of longer ones before
				break;
			}
			String[] parts = line.split(" ", -1);
			if (parts.length == TASK_PARTS) {
				tasks.add(
						new Task(Long.parseLong(parts[0]), Kind.valueOf(parts[1]), parts[2], Long.parseLong(parts[3])));
			}
		}
		return new ActivityRecord(Member.parse(lines.get(0)), tasks);
	}

	public byte[] encode() {
		StringBuilder text = new StringBuilder(this.member.format()).append('\n');
		for (Task task : this.tasks) {
			text.append(task.format()).append('\n');
		}
		return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
	}

	public boolean creates(String resource) {
		return this.tasks.stream().anyMatch((task) -> task.isCreating(resource));
	}

	/** What a thread waits for, or {@code null}. */
	public @Nullable String waitingOf(long thread) {
		return this.tasks.stream()
			.filter((task) -> task.thread() == thread && task.kind() == Kind.WAITING)
			.map(Task::resource)
			.findFirst()
			.orElse(null);
	}

	/** What a thread does with a resource. */
	public enum Kind {

		CREATING, WAITING

	}

	/**
	 * One thread at one resource.
	 *
	 * @param thread the id of the thread
	 * @param kind what it does
	 * @param resource the name of the resource
	 * @param since when it began, in milliseconds since the epoch
	 */
	public record Task(long thread, Kind kind, String resource, long since) {

		public boolean isCreating(String resource) {
			return this.kind == Kind.CREATING && this.resource.equals(resource);
		}

		String format() {
			return this.thread + " " + this.kind + " " + this.resource + " " + this.since;
		}

	}

}
