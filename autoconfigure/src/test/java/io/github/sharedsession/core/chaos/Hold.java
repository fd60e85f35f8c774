package io.github.sharedsession.core.chaos;

/**
 * A member waits at a point until another process has come to where the two meet: what
 * would else be a matter of microseconds.
 *
 * @param point where it waits
 * @param hit at which of its visits of that point, from 1
 * @param millis for how long at most, since what it waits for may be impossible
 * @param until what it waits for
 */
record Hold(String point, int hit, int millis, Awaited until) {

	static Hold parse(String text) {
		String[] parts = text.split("/", -1);
		return new Hold(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Awaited.parse(parts[3]));
	}

	/** The form that {@link #parse} reads. */
	@Override
	public String toString() {
		return this.point + "/" + this.hit + "/" + this.millis + "/" + this.until;
	}

}
