package io.github.sharedsession.integration.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One line of a {@link Ledger}.
 *
 * @param line the number of the line, starting at 1
 * @param verb what happened, as {@code create}
 * @param resource the name of the resource it happened to
 * @param generation which of the resources of that name
 * @param pid the process that wrote the line
 * @param details further words, as {@code client=3}
 */
public record LedgerEntry(int line, String verb, String resource, String generation, long pid, List<String> details) {

	static LedgerEntry parse(int line, String text) {
		List<String> words = Arrays.asList(text.split(" "));
		if (words.size() < 4) {
			throw new IllegalArgumentException("Line " + line + " of the ledger is torn: '" + text + "'");
		}
		return new LedgerEntry(line, words.get(0), words.get(1), words.get(2), Long.parseLong(words.get(3)),
				List.copyOf(words.subList(4, words.size())));
	}

	/**
	 * Return the value of a detail of the form {@code name=value}.
	 * @param name the name
	 * @return the value, if there is such a detail
	 */
	public Optional<String> detail(String name) {
		return this.details.stream()
			.filter((detail) -> detail.startsWith(name + "="))
			.map((detail) -> detail.substring(name.length() + 1))
			.findFirst();
	}

	String resourceAndGeneration() {
		return this.resource + ":" + this.generation;
	}

	@Override
	public String toString() {
		return "%d: %s %s %s %d %s".formatted(this.line, this.verb, this.resource, this.generation, this.pid,
				String.join(" ", this.details));
	}

}
