package io.github.sharedsession.store;

/**
 * A record that one JVM writes over and over again, for others to be told: what is read
 * may be half of what was written. Safe for use by several threads.
 */
public interface StoreNote {

	/**
	 * Write over the beginning of the record. What was longer before may show behind it,
	 * so the content has to tell where it ends.
	 * @param content the content
	 */
	void overwrite(byte[] content);

	/**
	 * Give back what is kept for the next write, which gets it again.
	 */
	default void close() {
	}

}
