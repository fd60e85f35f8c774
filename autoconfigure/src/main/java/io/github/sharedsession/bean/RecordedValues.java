package io.github.sharedsession.bean;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The values of recorded properties in one environment: of a property, or of all that lie
 * below a name that was bound.
 */
final class RecordedValues implements Function<String, @Nullable String> {

	private static final String BELOW = ".*";

	private final ConfigurableEnvironment environment;

	RecordedValues(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * The name to record for one that a binder has asked for: what it finds there is the
	 * value, and else it goes on below.
	 */
	String nameOfBound(String name) {
		return (ConfigurationPropertyName.isValid(name) && this.environment.getProperty(name) == null) ? name + BELOW
				: name;
	}

	@Override
	public @Nullable String apply(String name) {
		return name.endsWith(BELOW) ? below(ConfigurationPropertyName.of(name.substring(0, name.length() - 2)))
				: this.environment.getProperty(name);
	}

	private @Nullable String below(ConfigurationPropertyName prefix) {
		Map<String, String> values = new TreeMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			// What a recipe adds is no setting, and to ask for it may create a resource
			if (source.getUnderlyingSource() instanceof EarlyProperties) {
				continue;
			}
			add(source, prefix, values);
			if (source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName name : iterable.filter(prefix::isAncestorOf)) {
					add(source, name, values);
				}
			}
		}
		return values.isEmpty() ? null : values.toString();
	}

	private void add(ConfigurationPropertySource source, ConfigurationPropertyName name, Map<String, String> values) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		if (property != null) {
			values.putIfAbsent(name.toString(),
					this.environment.resolvePlaceholders(String.valueOf(property.getValue())));
		}
	}

	/**
	 * What to do where a context has other values.
	 * @param changed the recorded names
	 * @return the advice, with the first property that can be named
	 */
	static String advice(List<String> changed) {
		return changed.stream()
			.filter((name) -> !name.endsWith(BELOW))
			.findFirst()
			.map((name) -> "Give all contexts the same values, or set key = \"${" + name
					+ "}\" on the method, so that each value gets a resource of its own.")
			.orElse("Give all contexts the same values, or set a key on the method that tells the contexts apart, as in "
					+ "key = \"${a.property.that.differs:}\", so that each value gets a resource of its own.");
	}

}
