package io.github.sharedsession.sample.catalog;

import java.util.List;

import io.github.sharedsession.sample.shared.OrdersJdbcTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the trigger that records what happens to the stock.
 */
@OrdersJdbcTest
class StockMovementTests {

	private final Catalog catalog;

	private final TestData data;

	private final JdbcClient jdbc;

	@Autowired
	StockMovementTests(Catalog catalog, TestData data, JdbcClient jdbc) {
		this.catalog = catalog;
		this.data = data;
		this.jdbc = jdbc;
	}

	@Test
	void recordsTheFirstDelivery() {
		assertThat(movements(this.data.product("1.00", 7))).containsExactly(7);
	}

	@Test
	void recordsWhatComesAndGoes() {
		Product product = this.data.product("1.00", 7);
		this.catalog.take(product, 3);
		this.catalog.restock(product.sku(), 10);
		assertThat(movements(product)).containsExactly(7, -3, 10);
	}

	@Test
	void recordsNothingWhenThereIsNotEnough() {
		Product product = this.data.product("1.00", 7);
		assertThatExceptionOfType(OutOfStockException.class).isThrownBy(() -> this.catalog.take(product, 8));
		assertThat(movements(product)).containsExactly(7);
	}

	private List<Integer> movements(Product product) {
		return this.jdbc.sql("select delta from stock_movement where product_id = :id order by id")
			.param("id", product.id())
			.query(Integer.class)
			.list();
	}

}
