package io.github.sharedsession.value;

import java.nio.file.Path;

import io.github.sharedsession.Creation;
import io.github.sharedsession.core.resource.CreationContext;

/**
 * A creation as recipes see it, on top of one that records bytes.
 *
 * @param context records what is created
 * @param codec writes shared values
 * @param <V> the shared value
 */
public record CodecCreation<V>(CreationContext context, ValueCodec<V> codec) implements Creation<V> {

	@Override
	public String id() {
		return this.context.generation();
	}

	@Override
	public Path directory() {
		return this.context.directory();
	}

	@Override
	public void checkpoint(V value) {
		this.context.checkpoint(this.codec.write(value));
	}

	@Override
	public Path log() {
		return this.context.log();
	}

}
