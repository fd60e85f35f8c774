package io.github.sharedsession.core.record;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Short random names that are safe in file, schema, topic and bucket names.
 */
public final class RandomId {

	private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789".toCharArray();

	private static final int LENGTH = 12;

	private static final Pattern ID = Pattern.compile("[a-z0-9]{1," + LENGTH + "}");

	private RandomId() {
	}

	/** Whether it could be one, and so is safe as part of a path. */
	public static boolean isId(String text) {
		return ID.matcher(text).matches();
	}

	/**
	 * Return another id.
	 * @return 12 lower-case letters and digits, of which the first is a letter
	 */
	public static String next() {
		UUID uuid = UUID.randomUUID();
		long bits = uuid.getMostSignificantBits() ^ Long.rotateLeft(uuid.getLeastSignificantBits(), 17);
		StringBuilder id = new StringBuilder(LENGTH);
		for (int i = 0; i < LENGTH; i++) {
			// The first is a letter: some engines want that of a name
			int base = (i == 0) ? 26 : ALPHABET.length;
			id.append(ALPHABET[(int) Long.remainderUnsigned(bits, base)]);
			bits = Long.divideUnsigned(bits, base);
		}
		return id.toString();
	}

}
