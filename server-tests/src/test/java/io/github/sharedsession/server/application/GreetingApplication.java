package io.github.sharedsession.server.application;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Greets, and tells how many of it are open.
 */
@SpringBootApplication(exclude = DataSourceAutoConfiguration.class)
@RestController
public class GreetingApplication {

	/**
	 * The number of open contexts of this application in this JVM.
	 */
	public static final AtomicInteger OPEN = new AtomicInteger();

	private final ApplicationContext context;

	private final String greeting;

	GreetingApplication(ApplicationContext context, @Value("${greeting:hello}") String greeting) {
		if (greeting.equals("none")) {
			throw new IllegalArgumentException("There must be a greeting");
		}
		this.context = context;
		this.greeting = greeting;
		OPEN.incrementAndGet();
	}

	@GetMapping("/greeting")
	String greeting() {
		return this.greeting;
	}

	@GetMapping("/test-beans")
	int testBeans() {
		return this.context.getBeanNamesForType(OnlyForTests.class).length;
	}

	@PreDestroy
	void close() {
		OPEN.decrementAndGet();
	}

}
