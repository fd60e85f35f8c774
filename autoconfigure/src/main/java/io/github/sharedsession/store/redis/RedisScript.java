package io.github.sharedsession.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The script {@code store.lua}, which the server keeps by its digest.
 */
final class RedisScript {

	static final String ENTER = "enter";

	private static final String SOURCE = read("store.lua");

	private static final String DIGEST = digest(SOURCE);

	private RedisScript() {
	}

	/**
	 * Execute a step.
	 * @param connection to the server
	 * @param keyStart what all keys begin with
	 * @param member whose step it is
	 * @param step what to do
	 * @param number that of the change, or an empty text when nothing is changed
	 * @param arguments what the step takes
	 */
	static @Nullable Object run(RedisConnection connection, String keyStart, String member, String step, String number,
			Object... arguments) throws IOException {
		List<Object> words = new ArrayList<>(
				List.of("EVALSHA", DIGEST, "1", keyStart + "lease:" + member, keyStart, member, step, number));
		words.addAll(List.of(arguments));
		try {
			return connection.call(words.toArray());
		}
		catch (RedisErrorException ex) {
			if (!ex.is("NOSCRIPT")) {
				throw ex;
			}
			words.set(0, "EVAL");
			words.set(1, SOURCE);
			return connection.call(words.toArray());
		}
	}

	private static String read(String name) {
		try (InputStream stream = Objects.requireNonNull(RedisScript.class.getResourceAsStream(name), name)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String digest(String source) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
