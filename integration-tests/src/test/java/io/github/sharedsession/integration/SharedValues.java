package io.github.sharedsession.integration;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

/**
 * A fork of an application: prints values that all forks share, and values of its own
 * that it has written and read back.
 */
@ContextConfiguration(classes = SharedValues.Config.class)
final class SharedValues {

	static final String MADE = "made";

	private static final List<Order> ORDERS = List.of(new Order("first", 1, Instant.EPOCH.plusNanos(1)),
			new Order("second", 2, Instant.EPOCH.plusSeconds(1)));

	private static final Everything EVERYTHING = new Everything(ORDERS.get(0), ORDERS, Instant.EPOCH,
			new Customer("Ada", 3), new Point(4, 5), Map.of("key", new Circle(6)));

	private SharedValues() {
	}

	static List<String> expected() {
		return List.of("orders " + ORDERS, "order " + ORDERS.get(0), "instant " + Instant.EPOCH,
				"everything " + EVERYTHING);
	}

	/**
	 * Run the fork.
	 * @param args none
	 */
	public static void main(String[] args) {
		ApplicationContext context = new TestContextManager(SharedValues.class).getTestContext()
			.getApplicationContext();
		for (String name : context.getBeanNamesForAnnotation(SharedSessionBean.class)) {
			System.out.println(name + " " + context.getBean(name));
		}
	}

	record Order(String name, int number, Instant at) {
	}

	record Everything(Order order, List<Order> orders, Instant at, Customer customer, Point point,
			Map<String, Shape> shapes) {
	}

	record Customer(@JsonProperty("first-name") String name, int age) {

		@JsonIgnore
		String getGreeting() {
			return "Hello " + this.name;
		}

	}

	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	/** As Kotlin's compiler makes a data class. */
	static final class Point {

		private final int x;

		private final int y;

		public Point(int x, int y) {
			this.x = x;
			this.y = y;
		}

		public int getX() {
			return this.x;
		}

		public int getY() {
			return this.y;
		}

		public int component1() {
			return this.x;
		}

		public int component2() {
			return this.y;
		}

		@Override
		public String toString() {
			return this.x + "/" + this.y;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Config {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${shared-session.directory}")
		List<Order> orders() {
			System.out.println(MADE);
			return ORDERS;
		}

		@SharedSessionBean(key = "${application}")
		Order order() {
			return ORDERS.get(0);
		}

		@SharedSessionBean(key = "${application}")
		Instant instant() {
			return Instant.EPOCH;
		}

		@SharedSessionBean(key = "${application}")
		Everything everything() {
			return EVERYTHING;
		}

	}

}
