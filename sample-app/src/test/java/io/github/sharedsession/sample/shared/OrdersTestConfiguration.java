package io.github.sharedsession.sample.shared;

import java.io.IOException;

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
	PaymentServiceStub paymentServiceStub(PaymentKeys keys) throws IOException {
		return new PaymentServiceStub(keys);
	}

	@Bean
	DynamicPropertyRegistrar paymentProperties(PaymentServiceStub stub, PaymentKeys keys) {
		return (registry) -> {
			registry.add("orders.payment.base-url", stub::url);
			registry.add("orders.payment.signing-key", keys::privateKey);
		};
	}

}
