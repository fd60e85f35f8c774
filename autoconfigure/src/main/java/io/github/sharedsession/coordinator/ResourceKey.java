package io.github.sharedsession.coordinator;

import java.util.regex.Pattern;

/**
 * Identifies a resource within its session.
 *
 * @param label a readable part that follows from the stable id: {@code [a-z0-9-]}, at
 * most 32 characters
 * @param stableId tells which definition of which build made it, whatever its
 * fingerprint: 16 hexadecimal digits
 * @param fingerprint of all that the resource is made from: 16 hexadecimal digits
 */
public record ResourceKey(String label, String stableId, String fingerprint) {

	private static final Pattern DEFINITION = Pattern.compile("[A-Za-z0-9-]*_[A-Za-z0-9]+");

	private static final Pattern NAME = Pattern.compile(DEFINITION + "_[A-Za-z0-9]+");

	/** Whether it is what {@link #definition} may return, and so no foreign file. */
	static boolean isDefinition(String text) {
		return DEFINITION.matcher(text).matches();
	}

	/** Whether {@link #parse} can read it. */
	static boolean isName(String text) {
		return NAME.matcher(text).matches();
	}

	static ResourceKey parse(String name) {
		if (!isName(name)) {
			throw new IllegalArgumentException("No name of a resource: " + name);
		}
		String[] parts = name.split("_", 3);
		return new ResourceKey(parts[0], parts[1], parts[2]);
	}

	/** The definition, for all fingerprints. */
	String definition() {
		return this.label + "_" + this.stableId;
	}

	/** The form that {@link #parse} reads. */
	String name() {
		return definition() + "_" + this.fingerprint;
	}

}
