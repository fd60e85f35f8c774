package io.github.sharedsession.sample.payment;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.customer.Customer;
import io.github.sharedsession.sample.order.NewOrder;
import io.github.sharedsession.sample.order.Order;
import io.github.sharedsession.sample.order.OrderService;
import io.github.sharedsession.sample.order.OrderStatus;
import io.github.sharedsession.sample.order.PaymentStatus;
import io.github.sharedsession.sample.shared.OrdersIntegrationTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;

/**
 * Tests of what becomes of orders while the payment service is away.
 */
@OrdersIntegrationTest
class PaymentOutageTests {

	private static final String REFERENCE = "pay-outage";

	private final OrderService orders;

	private final TestData data;

	@MockitoBean
	private PaymentClient payments;

	@Autowired
	PaymentOutageTests(OrderService orders, TestData data) {
		this.orders = orders;
		this.data = data;
	}

	@Test
	void cancelsAnOrderThatCanNotBePaid() {
		given(this.payments.authorize(anyLong(), any(BigDecimal.class))).willThrow(outage());
		Customer customer = this.data.customer();
		Product product = this.data.product("5.00", 2);
		assertThatExceptionOfType(PaymentUnavailableException.class).isThrownBy(() -> place(customer, product));
		assertThat(this.orders.list(customer.id())).singleElement().satisfies((order) -> {
			assertThat(order.status()).isEqualTo(OrderStatus.CANCELLED);
			assertThat(order.payment()).isNull();
		});
		assertThat(this.data.available(product)).isEqualTo(2);
	}

	@Test
	void keepsARefundDueThatCanNotBePaid() {
		given(this.payments.authorize(anyLong(), any(BigDecimal.class))).willReturn(new PaymentReceipt(REFERENCE));
		willThrow(outage()).given(this.payments).refund(REFERENCE);
		Product product = this.data.product("5.00", 2);
		Order order = this.orders.cancel(place(this.data.customer(), product).id());
		assertThat(order.status()).isEqualTo(OrderStatus.CANCELLED);
		assertThat(order.payment()).isEqualTo(PaymentStatus.REFUND_DUE);
		assertThat(this.data.available(product)).isEqualTo(2);
	}

	private Order place(Customer customer, Product product) {
		return this.orders.place(new NewOrder(customer.id(), List.of(new NewOrder.Line(product.sku(), 1))));
	}

	private static PaymentUnavailableException outage() {
		return new PaymentUnavailableException(new IOException("Connection refused"));
	}

}
