package io.github.sharedsession.sample.order;

import java.util.List;

import io.github.sharedsession.sample.catalog.Catalog;
import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.shared.OrdersIntegrationTest;
import io.github.sharedsession.sample.shared.PaymentServiceStub;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of cancelling orders.
 */
@OrdersIntegrationTest
class OrderCancellationTests {

	private final MockMvcTester mvc;

	private final OrderService orders;

	private final Catalog catalog;

	private final TestData data;

	private final PaymentServiceStub payments;

	private final JdbcClient jdbc;

	@Autowired
	OrderCancellationTests(MockMvcTester mvc, OrderService orders, Catalog catalog, TestData data,
			PaymentServiceStub payments, JdbcClient jdbc) {
		this.mvc = mvc;
		this.orders = orders;
		this.catalog = catalog;
		this.data = data;
		this.payments = payments;
		this.jdbc = jdbc;
	}

	@Test
	void putsWhatWasOrderedBackIntoTheStock() {
		Product product = this.data.product("4.00", 10);
		Order order = place(product, 4);
		assertThat(this.data.available(product)).isEqualTo(6);
		assertThat(this.mvc.post().uri("/orders/{id}/cancellation", order.id())).hasStatusOk()
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("CANCELLED");
		assertThat(this.data.available(product)).isEqualTo(10);
	}

	@Test
	void givesTheMoneyBack() {
		Order order = place(this.data.product("4.00", 10), 1);
		assertThat(this.mvc.post().uri("/orders/{id}/cancellation", order.id())).bodyJson()
			.extractingPath("$.payment")
			.isEqualTo("REFUNDED");
		assertThat(this.payments.payment(order.id()).map(PaymentServiceStub.Payment::refunded)).contains(true);
	}

	@Test
	void cancelsAnOrderOfAProductThatIsNoLongerOnOffer() {
		Product product = this.data.product("4.00", 10);
		Order order = place(product, 4);
		this.catalog.discontinue(product.sku());
		assertThat(this.mvc.post().uri("/orders/{id}/cancellation", order.id())).hasStatusOk();
		assertThat(this.jdbc.sql("select available from stock where product_id = :id")
			.param("id", product.id())
			.query(Integer.class)
			.single()).isEqualTo(10);
	}

	@Test
	void refusesToCancelAnOrderTwice() {
		Order order = place(this.data.product("4.00", 10), 1);
		assertThat(this.mvc.post().uri("/orders/{id}/cancellation", order.id())).hasStatusOk();
		assertThat(this.mvc.post().uri("/orders/{id}/cancellation", order.id())).hasStatus(HttpStatus.CONFLICT)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("Order " + order.id() + " is CANCELLED");
	}

	@Test
	void doesNotKnowAnOrderThatWasNeverPlaced() {
		assertThat(this.mvc.post().uri("/orders/{id}/cancellation", Long.MAX_VALUE)).hasStatus(HttpStatus.NOT_FOUND);
	}

	private Order place(Product product, int quantity) {
		return this.orders
			.place(new NewOrder(this.data.customer().id(), List.of(new NewOrder.Line(product.sku(), quantity))));
	}

}
