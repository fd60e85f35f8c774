package io.github.sharedsession.core.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has come of many rounds: who was killed where, and where nobody has been yet.
 */
final class Tally {

	private static final int TARGETS = 3;

	private static final int AIMS = 8;

	private static final List<String> COUNTED = List.of("start", "create", "threw", "acquired", "refused", "destroy",
			"kept", "warned", "stopped", "terminate", "met", "missed");

	/** One round in so many is often. */
	private static final int OFTEN = 50;

	private final Map<String, Integer> kills = new HashMap<>();

	/** Points, each with the simplest round in which a member has passed it. */
	private final Map<String, Sighting> points = new TreeMap<>();

	/** In how many rounds members have passed a point. */
	private final Map<String, Integer> passes = new HashMap<>();

	private final Map<String, Integer> attempts = new HashMap<>();

	private final List<RoundResult> failed = new ArrayList<>();

	private final Map<String, Long> counts = new TreeMap<>();

	private final long start = System.nanoTime();

	private int rounds;

	private int killed;

	private int mayBeLeft;

	synchronized void add(RoundResult result) {
		this.rounds++;
		this.mayBeLeft += result.mayBeLeft();
		result.points().forEach((point, member) -> {
			Sighting sighting = new Sighting(result.plan(), member);
			// The newest of the simplest, so that another one is tried next time
			this.passes.merge(point, 1, Integer::sum);
			this.points.merge(point, sighting, (old, other) -> (other.aims() <= old.aims()) ? other : old);
		});
		result.kills().forEach((point, count) -> {
			this.kills.merge(point, count, Integer::sum);
			this.killed += count;
		});
		COUNTED.forEach((verb) -> this.counts.merge(verb, result.count(verb), Long::sum));
		this.counts.merge("lost", result.lost(), Long::sum);
		if (!result.violations().isEmpty()) {
			this.failed.add(result);
		}
	}

	/** Some of the points with the fewest kills. */
	synchronized List<String> leastKilled(Random random) {
		List<String> least = new ArrayList<>(this.points.keySet());
		Collections.shuffle(least, random);
		least.sort(Comparator.comparingInt((point) -> this.kills.getOrDefault(point, 0)));
		return List.copyOf(least.subList(0, Math.min(TARGETS, least.size())));
	}

	/**
	 * A round like one in which members have passed points where none has been killed, in
	 * which they are killed there; or any round when there are no such points.
	 */
	synchronized RoundPlan aimed(long seed, int members) {
		List<Map.Entry<String, Sighting>> open = this.points.entrySet()
			.stream()
			.filter((point) -> !this.kills.containsKey(point.getKey()))
			.filter((point) -> !point.getValue().member().equals(RoundPlan.CLEANER))
			.sorted(Comparator.comparingInt((point) -> this.attempts.getOrDefault(point.getKey(), 0)))
			.toList();
		if (open.isEmpty()) {
			return RoundPlan.random(seed, members, leastKilled(new Random(seed)));
		}
		RoundPlan seen = open.get(0).getValue().plan();
		Map<String, String> aims = new TreeMap<>(seen.aims());
		int most = aims.size() + AIMS;
		open.stream()
			.filter((point) -> point.getValue().plan().equals(seen))
			.filter((point) -> aims.size() < most
					&& (point == open.get(0) || !aims.containsKey(point.getValue().member())))
			.forEach((point) -> {
				aims.put(point.getValue().member(), point.getKey());
				this.attempts.merge(point.getKey(), 1, Integer::sum);
			});
		return seen.aimingAt(aims);
	}

	synchronized List<RoundResult> failed() {
		return List.copyOf(this.failed);
	}

	synchronized int killed() {
		return this.killed;
	}

	synchronized int rounds() {
		return this.rounds;
	}

	/** Points that members have passed, and none was killed at. */
	synchronized List<String> neverKilledAt() {
		return this.points.keySet().stream().filter((point) -> !this.kills.containsKey(point)).toList();
	}

	/**
	 * Those of them that members come to often enough that a round which is repeated
	 * passes them again. The others belong to waits of seconds and to coincidences.
	 */
	synchronized List<String> oftenPassedNeverKilledAt() {
		return neverKilledAt().stream()
			.filter((point) -> this.passes.getOrDefault(point, 0) * OFTEN >= this.rounds)
			.toList();
	}

	synchronized double seconds() {
		return (System.nanoTime() - this.start) / 1e9;
	}

	synchronized String summary() {
		double seconds = seconds();
		return String.format("%d kills in %d rounds, %.0f s, %.0f kills a minute; %d points, %d of them never deadly",
				this.killed, this.rounds, seconds, 60 * this.killed / seconds, this.points.size(),
				neverKilledAt().size());
	}

	synchronized String report() {
		StringBuilder text = new StringBuilder();
		text.append(summary()).append(System.lineSeparator());
		text.append(String.format("%s; may have left something, as reported: %d%n", this.counts, this.mayBeLeft));
		Map<Violation.Kind, Integer> violations = new HashMap<>();
		this.failed.forEach((result) -> result.violations()
			.forEach((violation) -> violations.merge(violation.kind(), 1, Integer::sum)));
		for (Violation.Kind kind : Violation.Kind.values()) {
			text.append(String.format("  %s: %d%n", kind, violations.getOrDefault(kind, 0)));
		}
		this.failed.forEach((result) -> text.append(result).append(System.lineSeparator()));
		return text.toString();
	}

	/** How many members were killed at each point, and how many rounds came to it. */
	synchronized String killsByPoint() {
		StringBuilder text = new StringBuilder();
		Set<String> all = new TreeSet<>(this.points.keySet());
		all.addAll(this.kills.keySet());
		all.forEach((point) -> text.append(String.format("%6d kills, passed in %6d rounds  %s%n",
				this.kills.getOrDefault(point, 0), this.passes.getOrDefault(point, 0), point)));
		return text.toString();
	}

	/**
	 * Where a point has been seen.
	 *
	 * @param plan of the round
	 * @param member that has passed the point
	 */
	private record Sighting(RoundPlan plan, String member) {

		int aims() {
			return this.plan.aims().size();
		}

	}

}
