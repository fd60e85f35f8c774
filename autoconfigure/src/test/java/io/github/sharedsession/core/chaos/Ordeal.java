package io.github.sharedsession.core.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a member suffers at the points that it passes.
 *
 * @param fault what happens to it at one of them
 * @param holds where it waits for others
 * @param napPercent at how many of the points it sleeps for a moment, which widens races
 * @param napMicros for how long at most
 */
record Ordeal(Fault fault, List<Hold> holds, int napPercent, int napMicros) {

	static final Ordeal NONE = of(Fault.NONE);

	static Ordeal of(Fault fault, Hold... holds) {
		return new Ordeal(fault, List.of(holds), 0, 1);
	}

	Ordeal with(Fault other) {
		return new Ordeal(other, this.holds, this.napPercent, this.napMicros);
	}

	static Ordeal parse(List<String> words) {
		return new Ordeal(Fault.parse(words.get(0)), words.stream().skip(3).map(Hold::parse).toList(),
				Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)));
	}

	/** The words that {@link #parse} reads. */
	List<String> words() {
		List<String> words = new ArrayList<>(
				Arrays.asList(this.fault.toString(), String.valueOf(this.napPercent), String.valueOf(this.napMicros)));
		this.holds.forEach((hold) -> words.add(hold.toString()));
		return words;
	}

}
