package io.github.sharedsession.sample.order;

/**
 * Thrown when an order can't be accepted as it is.
 */
public class OrderRejectedException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param message why the order can't be accepted
	 */
	public OrderRejectedException(String message) {
		super(message);
	}

}
