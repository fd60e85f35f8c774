package io.github.sharedsession.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.sharedsession.store.Digest;

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

	/** Enough to tell two values apart, and too few to tell a value. */
	private static final int SHORT_DIGITS = 4;

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
	 * The values of all properties whose names begin with a prefix, and what tells apart
	 * each of them.
	 */
	static String properties(Environment environment, String prefix) {
		Map<String, Object> values = Binder.get(environment)
			.bind(prefix, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of());
		StringBuilder text = new StringBuilder(text(prefix, new TreeMap<>(values).toString()));
		new TreeMap<>(values).forEach((name, value) -> text.append(' ')
			.append(name.replaceAll("[\\s=]", "_"))
			.append('=')
			.append(Digest.sha256().add(String.valueOf(value)).hex(SHORT_DIGITS)));
		return text.toString();
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
