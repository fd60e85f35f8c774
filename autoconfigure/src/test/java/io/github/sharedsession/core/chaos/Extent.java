package io.github.sharedsession.core.chaos;

import java.time.Duration;

/**
 * How much chaos there is.
 *
 * @param kills how many are enough
 * @param limit when no further round is begun
 * @param glance whether there are small rounds only, and no situations
 */
public record Extent(int kills, Duration limit, boolean glance) {

	/** Of a round that some seconds have to do for. */
	private static final int FEW_MEMBERS = 5;

	static Extent of(int kills, Duration limit) {
		return new Extent(kills, limit, false);
	}

	/** As many kills as the time allows. */
	static Extent of(Duration limit) {
		return of(Integer.MAX_VALUE, limit);
	}

	/** The same when that is a matter of seconds. */
	static Extent glance(Duration limit) {
		return new Extent(Integer.MAX_VALUE, limit, true);
	}

	/** How many rounds there are at a time. */
	int workers() {
		int processors = Runtime.getRuntime().availableProcessors();
		// Members sleep and wait for most of the time
		return this.glance ? processors : Math.max(2, 3 * processors);
	}

	/** How many members a round has, or 0 to leave that to chance. */
	int members() {
		return this.glance ? FEW_MEMBERS : 0;
	}

}
