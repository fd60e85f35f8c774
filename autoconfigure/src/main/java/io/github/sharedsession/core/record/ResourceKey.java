package io.github.sharedsession.core.record;

import java.util.regex.Pattern;

/**
 * Identifies a resource, within its session or, if it is cached, within all sessions.
 *
 * @param label a readable part that follows from the stable id: {@code [a-z0-9-]}, at
 * most 32 characters
 * @param stableId tells which definition of which build made it, whatever its
 * fingerprint: 16 hexadecimal digits
 * @param fingerprint of all that the resource is made from: 16 hexadecimal digits
 * @param cached whether the resource outlives its session
 */
public record ResourceKey(String label, String stableId, String fingerprint, boolean cached) {

	public static final String CACHED = "~";

	private static final Pattern DEFINITION = Pattern.compile("[A-Za-z0-9-]*_[A-Za-z0-9]+");

	private static final Pattern NAME = Pattern.compile(CACHED + "?" + DEFINITION + "_[A-Za-z0-9]+");

	/**
	 * Identify a resource of a session.
	 * @param label a readable part that follows from the stable id
	 * @param stableId tells which definition of which build made it
	 * @param fingerprint of all that the resource is made from
	 */
	public ResourceKey(String label, String stableId, String fingerprint) {
		this(label, stableId, fingerprint, false);
	}

	/** Whether it is what {@link #definition} may return, and so no foreign file. */
	public static boolean isDefinition(String text) {
		return DEFINITION.matcher(text).matches();
	}

	/** Whether {@link #parse} can read it. */
	public static boolean isName(String text) {
		return NAME.matcher(text).matches();
	}

	public static ResourceKey parse(String name) {
		if (!isName(name)) {
			throw new IllegalArgumentException("No name of a resource: " + name);
		}
		boolean cached = name.startsWith(CACHED);
		String[] parts = name.substring(cached ? CACHED.length() : 0).split("_", 3);
		return new ResourceKey(parts[0], parts[1], parts[2], cached);
	}

	/** The definition, for all fingerprints. */
	public String definition() {
		return this.label + "_" + this.stableId;
	}

	/** The form that {@link #parse} reads. */
	public String name() {
		return (this.cached ? CACHED : "") + definition() + "_" + this.fingerprint;
	}

}
