package io.github.sharedsession.coordinator;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is fixed once per JVM.
 *
 * @param directory the root of the session directories
 * @param id the explicit id of the session, or {@code null} to detect it
 * @param linger how long a resource outlives its last user while other members live
 * @param cache how much of what outlives its session is kept
 */
public record SessionSettings(Path directory, @Nullable String id, Duration linger, CacheLimits cache) {

	/**
	 * Settings with the default limits of what is cached.
	 * @param directory the root of the session directories
	 * @param id the explicit id of the session, or {@code null} to detect it
	 * @param linger how long a resource outlives its last user while other members live
	 */
	public SessionSettings(Path directory, @Nullable String id, Duration linger) {
		this(directory, id, linger, CacheLimits.DEFAULT);
	}

}
