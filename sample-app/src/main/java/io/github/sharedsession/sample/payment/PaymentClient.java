package io.github.sharedsession.sample.payment;

import java.math.BigDecimal;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Talks to the payment service.
 */
@Component
public class PaymentClient {

	private static final String SIGNATURE_HEADER = "Payment-Signature";

	private final RestClient client;

	private final PaymentSigner signer;

	PaymentClient(RestClient.Builder builder, PaymentProperties properties, PaymentSigner signer) {
		this.client = builder.baseUrl(properties.baseUrl()).build();
		this.signer = signer;
	}

	/**
	 * Have the payment of an order authorized.
	 * @param orderId the order
	 * @param amount the amount to pay
	 * @return the receipt
	 * @throws PaymentDeclinedException when the payment is declined
	 * @throws PaymentUnavailableException when there is no usable answer
	 */
	public PaymentReceipt authorize(long orderId, BigDecimal amount) {
		Authorization authorization = new Authorization(orderId, amount);
		PaymentReceipt receipt;
		try {
			receipt = this.client.post()
				.uri("/payments")
				.contentType(MediaType.APPLICATION_JSON)
				.headers((headers) -> this.signer.sign(authorization.toSign())
					.ifPresent((signature) -> headers.set(SIGNATURE_HEADER, signature)))
				.body(authorization)
				.retrieve()
				.body(PaymentReceipt.class);
		}
		catch (HttpClientErrorException ex) {
			if (ex.getStatusCode().isSameCodeAs(HttpStatus.PAYMENT_REQUIRED)) {
				throw new PaymentDeclinedException(orderId);
			}
			throw new PaymentUnavailableException(ex);
		}
		catch (RestClientException ex) {
			throw new PaymentUnavailableException(ex);
		}
		if (receipt == null) {
			throw new PaymentUnavailableException(new IllegalStateException("There is no receipt in the answer"));
		}
		return receipt;
	}

	/**
	 * Give the money back.
	 * @param reference names the payment
	 * @throws PaymentUnavailableException when the payment service did not accept it
	 */
	public void refund(String reference) {
		try {
			this.client.delete()
				.uri("/payments/{reference}", reference)
				.headers((headers) -> this.signer.sign(reference)
					.ifPresent((signature) -> headers.set(SIGNATURE_HEADER, signature)))
				.retrieve()
				.toBodilessEntity();
		}
		catch (RestClientException ex) {
			throw new PaymentUnavailableException(ex);
		}
	}

	/**
	 * The body of a request.
	 *
	 * @param orderId the order
	 * @param amount the amount to pay
	 */
	private record Authorization(long orderId, BigDecimal amount) {

		String toSign() {
			return this.orderId + ":" + this.amount.toPlainString();
		}

	}

}
