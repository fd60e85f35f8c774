package io.github.sharedsession.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The report as one page that needs nothing else. Everything that comes from a run stands
 * in it as JSON; the page's script makes text of it, never markup.
 */
final class ReportPage {

	private ReportPage() {
	}

	/**
	 * Write the page.
	 * @param json the report as {@link ReportJson} writes it
	 * @return HTML
	 */
	static String write(String json) {
		String style = resource("report.css");
		String script = resource("report.js");
		return resource("report.html").replace("@style-hash@", hash(style))
			.replace("@script-hash@", hash(script))
			.replace("@style@", style)
			.replace("@script@", script)
			// Last, since it may hold anything
			.replace("@data@", json);
	}

	private static String resource(String name) {
		try (InputStream stream = ReportPage.class.getResourceAsStream(name)) {
			if (stream == null) {
				throw new IOException(name + " is missing in the jar of the library");
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** For the page's policy, which lets nothing but this style and this script in. */
	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

}
