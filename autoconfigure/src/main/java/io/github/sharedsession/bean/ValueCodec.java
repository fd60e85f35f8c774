package io.github.sharedsession.bean;

/**
 * Writes and reads the shared value of one bean, with errors that name the bean.
 *
 * @param <V> the shared value
 */
interface ValueCodec<V> {

	/**
	 * Write a value, and make sure that it can be read back.
	 * @throws io.github.sharedsession.SharedValueNotSerializableException when it can't
	 */
	byte[] write(V value);

	/**
	 * Read a value.
	 * @throws io.github.sharedsession.SharedValueNotSerializableException when it can't
	 * be read
	 */
	V read(byte[] content);

}
