package io.github.sharedsession.sample.order;

/**
 * Thrown when there is no such order.
 */
public class OrderNotFoundException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param id the identity that was asked for
	 */
	public OrderNotFoundException(long id) {
		super("There is no order " + id);
	}

}
