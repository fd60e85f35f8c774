package io.github.sharedsession.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the order service. Needs a PostgreSQL database; see {@code application.yml}.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class OrdersApplication {

	/**
	 * Start the application.
	 * @param args command line arguments, as of Spring Boot
	 */
	public static void main(String[] args) {
		SpringApplication.run(OrdersApplication.class, args);
	}

}
