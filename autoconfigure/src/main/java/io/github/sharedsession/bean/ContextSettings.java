package io.github.sharedsession.bean;

import java.time.Duration;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Enabled;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The settings that a context may have of its own.
 *
 * @param sharing when beans are shared
 * @param waitTimeout how long to wait for another member's creation
 * @param report whether a report is written
 */
record ContextSettings(Enabled sharing, Duration waitTimeout, boolean report) {

	static final Duration DEFAULT_WAIT_TIMEOUT = Duration.ofMinutes(5);

	/** Of a context that shares nothing, whatever its properties say. */
	static ContextSettings ofLocal() {
		return new ContextSettings(Enabled.FALSE, DEFAULT_WAIT_TIMEOUT, false);
	}

	static ContextSettings of(Environment environment) {
		Binder binder = Binder.get(environment);
		return new ContextSettings(bind(binder, "enabled", Enabled.class, Enabled.TRUE),
				bind(binder, "wait-timeout", Duration.class, DEFAULT_WAIT_TIMEOUT),
				bind(binder, "report", Boolean.class, true));
	}

	/**
	 * Whether beans are shared. Where that depends on the run, this JVM may look for
	 * others, so it is asked only by what has a shared bean.
	 */
	boolean enabled() {
		return switch (this.sharing) {
			case TRUE -> true;
			case FALSE -> false;
			case WHEN_PARALLEL -> JvmSession.get().coordinator().isParallel();
		};
	}

	private static <T> T bind(Binder binder, String name, Class<T> type, T defaultValue) {
		String property = JvmSettings.PREFIX + name;
		try {
			return binder.bind(property, Bindable.of(type))
				.orElseGet(() -> JvmSession.get().settings().binder().bind(property, type).orElse(defaultValue));
		}
		catch (RuntimeException ex) {
			throw new SharedSessionConfigurationException(
					"The property " + property + " has a value that is "
							+ (type == Enabled.class ? "none of true, false and when-parallel"
									: type == Boolean.class ? "neither true nor false" : "no duration")
							+ ".",
					(type == Duration.class) ? "Write it as in \"90s\" or \"PT2M\"." : "Write one of them.", ex);
		}
	}

}
