package io.github.sharedsession;

/**
 * Writes and reads a shared value that is handed from JVM to JVM. Used for one recipe
 * with {@link SharedBean#codec}; declared as a bean, for all plain values of type
 * {@code V}. Must be safe for use by several threads.
 * <p>
 * Of an exception that a codec throws only the type and the place in the code are told:
 * its text and its causes may quote the value.
 *
 * @param <V> the shared value
 */
public interface SharedValueCodec<V> {

	/**
	 * Write the value.
	 * @param value the value
	 * @return its serialized form
	 * @throws Exception when it can't be written
	 */
	byte[] serialize(V value) throws Exception;

	/**
	 * Read a value.
	 * @param content what {@link #serialize} returned, possibly in another JVM
	 * @return the value, never {@code null}
	 * @throws Exception when it can't be read
	 */
	V deserialize(byte[] content) throws Exception;

}
