package io.github.sharedsession.sample.customer;

import java.util.Locale;

import io.github.sharedsession.sample.shared.OrdersIntegrationTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of registering customers.
 */
@OrdersIntegrationTest
class CustomerRegistrationTests {

	private final MockMvcTester mvc;

	private final TestData data;

	@Autowired
	CustomerRegistrationTests(MockMvcTester mvc, TestData data) {
		this.mvc = mvc;
		this.data = data;
	}

	@Test
	void registersACustomerUnderALowerCaseAddress() {
		String email = TestData.email();
		assertThat(register("Grace", email.toUpperCase(Locale.ROOT), "AT")).hasStatus(HttpStatus.CREATED)
			.bodyJson()
			.extractingPath("$.email")
			.isEqualTo(email);
	}

	@Test
	void refusesAnAddressThatIsInUse() {
		Customer customer = this.data.customer();
		assertThat(register("Grace", customer.email(), "AT")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("The e-mail address is in use");
	}

	@Test
	void refusesACountryWithoutDelivery() {
		assertThat(register("Grace", TestData.email(), "XX")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("There is no delivery to XX");
	}

	@Test
	void refusesWhatIsNoAddress() {
		assertThat(register("Grace", "nobody", "AT")).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void returnsARegisteredCustomer() {
		Customer customer = this.data.customer("FR");
		assertThat(this.mvc.get().uri("/customers/{id}", customer.id())).hasStatusOk()
			.bodyJson()
			.convertTo(Customer.class)
			.isEqualTo(customer);
	}

	private MvcTestResult register(String name, String email, String country) {
		return this.mvc.post().uri("/customers").contentType(MediaType.APPLICATION_JSON).content("""
				{ "name": "%s", "email": "%s", "countryCode": "%s" }""".formatted(name, email, country)).exchange();
	}

}
