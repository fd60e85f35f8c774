package io.github.sharedsession.core.chaos;

import org.jspecify.annotations.Nullable;

/**
 * What is to happen to a member, and where.
 *
 * @param kind what happens
 * @param point the point where it happens, or {@code null} when any will do
 * @param hit at which of the visits of that point it happens, from 1
 * @param step at how many visits of any points it happens at the latest, from 1
 * @param millis how long a stopped member is stopped
 */
record Fault(Kind kind, @Nullable String point, int hit, int step, int millis) {

	static final Fault NONE = new Fault(Kind.NONE, null, 0, 0, 0);

	static Fault parse(String text) {
		String[] parts = text.split("/", 5);
		return new Fault(Kind.valueOf(parts[0]), parts[4].isEmpty() ? null : parts[4], Integer.parseInt(parts[1]),
				Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
	}

	/** The form that {@link #parse} reads. */
	@Override
	public String toString() {
		return this.kind + "/" + this.hit + "/" + this.step + "/" + this.millis + "/"
				+ ((this.point != null) ? this.point : "");
	}

	boolean isDeadly() {
		return this.kind != Kind.NONE && this.kind != Kind.STOP;
	}

	/**
	 * What can happen.
	 */
	enum Kind {

		NONE,

		/** Ends itself at once: no shutdown hook, no {@code finally}. */
		HALT,

		/** Has itself killed with SIGKILL. */
		KILL,

		/**
		 * Gives its locks back one after the other, as the operating system does when a
		 * process dies, but slowly, and halts.
		 */
		CRUMBLE,

		/** Has itself stopped with SIGSTOP. */
		STOP

	}

}
