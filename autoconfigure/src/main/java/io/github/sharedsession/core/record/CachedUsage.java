package io.github.sharedsession.core.record;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What the file {@code usage} of a cached resource holds. The times of files are not
 * looked at: copies and clean-ups change them.
 *
 * @param lastUse when a JVM began to use it, in milliseconds since the epoch
 * @param cost how long it took to create it
 * @param disposable whether nothing but its directory has to be deleted to destroy it
 * @param directory whether it has a directory
 */
public record CachedUsage(long lastUse, Duration cost, boolean disposable, boolean directory) {

	private static final String MAGIC = "shared-session-usage-1";

	public CachedUsage usedAt(long time) {
		return new CachedUsage(time, this.cost, this.disposable, this.directory);
	}

	public byte[] encode() {
		return String
			.join(" ", MAGIC, String.valueOf(this.lastUse), String.valueOf(this.cost.toMillis()),
					String.valueOf(this.disposable), String.valueOf(this.directory))
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Read what {@link #encode} wrote.
	 * @return the usage, or {@code null} when the content is something else: then it
	 * counts as not used for long
	 */
	public static @Nullable CachedUsage decode(byte[] content) {
		String[] parts = new String(content, StandardCharsets.UTF_8).split(" ", -1);
		if (parts.length != 5 || !parts[0].equals(MAGIC)) {
			return null;
		}
		try {
			return new CachedUsage(Long.parseLong(parts[1]), Duration.ofMillis(Long.parseLong(parts[2])),
					Boolean.parseBoolean(parts[3]), Boolean.parseBoolean(parts[4]));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
