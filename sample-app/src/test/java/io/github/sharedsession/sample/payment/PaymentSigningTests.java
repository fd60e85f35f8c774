package io.github.sharedsession.sample.payment;

import java.math.BigDecimal;
import java.net.URI;
import java.security.GeneralSecurityException;

import io.github.sharedsession.sample.shared.OrdersIntegrationTest;
import io.github.sharedsession.sample.shared.PaymentServiceStub;
import io.github.sharedsession.sample.shared.PaymentServiceStub.Payment;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the signatures of requests to the payment service, with keys that all forks
 * share.
 */
@OrdersIntegrationTest
class PaymentSigningTests {

	private final PaymentClient client;

	private final PaymentServiceStub service;

	@Autowired
	PaymentSigningTests(PaymentClient client, PaymentServiceStub service) {
		this.client = client;
		this.service = service;
	}

	@Test
	void signsRequestsWithTheConfiguredKey() {
		PaymentReceipt receipt = this.client.authorize(-1, new BigDecimal("12.50"));
		assertThat(this.service.payment(-1)).contains(new Payment(receipt.reference(), false));
		this.client.refund(receipt.reference());
		assertThat(this.service.payment(-1)).contains(new Payment(receipt.reference(), true));
	}

	@Test
	void reportsTheServiceAsUnavailableWhenItAsksForASignature() throws GeneralSecurityException {
		PaymentProperties unsigned = new PaymentProperties(URI.create(this.service.url()), "");
		PaymentClient other = new PaymentClient(RestClient.builder(), unsigned, new PaymentSigner(unsigned));
		assertThatExceptionOfType(PaymentUnavailableException.class)
			.isThrownBy(() -> other.authorize(-2, new BigDecimal("12.50")))
			.withCauseInstanceOf(HttpClientErrorException.Unauthorized.class);
		assertThat(this.service.payment(-2)).isEmpty();
	}

}
