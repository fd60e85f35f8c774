package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import io.github.sharedsession.store.FileStore;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreServer;
import io.github.sharedsession.store.jdbc.JdbcSettings;
import io.github.sharedsession.store.redis.RedisSettings;
import org.jspecify.annotations.Nullable;

/**
 * Where stores of one kind are.
 */
interface StoreSite extends AutoCloseable {

	/** The name of the kind. */
	String name();

	/**
	 * The URL of the server, or {@code null} for files.
	 * @param client tells those apart that have connections of their own in one JVM
	 */
	@Nullable String url(int client);

	/** The process of the server, or {@code null} for files. */
	@Nullable ProcessHandle process();

	@Override
	void close() throws IOException;

	default Store open(Path root, int client) {
		String url = url(client);
		Consumer<String> warning = (text) -> {
			// As after the end of the server
		};
		return (url != null) ? server(url).open(root, warning) : FileStore.open(root, warning);
	}

	static StoreServer server(String url) {
		return url.startsWith("jdbc:") ? new JdbcSettings(url, PostgresSite.USER, "")
				: new RedisSettings(url, null, null, RedisSettings.KEY_PREFIX, Duration.ofMinutes(1));
	}

	/** Files of this machine. */
	static StoreSite files() {
		return new StoreSite() {

			@Override
			public String name() {
				return "file";
			}

			@Override
			public @Nullable String url(int client) {
				return null;
			}

			@Override
			public @Nullable ProcessHandle process() {
				return null;
			}

			@Override
			public void close() {
			}

		};
	}

}
