package io.github.sharedsession.coordinator;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one resource has cost the forks, and would have cost had each made its own.
 *
 * @param shared for all its creations, and for all waits of those who reused it
 * @param alone the quickest creation, in each fork that used it
 */
public record SharingCost(Duration shared, Duration alone) {

	/** Nothing. */
	public static final SharingCost NONE = new SharingCost(Duration.ZERO, Duration.ZERO);

	/**
	 * Compute the cost of a resource.
	 * @param events its events
	 * @return the cost
	 */
	public static SharingCost of(Collection<SessionEvent> events) {
		List<Duration> creations = durations(events, (event) -> event.type() == EventType.CREATED);
		List<Duration> waits = durations(events, (event) -> event.type() == EventType.REUSED);
		// A host makes none for itself
		int forks = durations(events, (event) -> event.type() == EventType.CREATED && !event.member().isHost()).size()
				+ waits.size();
		Duration quickest = creations.stream().min(Duration::compareTo).orElse(Duration.ZERO);
		return new SharingCost(sum(creations).plus(sum(waits)), quickest.multipliedBy(forks));
	}

	private static List<Duration> durations(Collection<SessionEvent> events, Predicate<SessionEvent> filter) {
		return events.stream().filter(filter).map(SessionEvent::took).toList();
	}

	private static Duration sum(List<Duration> durations) {
		return durations.stream().reduce(Duration.ZERO, Duration::plus);
	}

	/**
	 * Return what was saved by sharing.
	 * @return the difference, or zero when sharing has cost more
	 */
	public Duration saved() {
		Duration saved = this.alone.minus(this.shared);
		return saved.isNegative() ? Duration.ZERO : saved;
	}

}
