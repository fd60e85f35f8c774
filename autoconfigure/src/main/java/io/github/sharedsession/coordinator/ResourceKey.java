package io.github.sharedsession.coordinator;

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

	static ResourceKey parse(String name) {
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
