package io.github.sharedsession.core;

import java.time.Duration;

/**
 * Who decides in one class loader when a resource is made and destroyed.
 */
interface MatrixProtocol {

	/**
	 * Get a resource, which is made if nobody has it.
	 */
	Lease acquire(String resource, Duration timeout) throws InterruptedException;

	/**
	 * The use of one thread.
	 */
	interface Lease {

		String generation();

		void close();

	}

}
