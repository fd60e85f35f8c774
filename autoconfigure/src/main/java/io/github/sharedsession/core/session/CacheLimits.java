package io.github.sharedsession.core.session;

import java.time.Duration;

/**
 * How much of what outlives its session is kept.
 *
 * @param maxAge for how long after its last use
 * @param maxEntries how many fingerprints of one definition
 */
public record CacheLimits(Duration maxAge, int maxEntries) {

	/**
	 * The limits when nothing else is said.
	 */
	public static final CacheLimits DEFAULT = new CacheLimits(Duration.ofDays(30), 3);

}
