package io.github.sharedsession.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Where servers listen, and what keeps other users of the machine out of them.
 */
final class Loopback {

	/** A number, as a name may mean another address to a server than to a client. */
	static final String HOST = "127.0.0.1";

	private static final SecureRandom RANDOM = new SecureRandom();

	private Loopback() {
	}

	static InetAddress address() {
		try {
			return InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A port that was free a moment ago. Somebody else may be faster to take it.
	 */
	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, address())) {
			return socket.getLocalPort();
		}
	}

	static String randomSecret() {
		byte[] bytes = new byte[16];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

}
