package io.github.sharedsession.value;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.sharedsession.core.record.ValueText;

/**
 * Writes and reads the shared value of one bean, with errors that name the bean.
 *
 * @param <V> the shared value
 */
public interface ValueCodec<V> {

	/**
	 * Write a value, and make sure that it can be read back.
	 * @param value the value
	 * @return its content
	 * @throws io.github.sharedsession.SharedValueNotSerializableException when it can't
	 */
	byte[] write(V value);

	/**
	 * Read a value.
	 * @param content what was written
	 * @return the value
	 * @throws io.github.sharedsession.SharedValueNotSerializableException when it can't
	 * be read
	 */
	V read(byte[] content);

	/**
	 * Find the texts in a value.
	 * @param content what was written
	 * @return the texts; by default all of the content is one
	 */
	default List<ValueText> texts(byte[] content) {
		return List.of(new ValueText("", new String(content, StandardCharsets.UTF_8)));
	}

}
