package io.github.sharedsession.core.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.github.sharedsession.store.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Names and salted hashes of the properties that a creation has read. Hashes, since a
 * value may be a password.
 */
public final class RecordedProperties {

	private final String salt;

	private final Map<String, String> hashes;

	RecordedProperties(String salt, Map<String, String> hashes) {
		this.salt = salt;
		this.hashes = hashes;
	}

	/**
	 * Record that no property was read.
	 * @return the record
	 */
	public static RecordedProperties none() {
		return new RecordedProperties("", Map.of());
	}

	/**
	 * Record properties.
	 * @param names their names
	 * @param values gives the value of each, or {@code null} when it has none
	 * @return the record
	 */
	public static RecordedProperties of(Collection<String> names, Function<String, @Nullable String> values) {
		if (names.isEmpty()) {
			return none();
		}
		String salt = RandomId.next();
		Map<String, String> hashes = new TreeMap<>();
		for (String name : names) {
			hashes.put(name, hash(salt, name, values.apply(name)));
		}
		return new RecordedProperties(salt, hashes);
	}

	/**
	 * Return the properties that have another value now.
	 * @param values gives the value of each, or {@code null} when it has none
	 * @return their names
	 */
	public List<String> changed(Function<String, @Nullable String> values) {
		List<String> names = new ArrayList<>();
		for (Map.Entry<String, String> property : this.hashes.entrySet()) {
			String name = property.getKey();
			if (!property.getValue().equals(hash(this.salt, name, values.apply(name)))) {
				names.add(name);
			}
		}
		return names;
	}

	/**
	 * Return whether no property was read.
	 * @return whether there is none
	 */
	public boolean isEmpty() {
		return this.hashes.isEmpty();
	}

	String salt() {
		return this.salt;
	}

	Map<String, String> hashes() {
		return this.hashes;
	}

	private static String hash(String salt, String name, @Nullable String value) {
		String text = salt + '\n' + name + '\n' + ((value != null) ? "=" + value : "");
		return Digest.sha256().add(text.getBytes(StandardCharsets.UTF_8)).hex(32);
	}

}
