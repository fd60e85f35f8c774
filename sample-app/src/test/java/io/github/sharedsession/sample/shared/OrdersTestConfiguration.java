package io.github.sharedsession.sample.shared;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * What each context has of its own: it is cheap, and part of the JVM.
 */
@TestConfiguration(proxyBeanMethods = false)
@Import(TestData.class)
class OrdersTestConfiguration {

	@Bean
	DynamicPropertyRegistrar paymentProperties(PaymentServiceStub stub, PaymentKeys keys) {
		return (registry) -> {
			registry.add("orders.payment.base-url", stub::url);
			registry.add("orders.payment.signing-key", keys::privateKey);
		};
	}

}
