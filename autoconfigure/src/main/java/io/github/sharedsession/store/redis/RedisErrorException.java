package io.github.sharedsession.store.redis;

import java.io.IOException;
import java.util.List;

/**
 * An error with which a server has answered: the connection is as good as before.
 */
final class RedisErrorException extends IOException {

	/** Of a server that is starting, busy, or waits for others of its kind. */
	private static final List<String> TRANSIENT = List.of("LOADING", "BUSY", "NOREPLICAS", "MASTERDOWN", "TRYAGAIN",
			"CLUSTERDOWN");

	private final String error;

	RedisErrorException(String error) {
		super(error);
		this.error = error;
	}

	/** A script passes on the error of a command, with text around it. */
	boolean is(String code) {
		return this.error.startsWith(code + " ") || this.error.contains("-" + code + " ")
				|| this.error.startsWith("ERR " + code + " ");
	}

	boolean isTransient() {
		return TRANSIENT.stream().anyMatch(this::is);
	}

}
