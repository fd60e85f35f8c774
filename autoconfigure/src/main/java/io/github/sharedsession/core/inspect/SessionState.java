package io.github.sharedsession.core.inspect;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a session from outside. Never holds a shared value.
 *
 * @param name the name of its directory
 * @param directory its directory
 * @param build the root directory of its build, or {@code null} when that is not known
 * @param liveness whether somebody is in it
 * @param changed when it was last changed
 * @param members who is or was in it, as far as that is known
 * @param resources what is or was shared
 * @param problems what could not be read
 */
public record SessionState(String name, Path directory, @Nullable String build, Liveness liveness, Instant changed,
		List<MemberState> members, List<ResourceState> resources, List<String> problems) {

	/**
	 * Return what is recorded although nobody is left who could use it.
	 * @return the resources
	 */
	public List<ResourceState> leftovers() {
		return this.resources.stream()
			.filter((resource) -> resource.remains() > 0
					|| (this.liveness == Liveness.DEAD && resource.status().isRecorded()))
			.toList();
	}

	/**
	 * Whether somebody is in a session.
	 */
	public enum Liveness {

		/** Forks are in it. */
		LIVING,

		/** Only a session host is in it. */
		HOST_ONLY,

		/** Nobody is in it. */
		DEAD,

		/** Nobody is in it, and a process tears down what was left. */
		BEING_SWEPT,

		/** It could not be found out, as somebody holds the locks that tell. */
		UNKNOWN

	}

	/**
	 * A JVM that is or was in the session.
	 *
	 * @param name a name for messages, as in "fork 2, pid 4711"
	 * @param pid the process
	 * @param host whether it is a session host
	 * @param alive whether it is in the session now
	 * @param tasks what its threads do, as far as that has lasted a while
	 */
	public record MemberState(String name, long pid, boolean host, boolean alive, List<TaskState> tasks) {
	}

	/**
	 * One thread at one resource.
	 *
	 * @param thread the id of the thread
	 * @param creates whether it creates the resource; else it waits for it
	 * @param resource the name of the resource
	 * @param since when it began
	 */
	public record TaskState(long thread, boolean creates, String resource, Instant since) {
	}

	/**
	 * A resource.
	 *
	 * @param name the name of the resource
	 * @param bean the name of the bean, or a part of it
	 * @param method the declaring class and method, or {@code null} when not recorded
	 * @param status what is recorded
	 * @param hosted whether it lives in a session host
	 * @param creator who created it, or {@code null} when not recorded
	 * @param since since when it is in that status, or {@code null} when nothing is
	 * recorded
	 * @param users the processes that use it; empty too where the system does not tell
	 * @param dependencies the names of the resources that it was made with
	 * @param remains how many former generations could not be torn down
	 * @param failure why it could not be created, or {@code null}
	 * @param directory where its records are
	 */
	public record ResourceState(String name, String bean, @Nullable String method, Status status, boolean hosted,
			@Nullable String creator, @Nullable Instant since, List<Long> users, List<String> dependencies, int remains,
			@Nullable String failure, Path directory) {
	}

	/**
	 * What is recorded of a resource that outlives its sessions.
	 *
	 * @param resource what is recorded
	 * @param lastUse when a process began to use it; the epoch when that is not known
	 */
	public record CachedState(ResourceState resource, Instant lastUse) {
	}

	/**
	 * What is recorded of a resource.
	 */
	public enum Status {

		/** Nothing: it is not there. */
		ABSENT,

		/** It could not be created. */
		FAILED,

		/** It is being created, or its creation was cut off. */
		CREATING,

		/** It can be used. */
		PUBLISHED,

		/** It is being torn down, or its tear-down was cut off. */
		TEARING_DOWN,

		/** Its record can't be read. */
		UNREADABLE;

		boolean isRecorded() {
			return this != ABSENT && this != FAILED;
		}

	}

}
