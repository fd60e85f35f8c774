package io.github.sharedsession.core.event;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.sharedsession.core.record.ResourceKey;
import org.jspecify.annotations.Nullable;

/**
 * The short account of a session on the user's console: who created, who reused, who tore
 * down, and what was left.
 */
public final class Account {

	/** More would push the results of the tests off the screen. */
	private static final int MAX_BEANS = 12;

	private static final Set<EventType> PROBLEMS = Set.of(EventType.FAILED, EventType.LOST_CREATOR,
			EventType.LEFT_BEHIND, EventType.MAYBE_LEFT);

	private final List<SessionEvent> events;

	/**
	 * Create an account.
	 * @param events what happened
	 */
	public Account(List<SessionEvent> events) {
		this.events = events;
	}

	/**
	 * Print the account.
	 * @return some lines, or {@code null} when there is nothing to tell
	 */
	public @Nullable String print() {
		Map<String, List<SessionEvent>> beans = this.events.stream()
			.filter((event) -> !event.resource().isEmpty())
			.collect(Collectors.groupingBy((event) -> event.bean().replaceAll("\\s", " "), LinkedHashMap::new,
					Collectors.toList()));
		if (beans.isEmpty()) {
			return null;
		}
		long members = this.events.stream().map((event) -> event.member().id()).distinct().count();
		StringBuilder text = new StringBuilder(System.lineSeparator());
		text.append(String.format(Locale.ROOT, "Shared session: %s in %s, %s saved%n",
				count(beans.size(), "shared bean"), count(members, "JVM"),
				format(beans.values().stream().map(Account::saved).reduce(Duration.ZERO, Duration::plus))));
		List<String> told = told(beans);
		int width = told.stream().mapToInt(String::length).max().orElse(0);
		told.forEach((bean) -> text.append("  ")
			.append(bean)
			.append(" ".repeat(width - bean.length()))
			.append("  ")
			.append(line(beans.getOrDefault(bean, List.of())))
			.append(System.lineSeparator()));
		if (told.size() < beans.size()) {
			text.append(String.format(Locale.ROOT, "  ... and %s more%n",
					count(beans.size() - told.size(), "shared bean")));
		}
		return text.toString();
	}

	/** Where not all can be told, those with problems, and then the dearest. */
	private static List<String> told(Map<String, List<SessionEvent>> beans) {
		if (beans.size() <= MAX_BEANS) {
			return List.copyOf(beans.keySet());
		}
		Set<String> first = beans.entrySet()
			.stream()
			.sorted(Comparator.<Map.Entry<String, List<SessionEvent>>, Boolean>comparing(
					(bean) -> bean.getValue().stream().noneMatch((event) -> PROBLEMS.contains(event.type())))
				.thenComparing((bean) -> saved(bean.getValue()), Comparator.reverseOrder()))
			.limit(MAX_BEANS)
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
		return beans.keySet().stream().filter(first::contains).toList();
	}

	private static String line(List<SessionEvent> events) {
		StringBuilder line = new StringBuilder();
		for (SessionEvent event : of(events, EventType.CREATED)) {
			separate(line).append("created by ")
				.append(event.member().shortName())
				.append(" in ")
				.append(format(event.took()));
		}
		tellDifference(of(events, EventType.CREATED), line);
		for (SessionEvent event : of(events, EventType.FAILED)) {
			separate(line).append("creation failed in ").append(event.member().shortName());
		}
		for (SessionEvent event : of(events, EventType.MAYBE_LEFT)) {
			separate(line).append("creation ended half-way by ")
				.append(event.detail(0))
				.append(", may have LEFT SOMETHING");
		}
		Set<String> finders = members(of(events, EventType.FOUND));
		if (!finders.isEmpty()) {
			separate(line).append("found in the cache by ")
				.append(join(finders))
				.append(", created earlier in ")
				.append(format(SharingCost.quickest(of(events, EventType.FOUND))));
		}
		Set<String> reusers = members(of(events, EventType.REUSED));
		if (!reusers.isEmpty()) {
			separate(line).append("reused by ").append(join(reusers));
		}
		if (!of(events, EventType.LOST_CREATOR).isEmpty()) {
			separate(line).append("LIVED IN ITS CREATOR, which ended before the others");
		}
		List<SessionEvent> destroyed = of(events, EventType.DESTROYED);
		for (SessionEvent event : destroyed) {
			if (!isCached(event)) {
				separate(line).append("torn down by ").append(event.member().shortName());
			}
		}
		Set<String> evictors = members(destroyed.stream().filter(Account::isCached).toList());
		if (!evictors.isEmpty()) {
			separate(line).append("older ones torn down by ").append(join(evictors));
		}
		for (SessionEvent event : of(events, EventType.LEFT_BEHIND)) {
			separate(line).append("NOT torn down by ").append(event.member().shortName()).append(", record kept");
		}
		return line.toString();
	}

	/** Why there are several where one was expected. */
	private static void tellDifference(List<SessionEvent> created, StringBuilder line) {
		Map<String, List<SessionEvent>> definitions = created.stream()
			.filter((event) -> ResourceKey.isName(event.resource()))
			.collect(Collectors.groupingBy((event) -> ResourceKey.parse(event.resource()).stableId(),
					LinkedHashMap::new, Collectors.toList()));
		definitions.values().forEach((events) -> {
			long resources = events.stream().map(SessionEvent::resource).distinct().count();
			Set<String> differing = CreationInputs.differing(events);
			if (resources > 1 && !differing.isEmpty()) {
				separate(line).append(resources)
					.append(" different ones, since contexts differ in ")
					.append(String.join(", ", differing));
			}
		});
	}

	/** "fork 1", "fork 2", "fork 4" becomes "forks 1, 2, 4". */
	private static String join(Set<String> names) {
		if (names.size() > 1 && names.stream().allMatch((name) -> name.startsWith("fork "))) {
			return "forks " + names.stream().map((name) -> name.substring(5)).collect(Collectors.joining(", "));
		}
		return String.join(", ", names);
	}

	/** A bean with several settings has a resource for each. */
	private static Duration saved(List<SessionEvent> events) {
		return events.stream()
			.collect(Collectors.groupingBy(SessionEvent::resource))
			.values()
			.stream()
			.map((resource) -> SharingCost.of(resource).saved())
			.reduce(Duration.ZERO, Duration::plus);
	}

	private static Set<String> members(List<SessionEvent> events) {
		return events.stream()
			.map((event) -> event.member().shortName())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/** Only one of another fingerprint, or one that was gone, is torn down. */
	private static boolean isCached(SessionEvent event) {
		return ResourceKey.isName(event.resource()) && ResourceKey.parse(event.resource()).cached();
	}

	private static List<SessionEvent> of(List<SessionEvent> events, EventType type) {
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
