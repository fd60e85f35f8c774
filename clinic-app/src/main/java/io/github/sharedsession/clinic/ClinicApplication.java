package io.github.sharedsession.clinic;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application.
 */
@SpringBootApplication
public class ClinicApplication {

	/**
	 * Create a new application.
	 */
	public ClinicApplication() {
	}

	/**
	 * Start the application.
	 * @param arguments the arguments of the command line
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(ClinicApplication.class, arguments);
	}

}
