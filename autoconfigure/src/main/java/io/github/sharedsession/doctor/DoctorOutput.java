package io.github.sharedsession.doctor;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import io.github.sharedsession.core.event.SessionHistory;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.report.SessionReporter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * Where the doctor writes to: either text for people, or one JSON document.
 */
final class DoctorOutput implements SessionLog {

	private final PrintStream out;

	private final boolean json;

	DoctorOutput(PrintStream out, boolean json) {
		this.out = out;
		this.json = json;
	}

	/** Write a line for people. */
	void line(String text) {
		if (!this.json) {
			this.out.println(text);
		}
	}

	/** Write the result for programs. */
	void result(Object result) {
		if (this.json) {
			// A path would be written as a URI
			SimpleModule module = new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance);
			this.out.println(JsonMapper.builder()
				.addModule(module)
				.enable(SerializationFeature.INDENT_OUTPUT)
				.build()
				.writeValueAsString(result));
		}
	}

	/** How long ago something was, as people say it. */
	static String ago(@Nullable Instant instant) {
		return (instant != null) ? describe(Duration.between(instant, Instant.now())) : "an unknown time";
	}

	private static String describe(Duration duration) {
		long seconds = Math.max(0, duration.toSeconds());
		if (seconds < 120) {
			return seconds + " s";
		}
		if (seconds < Duration.ofHours(2).toSeconds()) {
			return seconds / 60 + " min";
		}
		return (seconds < Duration.ofDays(2).toSeconds()) ? duration.toHours() + " h" : duration.toDays() + " days";
	}

	@Override
	public void info(String message) {
		line(message);
	}

	@Override
	public void warn(@Nullable String message, @Nullable Throwable cause) {
		line(String.valueOf(message));
	}

	@Override
	public void swept(SessionHistory history) {
		new SessionReporter(this).lost(history);
	}

	@Override
	public void account(String account) {
		line(account);
	}

}
