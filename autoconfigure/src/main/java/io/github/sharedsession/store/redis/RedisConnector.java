package io.github.sharedsession.store.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.SharedSessionStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a Redis, and looks whether a store can be there.
 */
final class RedisConnector {

	private static final int OLDEST = 6;

	private static final String LIBRARY = "redis.clients.jedis.Connection";

	private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(5);

	private static final String CHECK_SETTINGS = "Check shared-session.redis.url, shared-session.redis.username and "
			+ "shared-session.redis.password, and whether the server runs and can be reached from this machine.";

	private final RedisSettings settings;

	private final RedisEndpoint endpoint;

	RedisConnector(RedisSettings settings) {
		this.settings = settings;
		this.endpoint = RedisEndpoint.of(settings);
	}

	/** So that several attempts fit into a lease. */
	private int timeoutMillis() {
		return (int) Math.min(this.settings.lease().toMillis() / 3, LONGEST_TIMEOUT.toMillis());
	}

	/**
	 * Connect.
	 * @throws IOException when that fails, which it may not do the next time
	 * @throws SharedSessionStoreException when a store can't be there
	 */
	Connected connect() throws IOException {
		Socket socket = new Socket();
		boolean usable = false;
		try {
			socket.setTcpNoDelay(true);
			socket.setKeepAlive(true);
			socket.setSoTimeout(timeoutMillis());
			socket.connect(new InetSocketAddress(this.endpoint.host(), this.endpoint.port()), timeoutMillis());
			if (this.endpoint.tls()) {
				socket = encrypt(socket);
			}
			RedisConnection connection = new RedisConnection(socket);
			Connected server = new Connected(connection, introduce(connection));
			usable = true;
			return server;
		}
		finally {
			if (!usable) {
				socket.close();
			}
		}
	}

	/**
	 * Connect for the first time.
	 */
	Connected connectFirst() {
		checkLibrary();
		try {
			return connect();
		}
		catch (IOException ex) {
			throw unusable(describe(ex), CHECK_SETTINGS, ex);
		}
	}

	private void checkLibrary() {
		try {
			Class.forName(LIBRARY, false, RedisConnector.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new SharedSessionConfigurationException(
					"There is no client for the store of the shared session, " + this.settings.address() + ".",
					"Add redis.clients:jedis to the test class path.", null);
		}
	}

	static String describe(IOException ex) {
		if (ex instanceof UnknownHostException) {
			return "there is no host " + ex.getMessage();
		}
		return (ex instanceof SocketTimeoutException) ? "it does not answer" : String.valueOf(ex.getMessage());
	}

	private SSLSocket encrypt(Socket socket) throws IOException {
		SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
		SSLSocket encrypted = (SSLSocket) factory.createSocket(socket, this.endpoint.host(), this.endpoint.port(),
				true);
		SSLParameters parameters = encrypted.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		encrypted.setSSLParameters(parameters);
		encrypted.startHandshake();
		return encrypted;
	}

	/** Return which run of the server it is. */
	private String introduce(RedisConnection connection) throws IOException {
		authenticate(connection);
		if (this.endpoint.database() != 0) {
			connection.call("SELECT", this.endpoint.database());
		}
		name(connection);
		return check(info(connection));
	}

	private void authenticate(RedisConnection connection) throws IOException {
		String password = this.endpoint.password();
		String username = this.endpoint.username();
		if (password != null && username != null) {
			connection.call("AUTH", username, password);
		}
		else if (password != null) {
			connection.call("AUTH", password);
		}
	}

	/** For who lists the clients of the server. */
	private static void name(RedisConnection connection) throws IOException {
		try {
			connection.call("CLIENT", "SETNAME", "shared-session-pid-" + ProcessHandle.current().pid());
		}
		catch (RedisErrorException ex) {
			// A user may lack the right to do so
		}
	}

	private static Map<String, String> info(RedisConnection connection) throws IOException {
		byte[] info = (byte[]) Objects.requireNonNull(connection.call("INFO"));
		Map<String, String> values = new HashMap<>();
		for (String line : new String(info, StandardCharsets.UTF_8).split("\r\n", -1)) {
			int end = line.indexOf(':');
			if (end > 0) {
				values.put(line.substring(0, end), line.substring(end + 1));
			}
		}
		return values;
	}

	private String check(Map<String, String> info) {
		String version = info.getOrDefault("redis_version", "0");
		if (!version.matches("\\d+(\\..*)?") || Integer.parseInt(version.replaceFirst("\\..*", "")) < OLDEST) {
			throw unusable("it is Redis " + version, "Use Redis " + OLDEST + " or later, or Valkey.", null);
		}
		if (!"master".equals(info.get("role"))) {
			throw unusable("it is a replica, which can't be written", "Set shared-session.redis.url to the primary.",
					null);
		}
		String policy = info.getOrDefault("maxmemory_policy", "");
		if (policy.startsWith("allkeys") && !"0".equals(info.get("maxmemory"))) {
			throw unusable("it throws away any keys, and locks with them, when its memory is full (maxmemory-policy "
					+ policy + ")", "Use a server with maxmemory-policy noeviction or one of volatile-….", null);
		}
		return info.getOrDefault("run_id", "");
	}

	SharedSessionStoreException unusable(String reason, String action, @Nullable Throwable cause) {
		return new SharedSessionStoreException(
				"The store of the shared session, " + this.settings.address() + ", can't be used: " + reason + ".",
				action, cause);
	}

	/**
	 * A server that a store can be on.
	 *
	 * @param connection the connection
	 * @param run which run of the server it is
	 */
	record Connected(RedisConnection connection, String run) {
	}

}
