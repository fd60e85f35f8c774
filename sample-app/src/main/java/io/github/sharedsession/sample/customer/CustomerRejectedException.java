package io.github.sharedsession.sample.customer;

/**
 * Thrown when a customer can't be registered.
 */
public class CustomerRejectedException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param message why the customer can't be registered
	 */
	public CustomerRejectedException(String message) {
		super(message);
	}

}
