package io.github.sharedsession.store.redis;

import java.net.URI;
import java.net.URISyntaxException;

import io.github.sharedsession.SharedSessionConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a Redis say, taken apart.
 *
 * @param tls whether the connection is encrypted
 * @param host the host
 * @param port the port
 * @param database the number of the database
 * @param username who connects, or {@code null} for the default user
 * @param password the password, or {@code null} for none
 */
record RedisEndpoint(boolean tls, String host, int port, int database, @Nullable String username,
		@Nullable String password) {

	private static final int DEFAULT_PORT = 6379;

	private static final String ACTION = "Set shared-session.redis.url as in redis://host:6379/0, or rediss: for TLS.";

	static RedisEndpoint of(RedisSettings settings) {
		URI uri = uri(settings);
		boolean tls = "rediss".equalsIgnoreCase(uri.getScheme());
		String host = uri.getHost();
		if (host == null || (!tls && !"redis".equalsIgnoreCase(uri.getScheme()))) {
			throw refuse(settings, "is no URL of a Redis");
		}
		if (settings.keyPrefix().isBlank() || settings.keyPrefix().matches("(?s).*[{}].*")) {
			throw new SharedSessionConfigurationException(
					"The prefix of the store of the shared session, '" + settings.keyPrefix()
							+ "', is empty or has a brace.",
					"Set shared-session.redis.key-prefix to letters, digits and what tells them apart.", null);
		}
		String user = uri.getUserInfo();
		int end = (user != null) ? user.indexOf(':') : -1;
		return new RedisEndpoint(tls, host.replaceAll("[\\[\\]]", ""),
				(uri.getPort() < 0) ? DEFAULT_PORT : uri.getPort(), database(settings, uri),
				(user != null && end > 0) ? user.substring(0, end) : settings.username(),
				(user != null) ? user.substring(end + 1) : settings.password());
	}

	private static URI uri(RedisSettings settings) {
		try {
			return new URI(settings.url());
		}
		catch (URISyntaxException ex) {
			// Its message has the whole text, and so perhaps a password
			throw refuse(settings, "is no URL");
		}
	}

	private static int database(RedisSettings settings, URI uri) {
		String path = (uri.getPath() != null) ? uri.getPath() : "";
		if (!path.matches("/?\\d{0,9}")) {
			throw refuse(settings, "has a database that is no number");
		}
		String number = path.replace("/", "");
		return number.isEmpty() ? 0 : Integer.parseInt(number);
	}

	private static SharedSessionConfigurationException refuse(RedisSettings settings, String reason) {
		return new SharedSessionConfigurationException(
				"The property shared-session.redis.url, " + settings.address() + ", " + reason + ".", ACTION, null);
	}

	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

}
