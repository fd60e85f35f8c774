package io.github.sharedsession.report;

import java.util.List;
import java.util.Locale;

import io.github.sharedsession.core.event.SharingCost;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of a session. Times are milliseconds since it began. Members and
 * resources are referred to by their index.
 *
 * @param build the root directory of the build, or an empty string
 * @param session the name of the session
 * @param began when the first member entered, in milliseconds since the epoch
 * @param duration until the last thing that is known
 * @param members the JVMs, forks first
 * @param resources in the order in which they were first wanted
 * @param failures creations that failed
 * @param leftovers what could not be torn down
 */
record Report(String build, String session, long began, long duration, List<MemberReport> members,
		List<ResourceReport> resources, List<Failure> failures, List<Leftover> leftovers) {

	/** What sharing has cost and saved, over all resources. */
	SharingCost cost() {
		return new SharingCost(
				this.resources.stream()
					.map((resource) -> resource.cost().shared())
					.reduce(SharingCost.NONE.shared(), (left, right) -> left.plus(right)),
				this.resources.stream()
					.map((resource) -> resource.cost().alone())
					.reduce(SharingCost.NONE.alone(), (left, right) -> left.plus(right)));
	}

	/** How a member has ended. */
	enum End {

		/** In order. */
		LEFT,

		/** Killed, or it crashed: it has told nothing of its end. */
		LOST,

		/** It has not yet: a session host. */
		RUNNING;

		String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** What has become of a resource. */
	enum State {

		/** Nobody could create it, or has yet. */
		NONE,

		/** A session host still serves it. */
		SERVED,

		/** It was torn down. */
		GONE,

		/** It is recorded still, for whoever needs it next. */
		RECORDED,

		/** Kept for later builds. */
		CACHED;

		String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** What a member does with a resource. */
	enum Kind {

		WAITING, CREATING, USING, DESTROYING;

		String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * One JVM.
	 *
	 * @param name as in messages
	 * @param host whether it is a session host
	 * @param pid the process
	 * @param from when it entered
	 * @param to when it left, or was last known of
	 * @param end how it has ended
	 */
	record MemberReport(String name, boolean host, long pid, long from, long to, End end) {
	}

	/**
	 * One resource.
	 *
	 * @param id its name in the session
	 * @param bean the name of the bean
	 * @param method the declaring class and method
	 * @param type the type of the shared value
	 * @param dependencies the resources it was made with
	 * @param creators the members that created it, first to last
	 * @param creation milliseconds of the first creation, or {@code null} when there was
	 * none
	 * @param users the members that used it without having created it
	 * @param waited milliseconds of all waits for it
	 * @param lifetime milliseconds from its first creation to its last tear-down, or
	 * {@code null} when one is missing
	 * @param cost what it has cost
	 * @param state what has become of it
	 * @param lostCreator whether it lived in its creator, which ended before the others
	 * @param spans what members have done with it
	 */
	record ResourceReport(String id, String bean, String method, String type, List<Integer> dependencies,
			List<Integer> creators, @Nullable Long creation, List<Integer> users, long waited, @Nullable Long lifetime,
			SharingCost cost, State state, boolean lostCreator, List<Span> spans) {
	}

	/**
	 * What a member has done with a resource for a time.
	 *
	 * @param kind what
	 * @param member who
	 * @param from when it began
	 * @param to when it ended
	 * @param failed whether it ended with a failure
	 * @param cut whether nothing tells of its end: it may have been earlier
	 */
	record Span(Kind kind, int member, long from, long to, boolean failed, boolean cut) {
	}

	/**
	 * A creation that failed.
	 *
	 * @param resource of what
	 * @param member where
	 * @param at when
	 * @param message what happened
	 * @param trace the stack trace
	 */
	record Failure(int resource, int member, long at, String message, String trace) {
	}

	/**
	 * What could not be torn down, or is not known to have been.
	 *
	 * @param resource of what
	 * @param member who has tried
	 * @param at when
	 * @param reason why
	 * @param record where the record of it is kept, or an empty string when there is none
	 * @param trace the stack trace, or an empty string
	 * @param gone whether a later try has torn it down
	 */
	record Leftover(int resource, int member, long at, String reason, String record, String trace, boolean gone) {
	}

}
