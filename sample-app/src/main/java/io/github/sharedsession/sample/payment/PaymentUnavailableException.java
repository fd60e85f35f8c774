package io.github.sharedsession.sample.payment;

/**
 * Thrown when the payment service does not answer, or not as expected.
 */
public class PaymentUnavailableException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param cause what went wrong
	 */
	public PaymentUnavailableException(Throwable cause) {
		super("The payment service is unavailable", cause);
	}

}
