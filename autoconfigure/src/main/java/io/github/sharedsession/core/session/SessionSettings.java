package io.github.sharedsession.core.session;

import java.nio.file.Path;
import java.time.Duration;

import io.github.sharedsession.store.StoreServer;
import org.jspecify.annotations.Nullable;

/**
 * What is fixed once per JVM.
 *
 * @param directory the root of the session directories
 * @param id the explicit id of the session, or {@code null} to detect it
 * @param linger how long a resource outlives its last user while other members live
 * @param cache how much of what outlives its session is kept
 * @param server the server on which sessions of several machines are kept, or
 * {@code null} to keep those of this machine in the directory
 */
public record SessionSettings(Path directory, @Nullable String id, Duration linger, CacheLimits cache,
		@Nullable StoreServer server) {

	/**
	 * Settings for sessions of this machine.
	 * @param directory the root of the session directories
	 * @param id the explicit id of the session, or {@code null} to detect it
	 * @param linger how long a resource outlives its last user while other members live
	 * @param cache how much of what outlives its session is kept
	 */
	public SessionSettings(Path directory, @Nullable String id, Duration linger, CacheLimits cache) {
		this(directory, id, linger, cache, null);
	}

	/**
	 * Settings for sessions of this machine, with the default limits of what is cached.
	 * @param directory the root of the session directories
	 * @param id the explicit id of the session, or {@code null} to detect it
	 * @param linger how long a resource outlives its last user while other members live
	 */
	public SessionSettings(Path directory, @Nullable String id, Duration linger) {
		this(directory, id, linger, CacheLimits.DEFAULT);
	}

	/** Whether sessions may have members on other machines. */
	public boolean isOfMachines() {
		return this.server != null;
	}

}
