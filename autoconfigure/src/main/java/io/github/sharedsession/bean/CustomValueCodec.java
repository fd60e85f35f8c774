package io.github.sharedsession.bean;

import io.github.sharedsession.SharedValueCodec;
import io.github.sharedsession.SharedValueNotSerializableException;
import io.github.sharedsession.value.ValueCodec;

/**
 * Values written and read by a codec of the user.
 *
 * @param <V> the shared value
 */
final class CustomValueCodec<V> implements ValueCodec<V> {

	private final SharedBeanMethod method;

	private final SharedValueCodec<V> codec;

	CustomValueCodec(SharedBeanMethod method, SharedValueCodec<V> codec) {
		this.method = method;
		this.codec = codec;
	}

	@Override
	public byte[] write(V value) {
		byte[] content;
		try {
			content = this.codec.serialize(value);
		}
		catch (Throwable ex) {
			throw failure("written", ex);
		}
		read(content);
		return content;
	}

	@Override
	public V read(byte[] content) {
		try {
			return this.codec.deserialize(content);
		}
		catch (Throwable ex) {
			throw failure("read", ex);
		}
	}

	private SharedValueNotSerializableException failure(String what, Throwable ex) {
		// The message of the exception may hold a part of the value
		return new SharedValueNotSerializableException(
				"The value of the " + this.method.description() + " could not be " + what + " by the codec "
						+ this.codec.getClass().getName() + ": it threw " + ex.getClass().getName() + firstFrame(ex)
						+ ".",
				"Mend the codec: what serialize(...) returns must be readable by deserialize(...) in another JVM.",
				null);
	}

	private static String firstFrame(Throwable ex) {
		StackTraceElement[] trace = ex.getStackTrace();
		return (trace.length > 0) ? " at " + trace[0] : "";
	}

}
