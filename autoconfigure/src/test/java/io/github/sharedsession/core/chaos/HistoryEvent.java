package io.github.sharedsession.core.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One line of a {@link Journal}.
 *
 * @param time by the clock of the machine, in nanoseconds
 * @param process who wrote the line
 * @param verb what happened
 * @param words to what, and how
 */
record HistoryEvent(long time, String process, String verb, List<String> words) {

	static HistoryEvent parse(String process, String line) {
		List<String> words = Arrays.asList(line.split(" ", -1));
		return new HistoryEvent(Long.parseLong(words.get(0)), process, words.get(1), words.subList(2, words.size()));
	}

	/**
	 * Read all journals of a ledger.
	 * @param ledger the directory, with a file for each process
	 * @return all complete lines in the order of time
	 */
	static List<HistoryEvent> read(Path ledger) throws IOException {
		List<HistoryEvent> events = new ArrayList<>();
		try (Stream<Path> files = Files.list(ledger)) {
			for (Path file : files.sorted().toList()) {
				String content = Files.readString(file);
				String process = String.valueOf(file.getFileName());
				// What follows the last newline is the half line of a killed member
				content.substring(0, content.lastIndexOf('\n') + 1)
					.lines()
					.forEach((line) -> events.add(parse(process, line)));
			}
		}
		events.sort(Comparator.comparingLong(HistoryEvent::time));
		return events;
	}

	/** Its process has found out that it has lost its locks. */
	boolean tellsOfLoss() {
		return (this.verb.equals("refused") && word(2).equals("SharedSessionStoreException"))
				|| (this.verb.equals("warned") && text().contains("and with it all locks of this JVM"));
	}

	String word(int index) {
		return this.words.get(index);
	}

	String text() {
		return String.join(" ", this.words);
	}

	@Override
	public String toString() {
		return this.time + " " + this.process + " " + this.verb + " " + text();
	}

}
