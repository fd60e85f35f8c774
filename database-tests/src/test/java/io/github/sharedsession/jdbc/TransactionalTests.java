package io.github.sharedsession.jdbc;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.test.context.transaction.BeforeTransaction;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that share a database, each in a transaction that is rolled back.
 */
@SpringJUnitConfig(TransactionalTests.Config.class)
@Transactional
class TransactionalTests {

	private final JdbcTemplate jdbc;

	@Autowired
	TransactionalTests(DataSource dataSource) {
		this.jdbc = new JdbcTemplate(dataSource);
	}

	@BeforeTransaction
	@AfterTransaction
	void nothingOfOthersIsThere() {
		assertThat(count()).isZero();
	}

	@RepeatedTest(2)
	void seesItsOwn() {
		this.jdbc.update("insert into orders values (1)");
		assertThat(count()).isOne();
	}

	@Nested
	@TestPropertySource(properties = "another=context")
	class InAnotherContext {

		@Test
		void seesItsOwnInTheSameDatabase(@Autowired DataSource dataSource) {
			new JdbcTemplate(dataSource).update("insert into orders values (1)");
			assertThat(new JdbcTemplate(dataSource).queryForObject("select count(*) from orders", Integer.class))
				.isOne();
			assertThat(Config.created).hasValue(1);
			assertThat(Config.connected).hasValue(2);
		}

	}

	private int count() {
		return Objects.requireNonNull(this.jdbc.queryForObject("select count(*) from orders", Integer.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Config {

		static final AtomicInteger created = new AtomicInteger();

		static final AtomicInteger connected = new AtomicInteger();

		@SharedSessionBean
		static SharedBean<String, DataSource> database() {
			return SharedBean.createdWith(String.class, (creation) -> {
				created.incrementAndGet();
				String url = "jdbc:h2:mem:" + creation.id() + ";DB_CLOSE_DELAY=-1";
				new JdbcTemplate(new DriverManagerDataSource(url)).execute("create table orders (id int)");
				return url;
			}).<DataSource>connectedBy((url) -> {
				connected.incrementAndGet();
				return new DriverManagerDataSource(url);
			}).destroyedBy((url) -> new JdbcTemplate(new DriverManagerDataSource(url)).execute("shutdown"));
		}

		@Bean
		JdbcTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

}
