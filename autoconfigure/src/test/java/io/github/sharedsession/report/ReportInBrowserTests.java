package io.github.sharedsession.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser. With {@code -Dreport.screenshots=<directory>} pictures of
 * it are left there.
 */
@EnabledIf("isBrowserThere")
class ReportInBrowserTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	static boolean isBrowserThere() {
		return browser().findAny().isPresent();
	}

	private static Stream<Path> browser() {
		return Stream.of("chromium", "chromium-browser", "google-chrome")
			.map((name) -> Path.of("/usr/bin", name))
			.filter(Files::isExecutable);
	}

	private Path write(String name, Story story, String probe) throws IOException {
		String page = ReportPage.write(ReportJson.write(story.report()));
		if (!probe.isEmpty()) {
			// What a user does, then what the page shows, as part of the page's own
			// script
			String script = page.substring(page.lastIndexOf("<script>") + 8, page.lastIndexOf("</script>"));
			page = page.replace(script, script + "\n;" + probe)
				.replaceFirst("Content-Security-Policy\" content=\"[^\"]*\"", "x\"");
		}
		return Files.writeString(this.directory.resolve(name + ".html"), page);
	}

	private String run(Path page, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(browser().findFirst().orElseThrow().toString(), "--headless",
				"--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr", "--log-level=0",
				"--user-data-dir=" + this.directory.resolve("profile"), "--virtual-time-budget=5000"));
		command.addAll(List.of(options));
		command.add(page.toUri().toString());
		Path errors = this.directory.resolve("errors");
		Path output = this.directory.resolve("output");
		Process process = new ProcessBuilder(command).redirectError(errors.toFile())
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the browser ends").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(Files.readAllLines(errors, StandardCharsets.UTF_8)).noneMatch((line) -> line.contains("CONSOLE"));
		return Files.readString(output);
	}

	private String open(String name, Story story, String probe) throws IOException, InterruptedException {
		Path page = write(name, story, probe);
		String dom = run(page, "--dump-dom");
		String screenshots = System.getProperty("report.screenshots");
		if (screenshots != null) {
			for (String scheme : List.of("light", "dark")) {
				Path picture = Path.of(screenshots, name + "-" + scheme + ".png").toAbsolutePath();
				List<String> options = new ArrayList<>(List.of("--window-size=1400,1900", "--screenshot=" + picture));
				if (scheme.equals("dark")) {
					options.add("--force-dark-mode");
				}
				run(page, options.toArray(String[]::new));
			}
		}
		assertThat(dom).contains("data-ready=\"true\"");
		return dom;
	}

	private static int rows(String dom, String table) {
		String body = dom.substring(dom.indexOf("<tbody", dom.indexOf("id=\"" + table + "\"")));
		return body.substring(0, body.indexOf("</tbody>")).split("<tr>", -1).length - 1;
	}

	@Test
	void runWithAKilledForkIsShown() throws Exception {
		String dom = open("killed", Stories.killedFork(), "");
		assertThat(dom).contains("fork 1, pid 1001, was killed or has crashed", "'stub' could not be created by fork 3",
				"at shop.Stub.start(Stub.java:12)", "It may have left something".substring(3));
		assertThat(rows(dom, "resources")).isEqualTo(3);
		assertThat(rows(dom, "members")).isEqualTo(5);
		assertThat(rows(dom, "dependencies")).isEqualTo(2);
	}

	@Test
	void bigRunIsShownAHundredAtATime() throws Exception {
		String dom = open("big", Stories.generated(64, 1000), "");
		assertThat(dom).contains("1,000 resources", "Show the other 900");
		assertThat(rows(dom, "resources")).isEqualTo(100);
		assertThat(rows(dom, "members")).isEqualTo(64);
	}

	@Test
	void searchNarrowsEverything() throws Exception {
		String dom = open("search", Stories.generated(8, 100), """
				const search = document.getElementById('search');
				search.value = 'resource1';
				search.dispatchEvent(new Event('input'));""");
		// resource1 and resource10 to resource19
		assertThat(dom).contains("11 of 100 resources");
		assertThat(rows(dom, "resources")).isEqualTo(11);
		assertThat(dom).contains("Timeline of 8 JVMs and 11 resources");
	}

	@Test
	void headingsSort() throws Exception {
		String dom = open("sort", Stories.killedFork(), """
				document.querySelectorAll('#resources thead button')[1].click();
				document.querySelectorAll('#resources thead button')[1].click();""");
		assertThat(dom).containsPattern("aria-sort=\"descending\"><button type=\"button\">Bean");
		String body = dom.substring(dom.indexOf("<tbody"));
		assertThat(body.indexOf(">stub<")).isLessThan(body.indexOf(">ordersDatabase<"))
			.isLessThan(body.indexOf(">databaseServer<"));
	}

	@Test
	void keysTellWhatWentOn() throws Exception {
		String dom = open("keys", Stories.killedFork(), """
				const canvas = document.getElementById('timeline');
				const press = key => canvas.dispatchEvent(new KeyboardEvent('keydown', { key }));
				press('ArrowDown');
				for (let i = 0; i < 20; i++) press('ArrowRight');""");
		assertThat(dom).contains("fork 2 at 5.7 s: creates 'ordersDatabase'", "uses 'databaseServer'");
	}

	@Test
	void nothingOfARunBecomesMarkup() throws Exception {
		String hostile = "</script><img src=x onerror=alert(1)><b>";
		String dom = open("hostile",
				new Story().enters(1, 0)
					.creates(1, 0, 5, hostile)
					.tells(1, 9, "FAILED", 1, hostile, hostile, hostile, hostile)
					.tells(1, 9, "LEFT_BEHIND", 1, hostile, hostile, hostile, hostile, "g"),
				"");
		assertThat(dom).doesNotContain("<img", "<b>").contains("&lt;img src=x");
	}

	@Test
	void emptyRunIsShown() throws Exception {
		assertThat(rows(open("empty", new Story().enters(1, 0), ""), "resources")).isZero();
	}

}
