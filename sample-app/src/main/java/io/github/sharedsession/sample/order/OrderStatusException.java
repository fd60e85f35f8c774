package io.github.sharedsession.sample.order;

/**
 * Thrown when the status of an order does not allow what was asked for.
 */
public class OrderStatusException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param id the order
	 * @param status its status
	 */
	public OrderStatusException(long id, OrderStatus status) {
		super("Order " + id + " is " + status);
	}

}
