package io.github.sharedsession.sample.catalog;

import io.github.sharedsession.sample.shared.OrdersIntegrationTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the products on offer.
 */
@OrdersIntegrationTest
class ProductCatalogTests {

	private final MockMvcTester mvc;

	private final TestData data;

	private final JdbcClient jdbc;

	@Autowired
	ProductCatalogTests(MockMvcTester mvc, TestData data, JdbcClient jdbc) {
		this.mvc = mvc;
		this.data = data;
		this.jdbc = jdbc;
	}

	@Test
	void offersTheProductsThatTheMigrationsAdd() {
		assertThat(this.mvc.get().uri("/products")).hasStatusOk()
			.bodyJson()
			.extractingPath("$[*].sku")
			.asArray()
			.contains("ENVELOPE-C5", "NOTEBOOK-A5", "PENCIL-HB", "RULER-30", "STAPLER");
	}

	@Test
	void addsAProduct() {
		String sku = TestData.sku();
		assertThat(add(sku, "12.34")).hasStatus(HttpStatus.CREATED);
		assertThat(this.mvc.get().uri("/products/{sku}", sku)).hasStatusOk()
			.bodyJson()
			.extractingPath("$.price")
			.isEqualTo(12.34);
	}

	@Test
	void refusesAnArticleNumberThatIsInUse() {
		assertThat(add(this.data.product("1.00", 1).sku(), "12.34")).hasStatus(HttpStatus.CONFLICT);
	}

	@Test
	void refusesAPriceWithThreeDecimalPlaces() {
		assertThat(add(TestData.sku(), "12.345")).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void offersAProductAtTheNewestPriceThatHasBegun() {
		Product product = this.data.product("10.00", 1);
		addPrice(product, "9.00", "-1 day");
		addPrice(product, "11.00", "1 day");
		assertThat(this.mvc.get().uri("/products/{sku}", product.sku())).bodyJson()
			.extractingPath("$.price")
			.isEqualTo(10.0);
	}

	@Test
	void takesAProductOffTheOffer() {
		Product product = this.data.product("10.00", 1);
		assertThat(this.mvc.delete().uri("/products/{sku}", product.sku())).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(this.mvc.get().uri("/products/{sku}", product.sku())).hasStatus(HttpStatus.NOT_FOUND);
	}

	private MvcTestResult add(String sku, String price) {
		return this.mvc.post().uri("/products").contentType(MediaType.APPLICATION_JSON).content("""
				{ "sku": "%s", "name": "Eraser", "price": %s, "available": 3 }""".formatted(sku, price)).exchange();
	}

	private void addPrice(Product product, String amount, String fromNow) {
		this.jdbc.sql("""
				insert into price (product_id, amount, valid_from)
				values (:id, :amount::numeric, now() + :from::interval)""")
			.param("id", product.id())
			.param("amount", amount)
			.param("from", fromNow)
			.update();
	}

}
