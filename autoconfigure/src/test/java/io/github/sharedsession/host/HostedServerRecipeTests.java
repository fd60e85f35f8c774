package io.github.sharedsession.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import io.github.sharedsession.SharedValueNotSerializableException;
import io.github.sharedsession.core.resource.CreationContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the session host does with a server that has started, and can't be recorded.
 */
class HostedServerRecipeTests {

	@Test
	void serverWhoseValueThrowsAnErrorWhenItIsWrittenIsClosed() {
		ServerDefinition definition = new ServerDefinition(UnwritableServer.class.getName(),
				"\"\"".getBytes(StandardCharsets.UTF_8), "unwritable", "Config.unwritable()");
		assertThatThrownBy(
				() -> new HostedServerRecipe<>(definition, Duration.ofSeconds(10)).create(new NoCreationContext()))
			.isInstanceOf(SharedValueNotSerializableException.class)
			.hasMessageContaining("NoClassDefFoundError");
		assertThat(UnwritableServer.closed).isTrue();
	}

	/** A server whose value can't be written, for a class that is missing. */
	public static final class UnwritableServer implements HostedServer<String, UnwritableServer.Address> {

		private static volatile boolean closed;

		@Override
		public Address start(String settings, Creation<Address> creation) {
			return new Address("localhost");
		}

		@Override
		public void close() {
			closed = true;
		}

		record Address(String host) {

			@Override
			public String host() {
				throw new NoClassDefFoundError("com/example/Host");
			}

		}

	}

	private static final class NoCreationContext implements CreationContext {

		@Override
		public String generation() {
			return "g";
		}

		@Override
		public Path directory() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Path log() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void checkpoint(byte[] value) {
			throw new UnsupportedOperationException();
		}

	}

}
