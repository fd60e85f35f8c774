package io.github.sharedsession.coordinator;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One context's use of a resource. While it is open, the resource is there.
 */
public final class Use {

	private final byte[] value;

	private final Runnable release;

	private final AtomicBoolean closed = new AtomicBoolean();

	Use(byte[] value, Runnable release) {
		this.value = value;
		this.release = release;
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
