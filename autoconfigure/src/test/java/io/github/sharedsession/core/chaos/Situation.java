package io.github.sharedsession.core.chaos;

import java.util.List;

import io.github.sharedsession.core.chaos.Fault.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Meetings of members that are a matter of microseconds, brought about by members that
 * wait for each other. Each is what one rule of the protocol is for.
 */
enum Situation {

	/**
	 * Somebody looks for members while a leaver that has torn down is dying, and finds
	 * its locks first held, then free. What has been torn down must not be joined.
	 */
	JOINER_MEETS_DYING_LEAVER {

		@Override
		List<Actor> actors() {
			Fault dies = new Fault(Kind.CRUMBLE, "callback: destroy has removed something", 1, NEVER, 0);
			MemberPlan leaver = calm(MUTEX_GOES_FIRST, "a").with(Ordeal.of(dies,
					hold("dying: has lost mutex", ENOUGH_MILLIS, "m2 point join: before members.tryShared")));
			MemberPlan joiner = calm(0, "a")
				.with(Ordeal.of(Fault.NONE, hold("join: before members.tryShared", ENOUGH_MILLIS, "driver exited m1")));
			return List.of(Actor.first(leaver), Actor.after("m1 killed", "m2", joiner));
		}

	},

	/**
	 * Who joins a resource whose creator dies then, has what it was made with, too.
	 */
	JOINER_NEEDS_THE_DEPENDENCY {

		@Override
		List<Actor> actors() {
			Fault dies = new Fault(Kind.HALT, "member: has an answer", 1, NEVER, 0);
			MemberPlan creator = calm(0, "b")
				.with(Ordeal.of(dies, hold("member: has an answer", ENOUGH_MILLIS, "m2 acquired 1 b")));
			MemberPlan joiner = calm(0, "b", "a").impatient(20)
				.with(Ordeal.of(Fault.NONE, hold("member: has an answer", ENOUGH_MILLIS, "driver exited m1")));
			return List.of(Actor.first(creator), Actor.after("m1 acquired 1 b", "m2", joiner));
		}

	},

	/**
	 * Somebody looks for members while the creator, which has published, changes from
	 * being alone to being one of them.
	 */
	CREATOR_BECOMES_A_MEMBER {

		@Override
		List<Actor> actors() {
			MemberPlan creator = calm(0, "a")
				.with(Ordeal.of(Fault.NONE, hold("create: after members.release", IMPOSSIBLE_MILLIS, "m2 create")));
			return List.of(Actor.first(creator),
					Actor.after("m1 point create: after members.release", "m2", calm(0, "a")));
		}

	},

	/**
	 * Somebody enters a dead session while the one that sweeps it is dying, and must not
	 * be told of the failure of those who died.
	 */
	ENTRANT_MEETS_DYING_SWEEPER {

		@Override
		List<Actor> actors() {
			MemberPlan failing = calm(0, "a").throwing()
				.with(Ordeal.of(new Fault(Kind.HALT, "member: has an answer", 1, NEVER, 0)));
			String claimed = "sweep dead session: at definition.list";
			MemberPlan sweeper = MemberPlan.calm("two", List.of("a"))
				.with(Ordeal.of(new Fault(Kind.HALT, claimed, 1, NEVER, 0),
						hold(claimed, ENOUGH_MILLIS, "m3 point enter: before session.members.tryShared")));
			MemberPlan entrant = calm(0, "a").with(Ordeal.of(Fault.NONE,
					hold("enter: before session.members.tryShared", ENOUGH_MILLIS, "driver exited m2")));
			return List.of(Actor.first(failing), Actor.after("driver exited m1", "m2", sweeper),
					Actor.after("m2 point " + claimed, "m3", entrant));
		}

	},

	/**
	 * Somebody enters while the one who was alone and about to delete failures is dying,
	 * and must not be told of the failure of those who died before.
	 */
	ENTRANT_MEETS_DYING_ENTRANT {

		@Override
		List<Actor> actors() {
			MemberPlan failing = calm(0, "a").throwing()
				.with(Ordeal.of(new Fault(Kind.HALT, "member: has an answer", 1, NEVER, 0)));
			Fault dies = new Fault(Kind.CRUMBLE, "enter: before failure.delete", 1, NEVER, 0);
			MemberPlan alone = calm(ROOT_GOES_FIRST, "a").with(Ordeal.of(dies,
					hold("dying: has lost root.lock", ENOUGH_MILLIS, "m3 point enter: after session.forks.try")));
			MemberPlan entrant = calm(0, "a").with(Ordeal.of(Fault.NONE,
					hold("enter: after session.forks.tryExclusive was refused", ENOUGH_MILLIS, "driver exited m2")));
			return List.of(Actor.first(failing), Actor.after("driver exited m1", "m2", alone),
					Actor.after("m2 killed", "m3", entrant));
		}

	};

	private static final int NEVER = Integer.MAX_VALUE;

	/** A seed that makes a leaver lose that lock before the others. */
	private static final int MUTEX_GOES_FIRST = 12;

	/** A seed that makes who enters lose that lock before the others. */
	private static final int ROOT_GOES_FIRST = 2;

	/** It comes about in the time in which a JVM starts. */
	private static final int ENOUGH_MILLIS = 10_000;

	/** Comes about only when the protocol is broken. */
	private static final int IMPOSSIBLE_MILLIS = 2500;

	/**
	 * Who takes part, in the order of their start.
	 */
	abstract List<Actor> actors();

	private static MemberPlan calm(int seed, String... keys) {
		return MemberPlan.calm("one", List.of(keys)).seeded(seed);
	}

	private static Hold hold(String point, int millis, String until) {
		return new Hold(point, 1, millis, Awaited.parse(until));
	}

	/**
	 * A member of a situation.
	 *
	 * @param name of the member
	 * @param start what it is started after, or {@code null} for nothing
	 * @param plan what it does
	 */
	record Actor(String name, @Nullable Awaited start, MemberPlan plan) {

		static Actor first(MemberPlan plan) {
			return new Actor("m1", null, plan);
		}

		static Actor after(String start, String name, MemberPlan plan) {
			return new Actor(name, Awaited.parse(start), plan);
		}

	}

}
