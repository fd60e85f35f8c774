package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A database of a server, with the server's user.
 *
 * @param url the JDBC URL of the database
 * @param address the address of its server
 */
record AddressedDetails(String url, ServerAddress address) implements JdbcConnectionDetails {

	@Override
	public @Nullable String getUsername() {
		return this.address.username();
	}

	@Override
	public @Nullable String getPassword() {
		return this.address.password();
	}

	@Override
	public String getJdbcUrl() {
		return this.url;
	}

	@Override
	public String toString() {
		return this.address.toString();
	}

}
