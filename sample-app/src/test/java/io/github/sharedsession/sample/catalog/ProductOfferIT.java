package io.github.sharedsession.sample.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

import io.github.sharedsession.sample.shared.OrdersHttpTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the offer survives the application: its context closes after each test, the
 * database stays.
 */
@OrdersHttpTest
@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
@TestMethodOrder(OrderAnnotation.class)
class ProductOfferIT {

	private static final String SKU = TestData.sku();

	private final RestTestClient http;

	@Autowired
	ProductOfferIT(@LocalServerPort int port) {
		this.http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	@Test
	@Order(1)
	void offersAProductThatWasAdded() {
		this.http.post()
			.uri("/products")
			.body(new NewProduct(SKU, "Chair", new BigDecimal("120.00"), 2))
			.exchange()
			.expectStatus()
			.isCreated();
		assertThat(offeredSkus()).isSorted().contains(SKU, "STAPLER");
	}

	@Test
	@Order(2)
	void stillOffersItAfterTheApplicationWasStartedAnew() {
		assertThat(offeredSkus()).contains(SKU);
	}

	private List<String> offeredSkus() {
		List<Product> offer = this.http.get()
			.uri("/products")
			.exchange()
			.returnResult(new ParameterizedTypeReference<List<Product>>() {
			})
			.getResponseBody();
		return Objects.requireNonNull(offer).stream().map(Product::sku).toList();
	}

}
