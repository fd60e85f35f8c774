package io.github.sharedsession.sample.customer;

/**
 * Thrown when there is no such customer.
 */
public class CustomerNotFoundException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param id the identity that was asked for
	 */
	public CustomerNotFoundException(long id) {
		super("There is no customer " + id);
	}

}
