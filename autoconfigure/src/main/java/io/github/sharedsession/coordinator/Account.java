package io.github.sharedsession.coordinator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.sharedsession.coordinator.EventLog.Event;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The short account of a session on the user's console: who created, who reused, who tore
 * down, and what was left.
 */
final class Account {

	private final List<Event> events;

	Account(Store store, String session) {
		this.events = EventLog.read(store, session);
	}

	/**
	 * Print the account.
	 * @return some lines, or {@code null} when there is nothing to tell
	 */
	@Nullable String print() {
		if (this.events.isEmpty()) {
			return null;
		}
		Map<String, List<Event>> beans = this.events.stream()
			.collect(Collectors.groupingBy(Event::bean, LinkedHashMap::new, Collectors.toList()));
		int width = beans.keySet().stream().mapToInt(String::length).max().orElse(0);
		long members = this.events.stream().map((event) -> event.member().id()).distinct().count();
		StringBuilder text = new StringBuilder(System.lineSeparator());
		text.append(String.format(Locale.ROOT, "Shared session: %s in %s, %s saved%n",
				count(beans.size(), "shared bean"), count(members, "JVM"),
				format(beans.values().stream().map(Account::saved).reduce(Duration.ZERO, Duration::plus))));
		beans.forEach((bean, events) -> text.append("  ")
			.append(bean)
			.append(" ".repeat(width - bean.length()))
			.append("  ")
			.append(line(events))
			.append(System.lineSeparator()));
		return text.toString();
	}

	private static String line(List<Event> events) {
		StringBuilder line = new StringBuilder();
		for (Event event : of(events, EventLog.Type.CREATED)) {
			separate(line).append("created by ")
				.append(event.member().shortName())
				.append(" in ")
				.append(format(event.took()));
		}
		for (Event event : of(events, EventLog.Type.FAILED)) {
			separate(line).append("creation failed in ").append(event.member().shortName());
		}
		Set<String> reusers = of(events, EventLog.Type.REUSED).stream()
			.map((event) -> event.member().shortName())
			.collect(Collectors.toCollection(TreeSet::new));
		if (!reusers.isEmpty()) {
			separate(line).append("reused by ").append(join(reusers));
		}
		if (!of(events, EventLog.Type.LOST_CREATOR).isEmpty()) {
			separate(line).append("LIVED IN ITS CREATOR, which ended before the others");
		}
		for (Event event : of(events, EventLog.Type.DESTROYED)) {
			separate(line).append("torn down by ").append(event.member().shortName());
		}
		for (Event event : of(events, EventLog.Type.LEFT_BEHIND)) {
			separate(line).append("NOT torn down by ").append(event.member().shortName()).append(", record kept");
		}
		return line.toString();
	}

	/** "fork 1", "fork 2", "fork 4" becomes "forks 1, 2, 4". */
	private static String join(Set<String> names) {
		if (names.size() > 1 && names.stream().allMatch((name) -> name.startsWith("fork "))) {
			return "forks " + names.stream().map((name) -> name.substring(5)).collect(Collectors.joining(", "));
		}
		return String.join(", ", names);
	}

	private static Duration saved(List<Event> events) {
		Duration creation = of(events, EventLog.Type.CREATED).stream()
			.map(Event::took)
			.reduce((left, right) -> left.compareTo(right) < 0 ? left : right)
			.orElse(Duration.ZERO);
		Duration waited = of(events, EventLog.Type.REUSED).stream()
			.map(Event::took)
			.reduce(Duration.ZERO, Duration::plus);
		int reuses = of(events, EventLog.Type.REUSED).size();
		if (of(events, EventLog.Type.CREATED).stream().anyMatch((event) -> event.member().isHost())) {
			// Without the host, the first of them would have created it
			reuses--;
		}
		Duration saved = creation.multipliedBy(reuses).minus(waited);
		return saved.isNegative() ? Duration.ZERO : saved;
	}

	private static List<Event> of(List<Event> events, EventLog.Type type) {
		return events.stream().filter((event) -> event.type() == type).toList();
	}

	private static StringBuilder separate(StringBuilder line) {
		return line.isEmpty() ? line : line.append("; ");
	}

	private static String count(long count, String noun) {
		return count + " " + noun + ((count != 1) ? "s" : "");
	}

	private static String format(Duration duration) {
		return (duration.toMillis() < 1000) ? duration.toMillis() + " ms"
				: String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
	}

}
