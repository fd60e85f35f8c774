package io.github.sharedsession.core.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * All that can be decided before a round.
 *
 * @param seed of all decisions that are left to chance
 * @param members how many there are before the last one, or 0 to leave that to chance
 * @param targets the points where most of the members are killed; may be empty
 * @param situation what is brought about, or {@code null} for whatever comes
 * @param aims the points where members are killed whatever else was to happen to them, by
 * the names of the members
 */
record RoundPlan(long seed, int members, List<String> targets, @Nullable Situation situation,
		Map<String, String> aims) {

	/**
	 * The member after the last one, if that is killed: it is not, so that all is cleaned
	 * up.
	 */
	static final String CLEANER = "end";

	private static final String PROPERTY = "chaos.";

	static RoundPlan random(long seed, int members, List<String> targets) {
		return new RoundPlan(seed, members, targets, null, Map.of());
	}

	static RoundPlan of(Situation situation) {
		return new RoundPlan(0, 0, List.of(), situation, Map.of());
	}

	/** The same round in which members are killed where they have passed a point. */
	RoundPlan aimingAt(Map<String, String> others) {
		return new RoundPlan(this.seed, this.members, this.targets, this.situation, Map.copyOf(others));
	}

	/**
	 * The round that is asked for.
	 * @return the plan, or {@code null} when none is asked for
	 */
	static @Nullable RoundPlan fromSystemProperties() {
		String situation = System.getProperty(PROPERTY + "situation");
		if (situation == null && System.getProperty(PROPERTY + "seed") == null) {
			return null;
		}
		Map<String, String> aims = new TreeMap<>();
		list("aims")
			.forEach((aim) -> aims.put(aim.substring(0, aim.indexOf('@')), aim.substring(aim.indexOf('@') + 1)));
		return new RoundPlan(Long.getLong(PROPERTY + "seed", 0), Integer.getInteger(PROPERTY + "members", 0),
				list("targets"), (situation != null) ? Situation.valueOf(situation) : null, aims);
	}

	private static List<String> list(String name) {
		String property = System.getProperty(PROPERTY + name, "");
		return property.isEmpty() ? List.of() : Arrays.asList(property.split("\\|", -1));
	}

	/** The options that {@link #fromSystemProperties} reads. */
	@Override
	public String toString() {
		List<String> options = new ArrayList<>(List.of("-D" + PROPERTY + "seed=" + this.seed));
		if (this.members > 0) {
			options.add("-D" + PROPERTY + "members=" + this.members);
		}
		if (this.situation != null) {
			options.add("-D" + PROPERTY + "situation=" + this.situation);
		}
		if (!this.targets.isEmpty()) {
			options.add("\"-D" + PROPERTY + "targets=" + String.join("|", this.targets) + "\"");
		}
		if (!this.aims.isEmpty()) {
			List<String> words = this.aims.entrySet()
				.stream()
				.map((aim) -> aim.getKey() + "@" + aim.getValue())
				.toList();
			options.add("\"-D" + PROPERTY + "aims=" + String.join("|", words) + "\"");
		}
		return String.join(" ", options);
	}

}
