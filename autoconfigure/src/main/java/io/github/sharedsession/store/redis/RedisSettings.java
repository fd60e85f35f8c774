package io.github.sharedsession.store.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreServer;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis a store is in.
 *
 * @param url the URL, as in {@code rediss://host:6379/0}
 * @param username who connects, unless the URL says so, or {@code null} for the default
 * user
 * @param password the password, unless the URL has one, or {@code null} for none
 * @param keyPrefix what the names of all keys begin with, in braces
 * @param lease how long a JVM that is not heard of keeps its locks
 */
public record RedisSettings(String url, @Nullable String username, @Nullable String password, String keyPrefix,
		Duration lease) implements StoreServer {

	/** The default of the prefix. */
	public static final String KEY_PREFIX = "shared-session";

	/** The default of the lease. */
	public static final Duration LEASE = Duration.ofSeconds(10);

	@Override
	public Store open(Path directory, Consumer<String> warning) {
		return RedisStore.open(this, directory, warning);
	}

	/** In braces, so that all keys are on one node of a cluster. */
	String keyStart() {
		return "{" + this.keyPrefix + "}:";
	}

	/** The URL without what may be a secret, for messages. */
	String address() {
		return this.url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
	}

	@Override
	public String toString() {
		return address();
	}

}
