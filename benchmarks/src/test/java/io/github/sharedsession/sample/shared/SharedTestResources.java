package io.github.sharedsession.sample.shared;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Stands in front of the sample's class of the same name, with the same beans.
 */
@TestConfiguration(proxyBeanMethods = false)
class SharedTestResources {

	@Bean
	static DatabaseServer databaseServer() {
		return ResourcesByHand.INSTANCE.server();
	}

	@Bean
	static JdbcConnectionDetails ordersDatabase() {
		return ResourcesByHand.INSTANCE.database().connectionDetails();
	}

	@Bean
	static PaymentKeys paymentKeys() {
		return ResourcesByHand.INSTANCE.keys();
	}

	@Bean
	static PaymentServiceStub paymentServiceStub() {
		return ResourcesByHand.INSTANCE.stub();
	}

}
