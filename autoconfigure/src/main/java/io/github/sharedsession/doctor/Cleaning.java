package io.github.sharedsession.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.core.inspect.SessionCleaner;
import io.github.sharedsession.core.inspect.SessionInspector.HostState;
import io.github.sharedsession.core.inspect.SessionState.Liveness;
import io.github.sharedsession.core.inspect.SessionState.ResourceState;
import io.github.sharedsession.host.HostEnvironment;
import io.github.sharedsession.host.HostMain;
import io.github.sharedsession.host.JavaCommand;

/**
 * Cleans up after dead sessions. What a host has left is torn down in a JVM with the
 * class path that the host had; the rest needs a recipe, which only tests have.
 */
final class Cleaning {

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private final SessionCleaner cleaner;

	private final Sessions sessions;

	private final DoctorOutput output;

	Cleaning(Path root, Sessions sessions, DoctorOutput output) {
		this.cleaner = new SessionCleaner(root, output);
		this.sessions = sessions;
		this.output = output;
	}

	int run(List<SessionView> views, boolean forget) {
		List<String> removed = new ArrayList<>();
		List<SessionView> kept = new ArrayList<>();
		for (SessionView view : views) {
			if (view.session().liveness() == Liveness.DEAD) {
				List<SessionView> left = clean(view, forget);
				if (left.isEmpty()) {
					removed.add(view.name());
					this.output.line(view.name() + " was removed.");
				}
				kept.addAll(left);
			}
			else {
				this.output.line(view.name() + " is not dead, and left alone.");
			}
		}
		kept.forEach(this::printKept);
		if (views.isEmpty()) {
			this.output.line("There is no shared session.");
		}
		this.output.result(new Result(removed, kept));
		return kept.isEmpty() ? Doctor.OK : Doctor.INCOMPLETE;
	}

	private List<SessionView> clean(SessionView view, boolean forget) {
		this.cleaner.remove(view.name());
		List<SessionView> left = this.sessions.findAgain(view);
		for (HostState host : view.hosts()) {
			if (left.stream().anyMatch(Cleaning::hasHostedLeftovers)) {
				recover(host);
				left = this.sessions.findAgain(view);
			}
		}
		if (forget && !left.isEmpty()) {
			left.forEach((dead) -> dead.session().leftovers().forEach(this::printForgotten));
			this.cleaner.forget(view.name());
			left = this.sessions.findAgain(view);
		}
		return left;
	}

	private static boolean hasHostedLeftovers(SessionView view) {
		return view.session().leftovers().stream().anyMatch(ResourceState::hosted);
	}

	private void recover(HostState host) {
		try {
			Path log = Files.createTempFile("shared-session-doctor", ".log");
			try {
				ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(host.arguments(), HostMain.RECOVER))
					.redirectErrorStream(true)
					.redirectOutput(log.toFile());
				HostEnvironment.clean(builder.environment());
				Process process = builder.start();
				if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
					process.destroyForcibly();
					this.output.line("  What hosts have left was not torn down within " + LIMIT.toSeconds() + " s.");
				}
				// Whatever a server has printed there
				new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines()
					.forEach((line) -> this.output.line("  " + line));
			}
			finally {
				Files.delete(log);
			}
		}
		catch (IOException ex) {
			this.output.line("  What hosts have left could not be torn down with the arguments in " + host.arguments()
					+ ": " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void printForgotten(ResourceState resource) {
		this.output.line("  Forgotten: " + describe(resource) + ". Nothing of it was torn down.");
	}

	private void printKept(SessionView view) {
		this.output.line(view.name() + " was kept:");
		view.session().leftovers().forEach((resource) -> this.output.line("  " + describe(resource)));
		view.session().problems().forEach((problem) -> this.output.line("  " + problem));
		this.output.line("  The next build that uses these beans tears them down. If there will be none, look at what "
				+ "they were and end that by hand, then run 'clean' with --forget.");
	}

	private static String describe(ResourceState resource) {
		return "'" + resource.bean() + "'" + ((resource.method() != null) ? ", declared by " + resource.method() : "")
				+ ((resource.creator() != null) ? ", created by " + resource.creator() : "") + ", "
				+ DoctorOutput.ago(resource.since()) + " old" + (resource.hosted() ? ", hosted" : "");
	}

	/**
	 * What has come of it.
	 *
	 * @param removed the names of the sessions that have gone
	 * @param kept the dead sessions that have not
	 */
	record Result(List<String> removed, List<SessionView> kept) {
	}

}
