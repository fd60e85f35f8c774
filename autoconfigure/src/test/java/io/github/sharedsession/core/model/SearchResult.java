package io.github.sharedsession.core.model;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a search has found.
 *
 * @param states how many states were reached
 * @param transitions how many steps lead from one state to another
 * @param violation what is wrong, or {@code null} when nothing is
 * @param trace a shortest way to it, a step each
 * @param millis how long the search took
 */
record SearchResult(int states, long transitions, @Nullable String violation, List<String> trace, long millis) {

	String summary(String name) {
		return String.format(Locale.ROOT, "%-72s states=%-8d transitions=%-8d %5d ms  %s", name, this.states,
				this.transitions, this.millis, (this.violation != null) ? this.violation : "no violation");
	}

	/** The violation with the way to it, or an empty string. */
	String counterexample() {
		return (this.violation != null)
				? this.violation + " after:" + System.lineSeparator() + String.join(System.lineSeparator(), this.trace)
				: "";
	}

}
