package io.github.sharedsession.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.sharedsession.core.inspect.SessionInspector.HostState;
import io.github.sharedsession.core.inspect.SessionState.Liveness;

/**
 * Stops session hosts as their build's end would: they close what they serve.
 */
final class Stopping {

	/** More than a host gives to those who still use it, and to its servers to close. */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final Sessions sessions;

	private final DoctorOutput output;

	Stopping(Sessions sessions, DoctorOutput output) {
		this.sessions = sessions;
		this.output = output;
	}

	/**
	 * Stop hosts.
	 * @param named whether the user has named the session: then also a host that is used
	 */
	int run(List<SessionView> views, boolean named) {
		List<Long> stopped = new ArrayList<>();
		List<Long> running = new ArrayList<>();
		for (SessionView view : views) {
			for (HostState host : view.hosts()) {
				if (host.alive()) {
					boolean unused = view.session().liveness() == Liveness.HOST_ONLY;
					((unused || named) && stop(view, host) ? stopped : running).add(host.pid());
				}
			}
		}
		this.output.result(new Result(stopped, running));
		stopped.forEach((pid) -> this.output.line("The session host with pid " + pid + " was stopped."));
		running.forEach((pid) -> this.output.line("The session host with pid " + pid + " still runs. "
				+ (named ? "Look at its output, which 'show' names." : "Tests use it: name its session to stop it.")));
		if (stopped.isEmpty() && running.isEmpty()) {
			this.output.line("There is no session host.");
		}
		return running.isEmpty() ? Doctor.OK : Doctor.INCOMPLETE;
	}

	private boolean stop(SessionView view, HostState host) {
		// Not of a record, which may name what has got the same pid since
		ProcessHandle process = ProcessHandle.of(host.pid()).orElse(null);
		if (process == null) {
			return !isAlive(view, host);
		}
		CompletableFuture<ProcessHandle> exit = process.onExit();
		process.destroy();
		try {
			exit.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// Looked at below
		}
		return !isAlive(view, host);
	}

	private boolean isAlive(SessionView view, HostState host) {
		return this.sessions.hosts(view).stream().anyMatch((now) -> now.alive() && now.log().equals(host.log()));
	}

	/**
	 * What has come of it.
	 *
	 * @param stopped the hosts that have ended
	 * @param running the hosts that have not
	 */
	record Result(List<Long> stopped, List<Long> running) {
	}

}
