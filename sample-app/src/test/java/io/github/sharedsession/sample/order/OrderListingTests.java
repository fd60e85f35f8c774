package io.github.sharedsession.sample.order;

import java.util.List;

import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.customer.Customer;
import io.github.sharedsession.sample.shared.OrdersIntegrationTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of listing orders.
 */
@OrdersIntegrationTest
class OrderListingTests {

	private final MockMvcTester mvc;

	private final OrderService orders;

	private final TestData data;

	@Autowired
	OrderListingTests(MockMvcTester mvc, OrderService orders, TestData data) {
		this.mvc = mvc;
		this.orders = orders;
		this.data = data;
	}

	@Test
	void listsTheOrdersOfOneCustomerNewestFirst() {
		Customer customer = this.data.customer();
		Product product = this.data.product("2.00", 10);
		Order first = place(customer, product);
		place(this.data.customer(), product);
		Order second = place(customer, product);
		assertThat(this.mvc.get().uri("/orders?customer={id}", customer.id())).hasStatusOk()
			.bodyJson()
			.extractingPath("$[*].id")
			.asArray()
			.extracting((id) -> ((Number) id).longValue())
			.containsExactly(second.id(), first.id());
	}

	@Test
	void listsNothingForACustomerWithoutOrders() {
		assertThat(this.mvc.get().uri("/orders?customer={id}", this.data.customer().id())).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("[]");
	}

	@Test
	void doesNotKnowACustomerWhoWasNeverRegistered() {
		assertThat(this.mvc.get().uri("/orders?customer={id}", Long.MAX_VALUE)).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void showsTheLinesOfAnOrderByArticleNumber() {
		Product one = this.data.product("2.00", 10);
		Product other = this.data.product("3.00", 10);
		Order order = this.orders.place(new NewOrder(this.data.customer().id(),
				List.of(new NewOrder.Line(one.sku(), 1), new NewOrder.Line(other.sku(), 2))));
		assertThat(this.mvc.get().uri("/orders/{id}", order.id())).bodyJson()
			.convertTo(Order.class)
			.satisfies((shown) -> assertThat(shown.lines()).extracting(Order.Line::sku)
				.isSorted()
				.containsExactlyInAnyOrder(one.sku(), other.sku()));
	}

	private Order place(Customer customer, Product product) {
		return this.orders.place(new NewOrder(customer.id(), List.of(new NewOrder.Line(product.sku(), 1))));
	}

}
