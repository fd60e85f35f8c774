package io.github.sharedsession.core.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.core.record.ResourceKey;

/**
 * What is shared of a resource: the name of its directory, and those of all it was made
 * with.
 *
 * @param name the key and the generation
 * @param dependencies the names of what it was made with, those of the dependencies
 * included
 */
record Generation(String name, List<String> dependencies) {

	static Generation of(String key, String generation, List<Generation> dependencies) {
		Set<String> all = new LinkedHashSet<>();
		dependencies.forEach((dependency) -> all.addAll(dependency.withDependencies()));
		return new Generation(key + "-" + generation, List.copyOf(all));
	}

	static Generation parse(byte[] value) {
		List<String> names = Arrays.asList(new String(value, StandardCharsets.UTF_8).split(" ", -1));
		return new Generation(names.get(0), names.subList(1, names.size()));
	}

	byte[] value() {
		return toString().getBytes(StandardCharsets.UTF_8);
	}

	List<String> withDependencies() {
		List<String> names = new ArrayList<>();
		names.add(this.name);
		names.addAll(this.dependencies);
		return names;
	}

	/** The form that {@link #parse} reads. */
	@Override
	public String toString() {
		return String.join(" ", withDependencies());
	}

	/** One definition for each letter; a digit after it is another fingerprint. */
	static ResourceKey key(String key) {
		String letter = Integer.toHexString(key.charAt(0));
		return new ResourceKey(key.substring(0, 1), letter.repeat(8),
				letter.repeat(7) + ((key.length() > 1) ? "0" + key.charAt(1) : "00"), MemberPlan.isCached(key));
	}

	static String key(ResourceKey key) {
		char digit = key.fingerprint().charAt(15);
		return (digit == '0') ? key.label() : key.label() + digit;
	}

}
