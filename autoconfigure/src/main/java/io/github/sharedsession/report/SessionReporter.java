package io.github.sharedsession.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.sharedsession.core.event.Account;
import io.github.sharedsession.core.event.EventFiles;
import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.event.SessionEvent;
import io.github.sharedsession.core.event.SessionHistory;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.record.Member;
import org.jspecify.annotations.Nullable;

/**
 * Tells the story of a session: a report in the build directory, and an account on the
 * console. No lock protects the report. Whoever writes it looks afterwards whether there
 * is more to tell by now, and then writes it again: so the last one is complete.
 */
public final class SessionReporter {

	/** The report of the newest run. */
	static final String REPORT = "report";

	/** The report of the newest run that was killed, written by the next one. */
	static final String LOST_REPORT = "lost-report";

	private static final String EVENTS = "events";

	private static final String LOST = "lost";

	/** Others come to an end at some time. */
	private static final int MAX_ROUNDS = 10;

	private final SessionLog log;

	/**
	 * Create a reporter.
	 * @param log takes the account, and what goes wrong
	 */
	public SessionReporter(SessionLog log) {
		this.log = log;
	}

	/**
	 * The last fork has left the session, or its host after that.
	 * @param history what has happened
	 */
	public void ended(SessionHistory history) {
		boolean host = history.teller().isHost();
		List<SessionEvent> events = history.files().events();
		StringBuilder pages = new StringBuilder();
		ReportDirectory directory = directory(events);
		// What a host would make after the directory was cleaned is not asked for any
		// more
		if (directory != null && (!host || directory.exists(EVENTS + "/" + history.session()))) {
			try {
				keep(directory, history, events);
				Path page = write(directory, EVENTS + "/" + history.session(), REPORT);
				pages.append("  Report: ").append(page).append(System.lineSeparator());
				events = directory.events(EVENTS + "/" + history.session()).events();
				if (!host && writeLost(directory)) {
					pages.append("  A former run was killed; its report: ")
						.append(directory.file(LOST_REPORT + ".html"))
						.append(System.lineSeparator());
				}
			}
			catch (IOException | UncheckedIOException ex) {
				this.log.warn("The report of the shared session could not be written by " + history.teller() + ": " + ex
						+ ". The tests are not concerned.", ex);
			}
		}
		String account = host ? null : new Account(events).print();
		if (account != null) {
			this.log.account(account + pages);
		}
	}

	/**
	 * A session is swept whose members were killed. Called while others wait: what it
	 * tells is kept, and made a report of when this run ends.
	 * @param history what has happened
	 */
	public void swept(SessionHistory history) {
		ReportDirectory directory = directory(history.files().events());
		if (directory != null && directory.isBuilt()) {
			try {
				write(directory, LOST + "/" + history.session(), history.files());
			}
			catch (IOException ex) {
				this.log.warn("What is known of a killed run could not be kept for its report: " + ex, ex);
			}
		}
	}

	/**
	 * A session is swept whose members were killed, and nobody else will tell of it.
	 * @param history what has happened
	 */
	public void lost(SessionHistory history) {
		swept(history);
		ReportDirectory directory = directory(history.files().events());
		try {
			if (directory != null && writeLost(directory)) {
				this.log.info("The report of the killed run is " + directory.file(LOST_REPORT + ".html"));
			}
		}
		catch (IOException | UncheckedIOException ex) {
			this.log.warn("The report of a killed run could not be written: " + ex, ex);
		}
	}

	private static @Nullable ReportDirectory directory(List<SessionEvent> events) {
		return events.stream().anyMatch((event) -> event.type() == EventType.NO_REPORT) ? null
				: ReportDirectory.of(SessionHistory.buildRoot(events));
	}

	/**
	 * Add to what is kept of this run. A session may have been left and entered again
	 * meanwhile, as between two test phases of a build.
	 */
	private static void keep(ReportDirectory directory, SessionHistory history, List<SessionEvent> events)
			throws IOException {
		for (String former : directory.list(EVENTS)) {
			if (!former.equals(history.session())) {
				directory.delete(EVENTS + "/" + former);
			}
		}
		String name = EVENTS + "/" + history.session();
		if (!SessionHistory.isNamedAfterRun(events)) {
			Set<String> known = history.files().names();
			for (String file : directory.list(name)) {
				if (!known.contains(file)) {
					directory.delete(name + "/" + file);
				}
			}
		}
		write(directory, name, history.files());
	}

	private static void write(ReportDirectory directory, String name, EventFiles files) throws IOException {
		for (Map.Entry<String, byte[]> member : files.contents().entrySet()) {
			directory.write(name + "/" + EventFiles.name(member.getKey(), member.getValue()), member.getValue());
		}
	}

	private static boolean writeLost(ReportDirectory directory) throws IOException {
		List<String> sessions = directory.list(LOST);
		for (String session : sessions) {
			write(directory, LOST + "/" + session, LOST_REPORT);
			directory.delete(LOST + "/" + session);
		}
		return !sessions.isEmpty();
	}

	private static Path write(ReportDirectory directory, String events, String name) throws IOException {
		EventFiles told = directory.events(events);
		for (int i = 0; i < MAX_ROUNDS; i++) {
			String session = events.substring(events.lastIndexOf('/') + 1);
			String json = ReportJson.write(ReportBuilder.build(session, told.events(), Member::mayLive));
			directory.write(name + ".json", json.getBytes(StandardCharsets.UTF_8));
			directory.write(name + ".html", ReportPage.write(json).getBytes(StandardCharsets.UTF_8));
			EventFiles now = directory.events(events);
			if (now.size() == told.size()) {
				break;
			}
			told = now;
		}
		return directory.file(name + ".html");
	}

}
