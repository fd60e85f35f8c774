package io.github.sharedsession.store.jdbc;

import java.nio.file.Path;
import java.util.function.Consumer;

import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreServer;
import org.jspecify.annotations.Nullable;

/**
 * Which database a store is in.
 *
 * @param url the URL for the driver
 * @param username who connects, or {@code null} to leave that to the URL and the driver
 * @param password the password, or {@code null} for none
 */
public record JdbcSettings(String url, @Nullable String username, @Nullable String password) implements StoreServer {

	@Override
	public Store open(Path directory, Consumer<String> warning) {
		return JdbcStore.open(this, directory, warning);
	}

	/** The URL without what may be a secret, for messages. */
	String address() {
		return this.url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
	}

	@Override
	public String toString() {
		return address();
	}

}
