package io.github.sharedsession.sample.order;

import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.shared.OrdersIntegrationTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the number of lines that an order may have.
 */
@OrdersIntegrationTest
@TestPropertySource(properties = "orders.max-lines=2")
class OrderLimitTests {

	private final OrderService orders;

	private final TestData data;

	@Autowired
	OrderLimitTests(OrderService orders, TestData data) {
		this.orders = orders;
		this.data = data;
	}

	@Test
	void acceptsAnOrderWithAsManyLinesAsConfigured() {
		Order order = this.orders.place(order(this.data.product("1.00", 1), this.data.product("1.00", 1)));
		assertThat(order.lines()).hasSize(2);
	}

	@Test
	void refusesAnOrderWithMoreLinesAndLeavesTheStockAlone() {
		List<Product> products = Stream.generate(() -> this.data.product("1.00", 1)).limit(3).toList();
		assertThatExceptionOfType(OrderRejectedException.class)
			.isThrownBy(() -> this.orders.place(order(products.toArray(Product[]::new))))
			.withMessage("An order has at most 2 lines");
		assertThat(products).extracting(this.data::available).containsOnly(1);
	}

	private NewOrder order(Product... products) {
		return new NewOrder(this.data.customer().id(),
				Stream.of(products).map((product) -> new NewOrder.Line(product.sku(), 1)).toList());
	}

}
