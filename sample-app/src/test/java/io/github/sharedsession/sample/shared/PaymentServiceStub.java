package io.github.sharedsession.sample.shared;

import java.util.Optional;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClient;

/**
 * Stands in for the payment service. The amount decides what it answers, as in the
 * sandboxes of real ones. One server for all forks, of which each looks at the payments
 * of its own orders.
 *
 * @param url the base URL of the service
 */
public record PaymentServiceStub(String url) {

	/**
	 * Payments of this amount are declined.
	 */
	public static final String DECLINED = "402.00";

	/**
	 * Payments of this amount get no answer.
	 */
	public static final String UNANSWERED = "504.00";

	/**
	 * Return the payment of an order.
	 * @param orderId the order
	 * @return its payment, if one was authorized
	 */
	public Optional<Payment> payment(long orderId) {
		return Optional.ofNullable(RestClient.create(this.url)
			.get()
			.uri("/payments/{order}", orderId)
			.retrieve()
			.onStatus(HttpStatusCode::is4xxClientError, (request, response) -> {
			})
			.body(Payment.class));
	}

	/**
	 * A payment that was authorized.
	 *
	 * @param reference names the payment
	 * @param refunded whether the money was given back
	 */
	public record Payment(String reference, boolean refunded) {
	}

}
