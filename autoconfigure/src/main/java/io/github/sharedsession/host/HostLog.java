package io.github.sharedsession.host;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.sharedsession.core.event.SessionHistory;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.report.SessionReporter;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a host, on its standard output, which is its log file. No logging
 * system: servers bring and configure their own.
 */
final class HostLog implements SessionLog {

	private static final PrintStream OUT = System.out;

	static void print(@Nullable String message, @Nullable Throwable cause) {
		OUT.println(
				Instant.now().truncatedTo(ChronoUnit.MILLIS) + " [" + ProcessHandle.current().pid() + "] " + message);
		if (cause != null) {
			cause.printStackTrace(OUT);
		}
	}

	@Override
	public void info(String message) {
		print(message, null);
	}

	@Override
	public void warn(@Nullable String message, @Nullable Throwable cause) {
		print(message, cause);
	}

	@Override
	public void ended(SessionHistory history) {
		new SessionReporter(this).ended(history);
	}

	@Override
	public void swept(SessionHistory history) {
		new SessionReporter(this).swept(history);
	}

	@Override
	public void account(String account) {
		print(account, null);
	}

}
