package io.github.sharedsession.sample.order;

/**
 * How far an order has come.
 */
public enum OrderStatus {

	/**
	 * Stock is reserved; the payment is being authorized.
	 */
	PENDING,

	/**
	 * The payment is authorized.
	 */
	PAID,

	/**
	 * Cancelled by the customer, or not paid. The stock is released.
	 */
	CANCELLED

}
