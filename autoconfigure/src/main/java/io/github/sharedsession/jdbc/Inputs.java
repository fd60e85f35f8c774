package io.github.sharedsession.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.sharedsession.coordinator.Digest;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.util.ResourceUtils;

/**
 * Forms of what belongs to the fingerprint of a database.
 */
final class Inputs {

	private static final int DIGITS = 32;

	private static final String OPTIONAL = "optional:";

	private Inputs() {
	}

	/**
	 * Any text, which may be secret and may look like a placeholder.
	 */
	static String text(String kind, String text) {
		return kind + " " + Digest.sha256().add(text).hex(DIGITS);
	}

	/**
	 * The values of all properties whose names begin with a prefix.
	 */
	static String properties(Environment environment, String prefix) {
		Map<String, Object> values = Binder.get(environment)
			.bind(prefix, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of());
		return text(prefix, new TreeMap<>(values).toString());
	}

	/**
	 * All files below directories, which need not exist.
	 * @param locations resource locations, also such as tools for migrations have
	 */
	static List<String> directories(Collection<String> locations) {
		return locations.stream().map((location) -> pattern(location).replaceFirst("/*$", "") + "/**").toList();
	}

	/**
	 * Files, which need not exist.
	 */
	static List<String> files(Collection<String> locations) {
		return locations.stream().map(Inputs::pattern).toList();
	}

	private static String pattern(String location) {
		String pattern = location.startsWith(OPTIONAL) ? location.substring(OPTIONAL.length()) : location;
		pattern = pattern.replace("{vendor}", "*")
			.replace("@@platform@@", "*")
			.replaceFirst("^filesystem:", ResourceUtils.FILE_URL_PREFIX);
		if (pattern.startsWith(ResourceUtils.CLASSPATH_URL_PREFIX)) {
			pattern = pattern.substring(ResourceUtils.CLASSPATH_URL_PREFIX.length());
		}
		return ResourceUtils.isUrl(pattern) || pattern.startsWith(ResourcePatternResolver.CLASSPATH_ALL_URL_PREFIX)
				? pattern : ResourcePatternResolver.CLASSPATH_ALL_URL_PREFIX + pattern.replaceFirst("^/+", "");
	}

}
