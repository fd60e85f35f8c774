package io.github.sharedsession.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 digest of several parts, each preceded by its length, so that moving a
 * boundary between parts changes the result.
 */
public final class Digest {

	private final MessageDigest digest;

	private Digest(MessageDigest digest) {
		this.digest = digest;
	}

	/**
	 * Start a digest.
	 * @return an empty digest
	 */
	public static Digest sha256() {
		try {
			return new Digest(MessageDigest.getInstance("SHA-256"));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Add a part.
	 * @param part the part
	 * @return this digest
	 */
	public Digest add(byte[] part) {
		int length = part.length;
		this.digest.update(
				new byte[] { (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length });
		this.digest.update(part);
		return this;
	}

	/**
	 * Add a part.
	 * @param part the part; {@code null} differs from an empty one
	 * @return this digest
	 */
	public Digest add(@Nullable String part) {
		return (part != null) ? add(part.getBytes(StandardCharsets.UTF_8)) : add(new byte[] { -1 });
	}

	/**
	 * End the digest.
	 * @param digits how many digits, at most 64
	 * @return its first hexadecimal digits
	 */
	public String hex(int digits) {
		return HexFormat.of().formatHex(this.digest.digest()).substring(0, digits);
	}

}
