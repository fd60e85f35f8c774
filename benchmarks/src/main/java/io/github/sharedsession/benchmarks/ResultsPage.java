package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tables of the page of results.
 */
final class ResultsPage {

	private static final String BEGIN = "<!-- results -->";

	private static final String END = "<!-- end of results -->";

	private final Results.Content content;

	ResultsPage(Results.Content content) {
		this.content = content;
	}

	String print() {
		StringBuilder text = new StringBuilder();
		Machine machine = this.content.machine();
		text.append(String.format(Locale.ROOT,
				"Measured %s on %d processors, %d MB, %s, files on %s, Java %s; form: %s. One-minute load average when "
						+ "each benchmark began and ended: %s.\n",
				machine.time(), machine.processors(), machine.memoryMegabytes(), machine.os(), machine.fileSystem(),
				machine.java(), this.content.size(), loads()));
		Map<String, List<Result>> tables = new LinkedHashMap<>();
		this.content.results()
			.forEach((result) -> tables.computeIfAbsent(result.benchmark(), (key) -> new ArrayList<>()).add(result));
		tables.forEach((benchmark, rows) -> table(text, benchmark, rows));
		this.content.failures().forEach((failure) -> text.append("\nNot measured: ").append(failure).append('\n'));
		return text.toString();
	}

	private String loads() {
		List<String> texts = new ArrayList<>();
		this.content.loads()
			.forEach((benchmark, loads) -> texts.add(benchmark + " " + String.join("–",
					loads.stream().map((load) -> String.format(Locale.ROOT, "%.1f", load)).toList())));
		return String.join(", ", texts);
	}

	private static void table(StringBuilder text, String benchmark, List<Result> rows) {
		text.append("\n### ").append(benchmark).append("\n");
		text.append("| what | median | beside | its median | ratio | 95 % interval | n | target |\n");
		text.append("|---|---|---|---|---|---|---|---|\n");
		for (Result row : rows) {
			text.append(String.format(Locale.ROOT, "| %s | %s %s | %s | %s %s | **%s** | %s–%s | %d | %s |\n",
					row.name(), significant(row.measured()), row.unit(), row.floorName(), significant(row.floor()),
					row.unit(), ratio(row.ratio()), ratio(row.low()), ratio(row.high()), row.count(),
					(row.limit() != null) ? "≤ " + row.limit() + ", " + row.verdict() : ""));
		}
	}

	private static String ratio(double ratio) {
		return String.format(Locale.ROOT, "%.3f", ratio);
	}

	private static String significant(double value) {
		double size = Math.abs(value);
		int decimals = (size >= 100) ? 0 : (size >= 10) ? 1 : (size >= 1) ? 2 : 3;
		return String.format(Locale.ROOT, "%." + decimals + "f", value);
	}

	/** Replace what stands between the marks of the page. */
	void replaceIn(Path page) throws IOException {
		String old = Files.readString(page);
		int begin = old.indexOf(BEGIN) + BEGIN.length();
		int end = old.indexOf(END);
		if (begin < BEGIN.length() || end < begin) {
			throw new IOException("No place for the results in " + page);
		}
		Files.writeString(page, old.substring(0, begin) + "\n" + print() + old.substring(end));
	}

}
