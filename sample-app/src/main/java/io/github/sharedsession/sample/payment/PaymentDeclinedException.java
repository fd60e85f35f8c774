package io.github.sharedsession.sample.payment;

/**
 * Thrown when the payment service declines a payment.
 */
public class PaymentDeclinedException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param orderId the order that was to be paid
	 */
	public PaymentDeclinedException(long orderId) {
		super("The payment of order " + orderId + " was declined");
	}

}
