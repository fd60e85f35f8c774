package io.github.sharedsession.bean;

import java.time.Duration;

import io.github.sharedsession.SharedSessionConfigurationException;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The settings that a context may have of its own.
 *
 * @param enabled whether beans are shared
 * @param waitTimeout how long to wait for another member's creation
 */
record ContextSettings(boolean enabled, Duration waitTimeout) {

	static final Duration DEFAULT_WAIT_TIMEOUT = Duration.ofMinutes(5);

	static ContextSettings of(Environment environment) {
		Binder binder = Binder.get(environment);
		return new ContextSettings(bind(binder, "enabled", Boolean.class, true),
				bind(binder, "wait-timeout", Duration.class, DEFAULT_WAIT_TIMEOUT));
	}

	private static <T> T bind(Binder binder, String name, Class<T> type, T defaultValue) {
		String property = JvmSettings.PREFIX + name;
		try {
			return binder.bind(property, Bindable.of(type))
				.orElseGet(() -> JvmSession.get().settings().binder().bind(property, type).orElse(defaultValue));
		}
		catch (RuntimeException ex) {
			throw new SharedSessionConfigurationException(
					"The property " + property + " has a value that is no "
							+ (type == Boolean.class ? "boolean" : "duration") + ".",
					(type == Boolean.class) ? "Write true or false." : "Write it as in \"90s\" or \"PT2M\".", ex);
		}
	}

}
