package io.github.sharedsession.value;

import java.lang.reflect.Type;
import java.util.Collection;

import io.github.sharedsession.store.Digest;

/**
 * Pays for the first shared value of a JVM, some 200 ms for JSON and 10 for a digest, on
 * another thread while the context starts.
 */
public final class FirstUse {

	private FirstUse() {
	}

	/**
	 * Begin, without waiting for the end.
	 * @param types the types of values that will be needed, as far as they are known
	 */
	public static void prepare(Collection<Type> types) {
		Thread thread = new Thread(() -> {
			try {
				// In the order in which they are needed
				Digest.sha256().add("").hex(1);
				JsonValueCodec.warmUp(types);
			}
			catch (RuntimeException | LinkageError ex) {
				// The first use tells
			}
		}, "shared-session-first-use");
		thread.setDaemon(true);
		thread.start();
	}

}
