package io.github.sharedsession.core.inspect;

import java.nio.file.Path;
import java.util.function.Function;

import io.github.sharedsession.core.acquire.Leftovers;
import io.github.sharedsession.core.acquire.Leftovers.Claim;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.hosting.HostedRecipe;
import io.github.sharedsession.core.layout.HostedFiles;
import io.github.sharedsession.core.layout.SessionResources;
import io.github.sharedsession.core.resource.Teardown;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.FileStore;
import io.github.sharedsession.store.Store;

/**
 * Removes dead sessions, and tears down what can be torn down without the code of a test.
 */
public final class SessionCleaner {

	private final Store store;

	private final SessionLog log;

	/**
	 * Create a cleaner.
	 * @param root the root of the session directories, which exists
	 * @param log takes messages
	 * @throws io.github.sharedsession.SharedSessionDirectoryException when the directory
	 * can't be used
	 */
	public SessionCleaner(Path root, SessionLog log) {
		this.store = FileStore.open(root, (warning) -> log.warn(warning, null));
		this.log = log;
	}

	/**
	 * Remove a dead session of which nothing is recorded.
	 * @param session the name of the session
	 * @return whether the session was dead
	 */
	public boolean remove(String session) {
		return sweep(session, () -> {
		});
	}

	/**
	 * Recover what hosts have left in a dead session, then remove it as
	 * {@link #remove(String)} does.
	 * @param session the name of the session
	 * @param recipes makes a recipe of what a fork had asked for
	 * @return whether the session was dead
	 */
	public boolean recover(String session, Function<byte[], HostedRecipe> recipes) {
		Session dead = Session.ofOthers(this.store, session, this.log);
		Leftovers leftovers = new Leftovers(dead, recipes);
		Teardown teardown = new Teardown(dead);
		SessionResources resources = new SessionResources(this.store, session);
		return leftovers.trySweep(session, () -> resources.all().forEach((files) -> leftovers.reportingProblems(() -> {
			byte[] server = new HostedFiles(files).server();
			if (server != null && files.hasRecords()) {
				teardown.recover(files, recipes.apply(server));
			}
		}))) == Claim.CLAIMED;
	}

	/**
	 * Remove a dead session with all its records. What they name is not torn down.
	 * @param session the name of the session
	 * @return whether the session was dead
	 */
	public boolean forget(String session) {
		return sweep(session, () -> new SessionResources(this.store, session).deleteAll());
	}

	private boolean sweep(String session, Runnable sweep) {
		return new Leftovers(Session.ofOthers(this.store, session, this.log)).trySweep(session, sweep) == Claim.CLAIMED;
	}

}
