package io.github.sharedsession.store;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The names in a directory, kept until it changes. To tell that by its time, the time
 * must be one that no later change can get too: file systems count in steps of up to two
 * seconds, so a directory that has just changed is listed again.
 */
final class SettledNames {

	private static final long STEP = TimeUnit.SECONDS.toMillis(3);

	private volatile @Nullable Listing listing;

	/**
	 * Add the names.
	 * @param names takes them
	 * @param now what the directory is like now
	 * @return {@code false} when it has to be listed
	 */
	boolean addTo(List<String> names, BasicFileAttributes now) {
		Listing listing = this.listing;
		if (listing == null || !listing.time().equals(now.lastModifiedTime()) || !listing.key().equals(now.fileKey())) {
			return false;
		}
		names.addAll(listing.names());
		return true;
	}

	/**
	 * Keep the names, if they can be kept.
	 * @param names what was listed
	 * @param before what the directory was like before that
	 */
	void listed(List<String> names, BasicFileAttributes before) {
		FileTime time = before.lastModifiedTime();
		Object key = before.fileKey();
		this.listing = (key != null && System.currentTimeMillis() - time.toMillis() > STEP)
				? new Listing(key, time, List.copyOf(names)) : null;
	}

	private record Listing(Object key, FileTime time, List<String> names) {
	}

}
