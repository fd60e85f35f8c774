package io.github.sharedsession.core.event;

import java.time.Duration;
import java.util.Collection;

/**
 * What one resource has cost the forks, and would have cost had each made its own.
 *
 * @param shared for all its creations, and for all waits of those who reused it
 * @param alone what a creation took, for each fork that used what was created by it; of
 * what was found, the one of long ago
 */
public record SharingCost(Duration shared, Duration alone) {

	/** Nothing. */
	public static final SharingCost NONE = new SharingCost(Duration.ZERO, Duration.ZERO);

	/**
	 * Compute the cost of a resource.
	 * @param events its events in order of time
	 * @return the cost
	 */
	public static SharingCost of(Iterable<SessionEvent> events) {
		Duration shared = Duration.ZERO;
		Duration alone = Duration.ZERO;
		Duration creation = Duration.ZERO;
		for (SessionEvent event : events) {
			if (event.type() == EventType.CREATED) {
				creation = event.took();
				shared = shared.plus(creation);
				// A host makes none for itself
				alone = event.member().isHost() ? alone : alone.plus(creation);
			}
			else if (event.type() == EventType.FOUND) {
				creation = event.took();
				alone = alone.plus(creation);
			}
			else if (event.type() == EventType.REUSED) {
				shared = shared.plus(event.took());
				alone = alone.plus(creation);
			}
		}
		return new SharingCost(shared, alone);
	}

	static Duration quickest(Collection<SessionEvent> events) {
		return events.stream().map(SessionEvent::took).min(Duration::compareTo).orElse(Duration.ZERO);
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
