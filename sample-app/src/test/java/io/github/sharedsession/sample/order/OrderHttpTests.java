package io.github.sharedsession.sample.order;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.shared.OrdersHttpTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of orders over HTTP.
 */
@OrdersHttpTest
class OrderHttpTests {

	private final RestTestClient http;

	private final TestData data;

	@Autowired
	OrderHttpTests(@LocalServerPort int port, TestData data) {
		this.http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		this.data = data;
	}

	@Test
	void answersWithWhereTheOrderIs() {
		Product product = this.data.product("3.00", 4);
		String location = Objects.requireNonNull(this.http.post()
			.uri("/orders")
			.body(new NewOrder(this.data.customer().id(), List.of(new NewOrder.Line(product.sku(), 4))))
			.exchange()
			.expectStatus()
			.isCreated()
			.returnResult()
			.getResponseHeaders()
			.getFirst("Location"));
		assertThat(this.http.get().uri(location).exchange().returnResult(Order.class).getResponseBody()).isNotNull()
			.satisfies((order) -> assertThat(order.gross()).isEqualByComparingTo("12.00"));
	}

	@Test
	void rollsBackAllLinesWhenOneIsOutOfStock() {
		Product enough = this.data.product("3.00", 4);
		Product tooLittle = this.data.product("3.00", 1);
		this.http.post()
			.uri("/orders")
			.body(new NewOrder(this.data.customer().id(),
					List.of(new NewOrder.Line(enough.sku(), 2), new NewOrder.Line(tooLittle.sku(), 2))))
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.CONFLICT);
		assertThat(this.data.available(enough)).isEqualTo(4);
		assertThat(this.data.available(tooLittle)).isEqualTo(1);
	}

	@Test
	void describesAMalformedRequestAsAProblem() {
		this.http.post()
			.uri("/orders")
			.body(Map.of("customerId", "nobody"))
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

}
