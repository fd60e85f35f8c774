package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Where a database server is, and who may create databases there. Data: part of the
 * shared value.
 *
 * @param url the JDBC URL of the server or of any of its databases
 * @param username the name of the user, if any
 * @param password the password, if any
 */
record ServerAddress(String url, @Nullable String username, @Nullable String password) {

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
