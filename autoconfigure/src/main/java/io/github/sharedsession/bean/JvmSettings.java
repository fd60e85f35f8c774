package io.github.sharedsession.bean;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.core.process.SessionRoot;
import io.github.sharedsession.core.session.CacheLimits;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.host.SessionHost;
import io.github.sharedsession.store.RootLocation;
import io.github.sharedsession.store.StoreServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/**
 * The settings that are fixed once per JVM, before there is any context: from system
 * properties, environment variables, JUnit configuration parameters, or the file
 * {@code shared-session.properties} at the root of the class path, in this order.
 */
final class JvmSettings {

	static final String PREFIX = "shared-session.";

	private static final List<String> FIXED_NAMES = List.of("id", "directory", "linger", "host", "host-options",
			"cache.max-age", "cache.max-entries", "store", "jdbc.url", "jdbc.username", "jdbc.password", "redis.url",
			"redis.username", "redis.password", "redis.key-prefix", "redis.lease");

	/** What all environments of a JVM have in common. */
	private static final List<String> COMMON_SOURCES = List.of(
			StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);

	private static final String FILE = "shared-session.properties";

	private static final Duration DEFAULT_LINGER = Duration.ofSeconds(2);

	private static final Duration DEFAULT_HOST_LINGER = Duration.ofSeconds(5);

	private static final Duration HOST_CLOSE_LIMIT = Duration.ofSeconds(30);

	private final StandardEnvironment environment = new StandardEnvironment();

	private final Binder binder;

	JvmSettings() {
		this.environment.getPropertySources().addLast(new PropertySource<>("JUnit configuration parameters") {

			@Override
			public @Nullable Object getProperty(String name) {
				// Of the plan that runs now: there may be several in one JVM
				return TestRun.parameter(name).orElse(null);
			}

		});
		ClassPathResource file = new ClassPathResource(FILE);
		if (file.exists()) {
			try {
				this.environment.getPropertySources().addLast(new ResourcePropertySource(FILE, file));
			}
			catch (IOException ex) {
				throw new SharedSessionConfigurationException(FILE + " on the class path can't be read.",
						"Mend the file.", ex);
			}
		}
		ConfigurationPropertySources.attach(this.environment);
		this.binder = Binder.get(this.environment);
	}

	Binder binder() {
		return this.binder;
	}

	SessionSettings sessionSettings() {
		String id = text("id");
		StoreServer server = new StoreSettings(this).server();
		if (server != null && id == null) {
			throw SessionIds.missing(System.getenv());
		}
		return new SessionSettings(root().path(), id, bind("linger", DEFAULT_LINGER), cacheLimits(), server);
	}

	RootLocation root() {
		return SessionRoot.of(text("directory"));
	}

	@Nullable String text(String name) {
		return text(this.binder, name);
	}

	/** What is set to nothing, as by a variable that has no value, is not set. */
	private static @Nullable String text(Binder binder, String name) {
		String text = binder.bind(PREFIX + name, String.class).orElse("");
		return text.isBlank() ? null : text;
	}

	private CacheLimits cacheLimits() {
		Duration maxAge = bind("cache.max-age", CacheLimits.DEFAULT.maxAge());
		int maxEntries;
		try {
			maxEntries = this.binder.bind(PREFIX + "cache.max-entries", Integer.class)
				.orElse(CacheLimits.DEFAULT.maxEntries());
		}
		catch (RuntimeException ex) {
			throw new SharedSessionConfigurationException("The property " + PREFIX + "cache.max-entries is no number.",
					"Write a number from 1.", ex);
		}
		if (maxEntries < 1 || maxAge.isNegative()) {
			throw new SharedSessionConfigurationException(
					"The properties " + PREFIX + "cache.max-age, " + maxAge + ", and " + PREFIX + "cache.max-entries, "
							+ maxEntries + ", leave no room for what is in use.",
					"Write a positive duration, and a number from 1.", null);
		}
		return new CacheLimits(maxAge, maxEntries);
	}

	Duration waitTimeout() {
		return bind("wait-timeout", ContextSettings.DEFAULT_WAIT_TIMEOUT);
	}

	/**
	 * Whether hosted servers run in the session host, and not in the fork that needs one.
	 */
	boolean isHostEnabled() {
		try {
			return this.binder.bind(PREFIX + "host", Boolean.class).orElse(true);
		}
		catch (RuntimeException ex) {
			throw new SharedSessionConfigurationException("The property " + PREFIX + "host is no boolean.",
					"Write true or false.", ex);
		}
	}

	SessionHost sessionHost() {
		return new SessionHost(bind("linger", DEFAULT_HOST_LINGER), HOST_CLOSE_LIMIT,
				this.binder.bind(PREFIX + "host-options", String.class).orElse(""));
	}

	Duration bind(String name, Duration defaultValue) {
		try {
			return this.binder.bind(PREFIX + name, Duration.class).orElse(defaultValue);
		}
		catch (RuntimeException ex) {
			throw new SharedSessionConfigurationException("The property " + PREFIX + name + " is no duration.",
					"Write it as in \"2s\" or \"PT1M\".", ex);
		}
	}

	/**
	 * Check that a context does not want something else.
	 */
	void check(ConfigurableEnvironment context) {
		if (!hasOwn(context)) {
			return;
		}
		Binder contextBinder = Binder.get(context);
		for (String name : FIXED_NAMES) {
			String wanted = text(contextBinder, name);
			String fixed = text(name);
			if (wanted != null && !wanted.equals(fixed)) {
				throw new SharedSessionConfigurationException(
						"The property " + PREFIX + name + " is fixed once per JVM, and a context says otherwise: "
								+ Objects.requireNonNullElse(source(this.environment, PREFIX + name), "its default")
								+ " in the JVM, " + source(context, PREFIX + name) + " in the context.",
						"Set it as a system property, an environment variable, a JUnit configuration parameter, or in "
								+ FILE + " at the root of the test class path.",
						null);
			}
		}
	}

	/** Whether a context may have settings that are not those of the JVM. */
	private static boolean hasOwn(ConfigurableEnvironment context) {
		ConfigurationPropertyName prefix = ConfigurationPropertyName.of("shared-session");
		for (PropertySource<?> source : context.getPropertySources()) {
			ConfigurationPropertySource properties = ConfigurationPropertySource.from(source);
			if (!COMMON_SOURCES.contains(source.getName())
					&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source) && properties != null
					&& properties.containsDescendantOf(prefix) != ConfigurationPropertyState.ABSENT) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable String source(ConfigurableEnvironment environment, String name) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)
					&& source.containsProperty(name)) {
				return "'" + source.getName() + "'";
			}
		}
		return null;
	}

}
