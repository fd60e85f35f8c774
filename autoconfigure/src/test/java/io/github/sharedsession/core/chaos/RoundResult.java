package io.github.sharedsession.core.chaos;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of a round.
 *
 * @param plan what was to happen
 * @param world where it took place
 * @param events its history
 * @param violations what must not happen
 * @param mayBeLeft how many creations were killed before they recorded anything
 */
record RoundResult(RoundPlan plan, Path world, List<HistoryEvent> events, List<Violation> violations, int mayBeLeft) {

	/**
	 * The points where members were killed, one for each that really was.
	 */
	Map<String, Integer> kills() {
		Set<String> killed = new HashSet<>();
		Map<String, String> points = new HashMap<>();
		for (HistoryEvent event : this.events) {
			switch (event.verb()) {
				case "killed" -> points.putIfAbsent(event.process(), event.text());
				case "kill" ->
					points.putIfAbsent(event.word(0), String.join(" ", event.words().subList(1, event.words().size())));
				case "exited" -> {
					if (event.word(1).equals("137")) {
						killed.add(event.word(0));
					}
				}
				default -> {
					// Not the end of a member
				}
			}
		}
		Map<String, Integer> kills = new HashMap<>();
		killed.forEach((process) -> kills.merge(points.getOrDefault(process, "unknown"), 1, Integer::sum));
		return kills;
	}

	/** All points that members have passed, with one of the members. */
	Map<String, String> points() {
		Map<String, String> points = new HashMap<>();
		this.events.stream()
			.filter((event) -> event.verb().equals("point"))
			.forEach((event) -> points.putIfAbsent(event.text(), event.process()));
		return points;
	}

	/** How many members have found out that they had lost their locks. */
	long lost() {
		return this.events.stream().filter(HistoryEvent::tellsOfLoss).map(HistoryEvent::process).distinct().count();
	}

	long count(String verb) {
		return this.events.stream().filter((event) -> event.verb().equals(verb)).count();
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.violations.forEach((violation) -> text.append(violation).append(System.lineSeparator()));
		return text.append("Ledger: ")
			.append(this.world.resolve("ledger").toAbsolutePath())
			.append(", replay with ")
			.append(this.plan)
			.toString();
	}

}
