package io.github.sharedsession.store.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Which database a store is in.
 *
 * @param url the URL for the driver
 * @param username who connects, or {@code null} to leave that to the URL and the driver
 * @param password the password, or {@code null} for none
 */
public record JdbcSettings(String url, @Nullable String username, @Nullable String password) {

	/** The URL without what may be a secret, for messages. */
	String address() {
		return this.url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
	}

	@Override
	public String toString() {
		return address();
	}

}
