package io.github.sharedsession.bean;

import java.util.concurrent.Callable;

import io.github.sharedsession.SharedValueCodec;
import io.github.sharedsession.SharedValueNotSerializableException;
import io.github.sharedsession.value.Problem;
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
		byte[] content = call("written", () -> this.codec.serialize(value));
		read(content);
		return content;
	}

	@Override
	public V read(byte[] content) {
		return call("read", () -> this.codec.deserialize(content));
	}

	private <T> T call(String what, Callable<T> action) {
		T result;
		try {
			result = action.call();
		}
		catch (Throwable ex) {
			Problem.passOn(ex);
			// Neither its message nor a cause: both may hold a part of the value
			throw failure(what, "it threw " + Problem.type(ex));
		}
		if (result == null) {
			throw failure(what, "it returned null");
		}
		return result;
	}

	private SharedValueNotSerializableException failure(String what, String problem) {
		return new SharedValueNotSerializableException(
				"The value of the " + this.method.description() + " could not be " + what + " by the codec "
						+ this.codec.getClass().getName() + ": " + problem + ".",
				"Fix the codec: what serialize(...) returns must be readable by deserialize(...) in another JVM.",
				null);
	}

}
