package io.github.sharedsession.sample.order;

import io.github.sharedsession.sample.shared.OrdersJdbcTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the trigger that guards the status of orders.
 */
@OrdersJdbcTest
class OrderStatusGuardTests {

	private final OrderRepository orders;

	private final TestData data;

	@Autowired
	OrderStatusGuardTests(OrderRepository orders, TestData data) {
		this.orders = orders;
		this.data = data;
	}

	@Test
	void startsWithAPendingOrder() {
		long id = this.orders.add(this.data.customer().id());
		assertThat(this.orders.lock(id)).contains(OrderStatus.PENDING);
	}

	@ParameterizedTest
	@CsvSource({ "PENDING, PAID", "PENDING, CANCELLED", "PAID, CANCELLED", "CANCELLED, CANCELLED" })
	void letsAnOrderGoForward(OrderStatus from, OrderStatus to) {
		long id = orderThatIs(from);
		this.orders.changeStatus(id, to);
		assertThat(this.orders.lock(id)).contains(to);
	}

	@ParameterizedTest
	@CsvSource({ "PAID, PENDING", "CANCELLED, PENDING", "CANCELLED, PAID" })
	void letsNoOrderGoBack(OrderStatus from, OrderStatus to) {
		long id = orderThatIs(from);
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.orders.changeStatus(id, to))
			.withMessageContaining("order " + id + " cannot go from " + from + " to " + to);
	}

	private long orderThatIs(OrderStatus status) {
		long id = this.orders.add(this.data.customer().id());
		this.orders.changeStatus(id, status);
		return id;
	}

}
