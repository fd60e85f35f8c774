package io.github.sharedsession;

/**
 * A lock that this thread has, until it is closed or its JVM ends.
 *
 * @see TestSession#lock(String)
 */
public interface SessionLock extends AutoCloseable {

	/**
	 * Give the lock back. Does nothing when that was done before.
	 */
	@Override
	void close();

}
