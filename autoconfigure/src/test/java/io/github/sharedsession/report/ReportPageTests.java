package io.github.sharedsession.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page as text. {@link ReportInBrowserTests} opens it.
 */
class ReportPageTests {

	private final String page = ReportPage.write(ReportJson.write(Stories.killedFork().report()));

	private String find(String pattern) {
		Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(this.page);
		assertThat(matcher.find()).as(pattern).isTrue();
		return matcher.group(1);
	}

	private static String hash(String text) throws Exception {
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		return "sha256-" + Base64.getEncoder().encodeToString(digest);
	}

	@Test
	void policyLetsNothingInButWhatThePageHolds() throws Exception {
		String policy = find("Content-Security-Policy\" content=\"([^\"]*)\"");
		assertThat(policy).startsWith("default-src 'none';")
			.contains("style-src '" + hash(find("<style>(.*?)</style>")) + "'")
			.contains("script-src '" + hash(find("<script>(.*?)</script>")) + "'")
			.doesNotContain("unsafe", "http", "*");
	}

	@Test
	void pageNeedsNothingElse() {
		assertThat(this.page).doesNotContainPattern("(?i)(src|href)=\"[^#]")
			.doesNotContain("https://", "http://", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML")
			.doesNotContainPattern("@[a-z-]+@");
	}

	@Test
	void pageHoldsTheReport() {
		assertThat(find("id=\"data\">(.*?)</script>")).isEqualTo(ReportJson.write(Stories.killedFork().report()));
	}

	@Test
	void textOfARunIsNoPartOfThePage() {
		String hostile = "</script><script>alert(1)</script>@style@@script-hash@";
		Story story = new Story().enters(1, 0).tells(1, 1, "FAILED", 1, hostile, "m", hostile, hostile);
		String page = ReportPage.write(ReportJson.write(story.report()));
		assertThat(page.split("<script", -1)).hasSize(3);
		assertThat(page).contains("@style@@script-hash@").doesNotContain("<script>alert");
	}

}
