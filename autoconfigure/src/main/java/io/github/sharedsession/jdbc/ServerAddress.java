package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Where a database server is, and who may create databases there. Data: part of the
 * shared value.
 *
 * @param url the JDBC URL of the server or of any of its databases
 * @param username the name of the user, if any
 * @param password the password, if any
 * @param hosted whether the session host runs it: when it is gone, so are its databases
 */
record ServerAddress(String url, @Nullable String username, @Nullable String password, boolean hosted) {

	static ServerAddress of(String url, @Nullable String username, @Nullable String password) {
		return new ServerAddress(url, username, password, false);
	}

	/**
	 * The URL without what may be secret.
	 */
	String publicUrl() {
		String withoutParameters = this.url.replaceFirst("[?;].*", "");
		return withoutParameters.replaceFirst("//[^/@]*@", "//");
	}

	@Override
	public String toString() {
		return publicUrl();
	}

}
