package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The copy that a context uses now.
 *
 * @param name its name on the server, which no other database has
 * @param details how to connect to it
 */
record PresentCopy(String name, JdbcConnectionDetails details) {

	/** Whether a URL leads here, also with other parameters or through another driver. */
	boolean isAt(@Nullable String url) {
		return url != null && (url.equals(this.details.getJdbcUrl()) || url.contains(this.name));
	}

	/**
	 * The URL of this copy, with everything that the application has added to that of
	 * another.
	 */
	String urlLike(String url, PresentCopy other) {
		return url.equals(other.details.getJdbcUrl()) ? this.details.getJdbcUrl() : url.replace(other.name, this.name);
	}

}
