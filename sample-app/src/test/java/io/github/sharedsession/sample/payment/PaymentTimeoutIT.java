package io.github.sharedsession.sample.payment;

import java.util.List;

import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.order.NewOrder;
import io.github.sharedsession.sample.shared.OrdersHttpTest;
import io.github.sharedsession.sample.shared.PaymentServiceStub;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a payment service that does not answer.
 */
@OrdersHttpTest
@TestPropertySource(properties = "spring.http.clients.read-timeout=250ms")
class PaymentTimeoutIT {

	private final RestTestClient http;

	private final TestData data;

	@Autowired
	PaymentTimeoutIT(@LocalServerPort int port, TestData data) {
		this.http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		this.data = data;
	}

	@Test
	void releasesTheStockOfAnOrderWhosePaymentIsNotAnswered() {
		Product product = this.data.product(PaymentServiceStub.UNANSWERED, 3);
		this.http.post()
			.uri("/orders")
			.body(new NewOrder(this.data.customer().id(), List.of(new NewOrder.Line(product.sku(), 1))))
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(this.data.available(product)).isEqualTo(3);
	}

}
