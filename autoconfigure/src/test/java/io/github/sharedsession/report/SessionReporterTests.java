package io.github.sharedsession.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.core.event.SessionLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where reports are written, when, and of what.
 */
class SessionReporterTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path root;

	private final RecordingLog log = new RecordingLog();

	private final SessionReporter reporter = new SessionReporter(this.log);

	@BeforeEach
	void makeBuild() throws IOException {
		Files.createFile(this.root.resolve("pom.xml"));
	}

	private Story run(int fork, String bean) {
		long began = fork * 100L;
		return new Story().in(this.root)
			.enters(fork, began)
			.creates(fork, began, began + 50, bean)
			.leaves(fork, began + 90);
	}

	private List<String> beans(String report) throws IOException {
		JsonNode json = new JsonMapper().readTree(Files.readString(this.root.resolve(report)));
		return json.get("resources").valueStream().map((resource) -> resource.get("bean").asString()).toList();
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.root)) {
			return files.filter(Files::isRegularFile)
				.map((file) -> this.root.relativize(file).toString())
				.filter((file) -> !file.contains("/events/") && !file.equals("pom.xml"))
				.sorted()
				.toList();
		}
	}

	@Test
	void reportIsWrittenAndNamedInTheAccount() throws IOException {
		this.reporter.ended(run(1, "a").history("s-1", 1));
		assertThat(files()).containsExactly("target/shared-session/report.html", "target/shared-session/report.json");
		assertThat(beans("target/shared-session/report.json")).containsExactly("a");
		assertThat(this.log.accounts).singleElement()
			.asString()
			.contains("1 shared bean in 1 JVM", "Report: " + this.root.resolve("target/shared-session/report.html"));
	}

	@Test
	void gradleHasAnotherBuildDirectory() throws IOException {
		Files.move(this.root.resolve("pom.xml"), this.root.resolve("settings.gradle.kts"));
		this.reporter.ended(run(1, "a").history("s-1", 1));
		assertThat(this.root.resolve("build/shared-session/report.html")).exists();
	}

	@Test
	void whereNothingIsBuiltNothingIsWritten() throws IOException {
		Files.delete(this.root.resolve("pom.xml"));
		this.reporter.ended(run(1, "a").history("s-1", 1));
		assertThat(files()).isEmpty();
		assertThat(this.log.accounts).singleElement().asString().contains("1 shared bean").doesNotContain("Report");
	}

	@Test
	void testsMayWantNone() throws IOException {
		this.reporter.ended(run(1, "a").tells(1, 300, "NO_REPORT", 0, "").history("s-1", 1));
		assertThat(files()).isEmpty();
		assertThat(this.log.accounts).hasSize(1);
	}

	@Test
	void phasesOfOneRunHaveOneReport() throws IOException {
		this.reporter.ended(run(1, "a").history("s-1", 1));
		this.reporter.ended(run(2, "b").history("s-1", 2));
		assertThat(beans("target/shared-session/report.json")).containsExactly("a", "b");
		assertThat(this.log.accounts).last().asString().contains("2 shared beans in 2 JVMs");
		this.reporter.ended(run(3, "c").history("s-2", 3));
		assertThat(beans("target/shared-session/report.json")).containsExactly("c");
	}

	@Test
	void memberThatEntersAnewDoesNotReplaceWhatItTold() throws IOException {
		this.reporter.ended(run(1, "a").history("s-1", 1));
		Story second = new Story().in(this.root).enters(1, 500).creates(1, 500, 550, "b").leaves(1, 600);
		this.reporter.ended(second.history("s-1", 1));
		assertThat(beans("target/shared-session/report.json")).containsExactly("a", "b");
	}

	@Test
	void runsThatShareASessionHaveReportsOfTheirOwn() throws IOException {
		this.reporter.ended(run(1, "a").inOneOfManyRuns().history("s-1", 1));
		this.reporter
			.ended(new Story().in(this.root).inOneOfManyRuns().enters(2, 0).creates(2, 1, 2, "b").history("s-1", 2));
		assertThat(beans("target/shared-session/report.json")).containsExactly("b");
	}

	@Test
	void hostCompletesTheReport() throws IOException {
		Story story = run(1, "a").enters(0, 120).creates(0, 130, 140, "server");
		this.reporter.ended(story.history("s-1", 1));
		this.reporter.ended(story.destroys(0, 300, 400, "server").leaves(0, 410).history("s-1", 0));
		JsonNode json = new JsonMapper()
			.readTree(Files.readString(this.root.resolve("target/shared-session/report.json")));
		assertThat(json.at("/resources/1/state").asString()).isEqualTo("gone");
		assertThat(json.at("/members/1/end").asString()).isEqualTo("left");
		assertThat(this.log.accounts).hasSize(1);
	}

	@Test
	void hostDoesNotBringBackWhatWasCleaned() throws IOException {
		Story story = run(1, "a").enters(0, 120).creates(0, 130, 140, "server");
		this.reporter.ended(story.history("s-1", 0));
		assertThat(files()).isEmpty();
		this.reporter.ended(run(2, "b").history("s-2", 2));
		this.reporter.ended(story.history("s-1", 0));
		assertThat(beans("target/shared-session/report.json")).containsExactly("b");
	}

	@Test
	void killedRunIsReportedByTheNext() throws IOException {
		this.reporter.ended(run(9, "former").history("s-0", 9));
		this.reporter.swept(run(1, "killed").history("s-1", 2));
		assertThat(beans("target/shared-session/report.json")).containsExactly("former");
		this.reporter.ended(run(2, "next").history("s-2", 2));
		assertThat(files()).containsExactly("target/shared-session/lost-report.html",
				"target/shared-session/lost-report.json", "target/shared-session/report.html",
				"target/shared-session/report.json");
		assertThat(beans("target/shared-session/lost-report.json")).containsExactly("killed");
		assertThat(beans("target/shared-session/report.json")).containsExactly("next");
		assertThat(this.log.accounts).last().asString().contains("lost-report.html");
	}

	@Test
	void killedRunIsReportedAtOnceWhereNoRunFollows() throws IOException {
		Files.createDirectory(this.root.resolve("target"));
		this.reporter.lost(run(1, "killed").history("s-1", 2));
		assertThat(beans("target/shared-session/lost-report.json")).containsExactly("killed");
		assertThat(files()).hasSize(2);
		assertThat(this.log.infos).singleElement().asString().contains("lost-report.html");
	}

	@Test
	void killedRunOfACleanedBuildIsForgotten() throws IOException {
		this.reporter.swept(run(1, "killed").history("s-1", 2));
		assertThat(files()).isEmpty();
	}

	@Test
	void whatCannotBeWrittenIsToldAndConcernsNobody() throws IOException {
		Files.createFile(this.root.resolve("target"));
		this.reporter.ended(run(1, "a").history("s-1", 1));
		assertThat(this.log.warnings).singleElement().asString().contains("could not be written").contains("target");
		assertThat(this.log.accounts).hasSize(1);
	}

	@Test
	void filesAreReplacedInOneStep() throws IOException {
		this.reporter.ended(run(1, "a").history("s-1", 1));
		Path page = this.root.resolve("target/shared-session/report.html");
		try (var reader = Files.newInputStream(page)) {
			byte[] before = Files.readAllBytes(page);
			this.reporter.ended(run(2, "b").history("s-1", 2));
			assertThat(reader.readAllBytes()).isEqualTo(before);
		}
	}

	private static final class RecordingLog implements SessionLog {

		private final List<String> infos = new ArrayList<>();

		private final List<String> accounts = new ArrayList<>();

		private final List<@Nullable String> warnings = new ArrayList<>();

		@Override
		public void info(String message) {
			this.infos.add(message);
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
			this.warnings.add(message);
		}

		@Override
		public void account(String account) {
			this.accounts.add(account);
		}

	}

}
