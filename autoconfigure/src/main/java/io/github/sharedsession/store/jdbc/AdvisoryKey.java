package io.github.sharedsession.store.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The number by which PostgreSQL knows an advisory lock: all who use such locks in one
 * database, for whatever purpose, share the numbers.
 */
final class AdvisoryKey {

	private AdvisoryKey() {
	}

	static long of(String schema, String name) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			byte[] hash = digest.digest(("shared-session\n" + schema + "\n" + name).getBytes(StandardCharsets.UTF_8));
			return ByteBuffer.wrap(hash).getLong();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
