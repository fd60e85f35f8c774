package io.github.sharedsession.spi;

/**
 * Takes locks for tests. Found through {@code META-INF/spring.factories}.
 */
public interface TestLocks {

	/**
	 * Take a lock of the session.
	 * @param name the name of the lock
	 * @param shared whether others may have it at the same time, if they want it shared
	 * @param holder who will have it, for the messages of others
	 * @return gives it back; to be closed once, by any thread
	 */
	Held lock(String name, boolean shared, String holder);

	/**
	 * A lock that is held.
	 */
	interface Held extends AutoCloseable {

		@Override
		void close();

	}

}
