package io.github.sharedsession.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sharedsession.integration.ledger.Ledger;
import org.assertj.core.api.AssertProvider;

/**
 * What a build left behind.
 *
 * @param directory the directory of the build
 * @param exitCode the exit code of Maven
 * @param output what Maven printed
 * @param ledger what happened in the forks
 */
record BuildResult(Path directory, int exitCode, String output,
		Ledger ledger) implements AssertProvider<BuildResultAssert> {

	private static final int TAIL = 80;

	/**
	 * Return Surefire's report of one test class.
	 * @param testClass the simple name of the test class
	 * @return the report in plain text
	 */
	String report(String testClass) {
		try (Stream<Path> reports = Files.list(this.directory.resolve("reports"))) {
			return reports.filter((report) -> report.getFileName().toString().endsWith("." + testClass + ".txt"))
				.map(BuildResult::read)
				.collect(Collectors.joining());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return a report of what was shared, from where the build's console says that it is.
	 * @param name the name of the report, without its extension
	 * @return its JSON
	 */
	String sharingReport(String name) {
		Matcher matcher = Pattern.compile(" Report: (.*)/report\\.html").matcher(this.output);
		if (!matcher.find()) {
			throw new AssertionError("No report is named in " + this.output);
		}
		return read(Path.of(matcher.group(1), name + ".json"));
	}

	/**
	 * Return everything that the build wrote: its output, all reports, the dump files of
	 * Surefire.
	 * @return all text
	 */
	String everythingWritten() {
		try (Stream<Path> reports = Files.walk(this.directory.resolve("reports"))) {
			return this.output
					+ reports.filter(Files::isRegularFile).map(BuildResult::read).collect(Collectors.joining());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the files that are left in the session directory.
	 * @return their paths relative to that directory
	 */
	List<String> sessionFiles() {
		Path session = this.directory.resolve("session");
		if (!Files.exists(session)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(session)) {
			return files.skip(1).map((file) -> session.relativize(file).toString()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return how a fork is named in messages.
	 * @param pid its process id
	 * @return its name, as in "fork 2"
	 */
	String forkName(long pid) {
		return this.ledger.entries("fork", "-")
			.stream()
			.filter((entry) -> entry.pid() == pid)
			.findFirst()
			.flatMap((entry) -> entry.detail("number"))
			.orElseThrow()
			.replace("fork-", "fork ");
	}

	String describe() {
		return describe(this.output, this.ledger);
	}

	static String describe(String output, Ledger ledger) {
		List<String> lines = output.lines().toList();
		String tail = lines.stream().skip(Math.max(0, lines.size() - TAIL)).collect(Collectors.joining("\n"));
		return "--- ledger\n" + ledger + "--- end of output\n" + tail + "\n---";
	}

	private static String read(Path file) {
		try {
			return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public BuildResultAssert assertThat() {
		return new BuildResultAssert(this);
	}

}
