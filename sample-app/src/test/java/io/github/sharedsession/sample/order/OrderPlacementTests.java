package io.github.sharedsession.sample.order;

import java.util.List;

import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.customer.Customer;
import io.github.sharedsession.sample.shared.OrdersIntegrationTest;
import io.github.sharedsession.sample.shared.PaymentServiceStub;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of placing orders.
 */
@OrdersIntegrationTest
class OrderPlacementTests {

	private final MockMvcTester mvc;

	private final JsonMapper json;

	private final TestData data;

	private final PaymentServiceStub payments;

	@Autowired
	OrderPlacementTests(MockMvcTester mvc, JsonMapper json, TestData data, PaymentServiceStub payments) {
		this.mvc = mvc;
		this.json = json;
		this.data = data;
		this.payments = payments;
	}

	@Test
	void placesAnOrderAtTheCurrentPriceWithTheVatOfTheCountry() {
		Customer customer = this.data.customer("DE");
		Product product = this.data.product("10.00", 5);
		MvcTestResult result = place(customer, line(product, 3));
		assertThat(result).hasStatus(HttpStatus.CREATED);
		assertThat(result).bodyJson().convertTo(Order.class).satisfies((order) -> {
			assertThat(order.status()).isEqualTo(OrderStatus.PAID);
			assertThat(order.net()).isEqualByComparingTo("30.00");
			assertThat(order.gross()).isEqualByComparingTo("35.70");
			assertThat(order.lines()).singleElement().satisfies((line) -> {
				assertThat(line.sku()).isEqualTo(product.sku());
				assertThat(line.unitPrice()).isEqualByComparingTo("10.00");
			});
			assertThat(this.payments.payment(order.id())).isPresent();
			assertThat(result).hasHeader("Location", "/orders/" + order.id());
		});
	}

	@Test
	void takesWhatIsOrderedOutOfTheStock() {
		Product product = this.data.product("1.00", 5);
		assertThat(place(this.data.customer(), line(product, 3))).hasStatus(HttpStatus.CREATED);
		assertThat(this.data.available(product)).isEqualTo(2);
	}

	@Test
	void refusesAnOrderOfMoreThanIsInStock() {
		Product product = this.data.product("1.00", 5);
		assertThat(place(this.data.customer(), line(product, 6))).hasStatus(HttpStatus.CONFLICT);
		assertThat(this.data.available(product)).isEqualTo(5);
	}

	@Test
	void cancelsAnOrderWhosePaymentIsDeclined() {
		Customer customer = this.data.customer();
		Product product = this.data.product(PaymentServiceStub.DECLINED, 5);
		assertThat(place(customer, line(product, 1))).hasStatus(HttpStatus.PAYMENT_REQUIRED);
		assertThat(this.data.available(product)).isEqualTo(5);
		assertThat(this.mvc.get().uri("/orders?customer={id}", customer.id())).bodyJson()
			.extractingPath("$[*].status")
			.asArray()
			.containsExactly("CANCELLED");
	}

	@Test
	void refusesTwoLinesWithTheSameProduct() {
		Product product = this.data.product("1.00", 5);
		assertThat(place(this.data.customer(), line(product, 1), line(product, 2)))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
	}

	@Test
	void refusesAnOrderWithoutLines() {
		assertThat(place(this.data.customer())).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void refusesAProductThatIsNotOnOffer() {
		assertThat(place(this.data.customer(), new NewOrder.Line(TestData.sku(), 1))).hasStatus(HttpStatus.NOT_FOUND)
			.bodyJson()
			.extractingPath("$.detail")
			.asString()
			.startsWith("There is no product T-");
	}

	private MvcTestResult place(Customer customer, NewOrder.Line... lines) {
		return this.mvc.post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.content(this.json.writeValueAsString(new NewOrder(customer.id(), List.of(lines))))
			.exchange();
	}

	private static NewOrder.Line line(Product product, int quantity) {
		return new NewOrder.Line(product.sku(), quantity);
	}

}
