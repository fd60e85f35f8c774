package io.github.sharedsession.core.acquire;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One context's use of a resource. While it is open, the resource is there.
 */
public final class Use {

	private final String generation;

	private final byte[] value;

	private final Runnable release;

	private final AtomicBoolean closed = new AtomicBoolean();

	Use(String generation, byte[] value, Runnable release) {
		this.generation = generation;
		this.value = value;
		this.release = release;
	}

	/**
	 * The generation of the resource: unique over all creations.
	 * @return 12 characters of {@code [a-z0-9]}, the first a letter
	 */
	public String generation() {
		return this.generation;
	}

	/**
	 * The shared value.
	 * @return the value; not to be changed
	 */
	public byte[] value() {
		return this.value;
	}

	/**
	 * End the use. At the end of the JVM's test run, the last use of the last member
	 * destroys the resource before this method returns; its failure is reported, not
	 * thrown. Further calls do nothing.
	 */
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.release.run();
		}
	}

}
