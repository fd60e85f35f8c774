package io.github.sharedsession.bean;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.store.StoreServer;
import io.github.sharedsession.store.jdbc.JdbcSettings;
import io.github.sharedsession.store.redis.RedisSettings;
import org.jspecify.annotations.Nullable;

/**
 * Where sessions of several machines are kept, as the settings of the JVM say.
 */
final class StoreSettings {

	/** Less is not kept by a busy machine. */
	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	private static final Duration LONGEST_LEASE = Duration.ofHours(1);

	private final JvmSettings settings;

	StoreSettings(JvmSettings settings) {
		this.settings = settings;
	}

	/**
	 * Return the server, or {@code null} when sessions are of this machine.
	 */
	@Nullable StoreServer server() {
		String store = Objects.requireNonNullElse(this.settings.text("store"), "file");
		return switch (store.toLowerCase(Locale.ROOT)) {
			case "file" -> null;
			case "jdbc" -> new JdbcSettings(url("jdbc", "a PostgreSQL"), this.settings.text("jdbc.username"),
					this.settings.text("jdbc.password"));
			case "redis" -> new RedisSettings(url("redis", "a Redis"), this.settings.text("redis.username"),
					this.settings.text("redis.password"),
					Objects.requireNonNullElse(this.settings.text("redis.key-prefix"), RedisSettings.KEY_PREFIX),
					lease());
			default -> throw new SharedSessionConfigurationException(
					"The property " + JvmSettings.PREFIX + "store is '" + store + "', which is no store.",
					"Write file, jdbc or redis.", null);
		};
	}

	private String url(String store, String server) {
		String url = this.settings.text(store + ".url");
		if (url == null) {
			String prefix = JvmSettings.PREFIX + store;
			throw new SharedSessionConfigurationException(
					"The property " + JvmSettings.PREFIX + "store is " + store + ", and nothing says which "
							+ server.substring(2) + " that is.",
					"Set " + prefix + ".url, " + prefix + ".username and " + prefix + ".password to " + server
							+ " that all machines of the build can reach.",
					null);
		}
		return url;
	}

	private Duration lease() {
		Duration lease = this.settings.bind("redis.lease", RedisSettings.LEASE);
		if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
			throw new SharedSessionConfigurationException(
					"The property " + JvmSettings.PREFIX + "redis.lease, " + lease + ", is too short or too long.",
					"Write a duration from 1s to 1h.", null);
		}
		return lease;
	}

}
