package io.github.sharedsession.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.github.sharedsession.core.hosting.Host;
import io.github.sharedsession.core.hosting.Host.HostSettings;
import io.github.sharedsession.core.hosting.HostedRecipe;
import io.github.sharedsession.core.inspect.SessionCleaner;
import io.github.sharedsession.value.FirstUse;

/**
 * The main class of a session host.
 */
public final class HostMain {

	/** The last argument of a JVM that serves nothing. */
	public static final String RECOVER = "recover";

	private static final Duration EXIT_LIMIT = Duration.ofSeconds(10);

	private HostMain() {
	}

	/**
	 * Serve until the session has ended.
	 * @param args root directory, session directory, fingerprint of the class path,
	 * milliseconds to linger, milliseconds for a server to close, build process; then
	 * {@value #RECOVER} to only tear down what former hosts of a dead session have left
	 */
	public static void main(String[] args) {
		int status = 0;
		// Needed for the first server, and slow: while the session is entered
		FirstUse.prepare(List.of());
		try {
			HostSettings settings = new HostSettings(Path.of(args[0]), args[1], args[2],
					Duration.ofMillis(Long.parseLong(args[3])), args[5]);
			Duration closeLimit = Duration.ofMillis(Long.parseLong(args[4]));
			Function<byte[], HostedRecipe> recipes = (server) -> new HostedServerRecipe<>(
					ServerDefinition.decode(server), closeLimit);
			if (RECOVER.equals(args[args.length - 1])) {
				new SessionCleaner(settings.root(), new HostLog()).recover(settings.session(), recipes);
			}
			else {
				new Host(settings, new HostLog(), recipes).run();
			}
		}
		catch (Throwable ex) {
			HostLog.print("The session host ends with an error", ex);
			status = 1;
		}
		exit(status);
	}

	/** Servers may have left threads, or shutdown hooks that do not come back. */
	private static void exit(int status) {
		Thread watchdog = new Thread(() -> {
			try {
				Thread.sleep(EXIT_LIMIT.toMillis());
			}
			catch (InterruptedException ex) {
				// Then at once
			}
			Runtime.getRuntime().halt(status);
		}, "shared-session-exit");
		watchdog.setDaemon(true);
		watchdog.start();
		System.exit(status);
	}

}
