package io.github.sharedsession.sample.order;

/**
 * Where the money of an order is.
 */
public enum PaymentStatus {

	/**
	 * The payment is authorized.
	 */
	AUTHORIZED,

	/**
	 * The order is cancelled; the payment service has not yet accepted the refund.
	 */
	REFUND_DUE,

	/**
	 * The money has been given back.
	 */
	REFUNDED

}
