package io.github.sharedsession;

import java.util.Objects;

/**
 * What a recipe says that started with {@link SharedBean#hosted}.
 *
 * @param <V> the shared value
 * @param type the server
 * @param settings its settings
 */
public record HostedServerSettings<V>(Class<? extends HostedServer<?, V>> type, Object settings) {

	/**
	 * Check the arguments.
	 * @param type the server
	 * @param settings its settings
	 */
	public HostedServerSettings {
		Objects.requireNonNull(type, "'type' must not be null");
		Objects.requireNonNull(settings, "'settings' must not be null");
	}

}
