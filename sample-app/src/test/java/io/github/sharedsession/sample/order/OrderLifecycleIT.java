package io.github.sharedsession.sample.order;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.sharedsession.sample.catalog.NewProduct;
import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.customer.Customer;
import io.github.sharedsession.sample.customer.NewCustomer;
import io.github.sharedsession.sample.shared.OrdersHttpTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Follows an order from the registration of the customer to the refund, over HTTP only.
 */
@OrdersHttpTest
class OrderLifecycleIT {

	private final RestTestClient http;

	@Autowired
	OrderLifecycleIT(@LocalServerPort int port) {
		this.http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	@Test
	void leadsFromTheRegistrationToTheRefund() {
		Customer customer = post("/customers", new NewCustomer("Alan", TestData.email(), "CH"), Customer.class);
		Product product = post("/products", new NewProduct(TestData.sku(), "Desk", new BigDecimal("250"), 1),
				Product.class);
		Order placed = post("/orders", new NewOrder(customer.id(), List.of(new NewOrder.Line(product.sku(), 1))),
				Order.class);
		assertThat(placed.status()).isEqualTo(OrderStatus.PAID);
		assertThat(placed.gross()).isEqualByComparingTo("270.25");
		assertThat(available(product)).isZero();
		Order cancelled = post("/orders/" + placed.id() + "/cancellation", Map.of(), Order.class);
		assertThat(cancelled.status()).isEqualTo(OrderStatus.CANCELLED);
		assertThat(cancelled.payment()).isEqualTo(PaymentStatus.REFUNDED);
		assertThat(available(product)).isEqualTo(1);
		Product restocked = post("/products/" + product.sku() + "/stock", Map.of("quantity", 9), Product.class);
		assertThat(restocked.available()).isEqualTo(10);
	}

	private int available(Product product) {
		Product current = this.http.get()
			.uri("/products/{sku}", product.sku())
			.exchange()
			.returnResult(Product.class)
			.getResponseBody();
		return Objects.requireNonNull(current).available();
	}

	private <T> T post(String path, Object body, Class<T> type) {
		T answer = this.http.post()
			.uri(path)
			.body(body)
			.exchange()
			.expectStatus()
			.is2xxSuccessful()
			.returnResult(type)
			.getResponseBody();
		return Objects.requireNonNull(answer);
	}

}
