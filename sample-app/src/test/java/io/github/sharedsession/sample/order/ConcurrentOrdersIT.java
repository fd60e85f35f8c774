package io.github.sharedsession.sample.order;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.customer.Customer;
import io.github.sharedsession.sample.shared.OrdersHttpTest;
import io.github.sharedsession.sample.shared.TestData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of many orders at a time, over HTTP.
 */
@OrdersHttpTest
class ConcurrentOrdersIT {

	private static final int THREADS = 8;

	private final RestTestClient http;

	private final TestData data;

	@Autowired
	ConcurrentOrdersIT(@LocalServerPort int port, TestData data) {
		this.http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		this.data = data;
	}

	@Test
	void sellsNoMoreThanIsInStock() throws Exception {
		Customer customer = this.data.customer();
		Product product = this.data.product("1.00", 5);
		List<Integer> answers = inParallel(20, (number) -> place(customer, product));
		assertThat(answers).filteredOn((status) -> status == 201).hasSize(5);
		assertThat(answers).filteredOn((status) -> status == 409).hasSize(15);
		assertThat(this.data.available(product)).isZero();
	}

	@Test
	void acceptsOrdersOfTheSameProductsInAnySequence() throws Exception {
		Customer customer = this.data.customer();
		Product one = this.data.product("1.00", 50);
		Product other = this.data.product("1.00", 50);
		List<Integer> answers = inParallel(40,
				(number) -> (number % 2 == 0) ? place(customer, one, other) : place(customer, other, one));
		assertThat(answers).hasSize(40).containsOnly(201);
		assertThat(this.data.available(one)).isEqualTo(10);
		assertThat(this.data.available(other)).isEqualTo(10);
	}

	private int place(Customer customer, Product... products) {
		return this.http.post()
			.uri("/orders")
			.body(new NewOrder(customer.id(),
					List.of(products).stream().map((product) -> new NewOrder.Line(product.sku(), 1)).toList()))
			.exchange()
			.returnResult()
			.getStatus()
			.value();
	}

	private static List<Integer> inParallel(int count, Request request) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Callable<Integer>> requests = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				int number = i;
				requests.add(() -> request.send(number));
			}
			List<Integer> answers = new ArrayList<>();
			for (Future<Integer> answer : threads.invokeAll(requests)) {
				answers.add(answer.get());
			}
			return answers;
		}
		finally {
			threads.shutdown();
		}
	}

	private interface Request {

		int send(int number);

	}

}
