package io.github.sharedsession.sample.shared;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.sharedsession.sample.catalog.Catalog;
import io.github.sharedsession.sample.customer.CustomerRepository;
import io.github.sharedsession.sample.order.OrderRepository;

import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Import;

/**
 * For a test of nothing but SQL, whose changes to the database are rolled back.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@JdbcTest
@AutoConfigureTestDatabase(replace = Replace.NONE)
@UsesSharedResources
@Import({ Catalog.class, CustomerRepository.class, OrderRepository.class, TestData.class })
public @interface OrdersJdbcTest {

}
