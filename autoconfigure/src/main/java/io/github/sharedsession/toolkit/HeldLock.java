package io.github.sharedsession.toolkit;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * A lock that tests of a session hold, seen from outside.
 *
 * @param name the name of the lock
 * @param holders who holds it and for how long
 */
public record HeldLock(String name, List<String> holders) {

	/**
	 * Find the locks of a session that are held.
	 * @param store where the session is
	 * @param session the name of the session
	 * @return the locks, empty when nothing is known
	 */
	public static List<HeldLock> find(Store store, String session) {
		try {
			return store.list(session + JvmLock.DIRECTORY)
				.stream()
				.map((digest) -> read(store, session + JvmLock.DIRECTORY + digest))
				.filter(Objects::nonNull)
				.map(HeldLock.class::cast)
				.toList();
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			return List.of();
		}
	}

	private static @Nullable HeldLock read(Store store, String directory) {
		List<String> holders = new LockHolders(store, directory + JvmLock.HOLDERS).list();
		byte[] name = store.read(directory + JvmLock.NAME);
		return (name == null || holders.isEmpty()) ? null
				: new HeldLock(new String(name, StandardCharsets.UTF_8), holders);
	}

}
