package io.github.sharedsession.server;

import java.sql.Connection;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The addresses of servers are data, and all that stock auto-configurations need.
 */
@SpringBootTest(classes = ConnectionDetailsTests.Servers.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataRedisAutoConfiguration.class })
@DirtiesContext
class ConnectionDetailsTests {

	@Test
	void dataSourceConnectsWithoutProperty(@Autowired DataSource dataSource) throws Exception {
		try (Connection connection = dataSource.getConnection()) {
			assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
		}
	}

	@Test
	void redisTemplateConnectsWithoutProperty(@Autowired StringRedisTemplate redis) {
		redis.opsForValue().set("key", "value");
		assertThat(redis.opsForValue().get("key")).isEqualTo("value");
	}

	@Configuration(proxyBeanMethods = false)
	static class Servers {

		@SharedSessionBean
		static SharedBean<PostgresServer.Address, JdbcConnectionDetails> database() {
			PostgresServer server = new PostgresServer();
			return SharedBean
				.createdWith(PostgresServer.Address.class,
						(creation) -> server.start(PostgresServer.Settings.defaults(), creation))
				.destroyedBy((address) -> server.recover(PostgresServer.Settings.defaults(), address))
				.connectedBy((address) -> address);
		}

		@SharedSessionBean
		static SharedBean<RedisServer.Address, DataRedisConnectionDetails> redis() {
			RedisServer server = new RedisServer();
			return SharedBean
				.createdWith(RedisServer.Address.class,
						(creation) -> server.start(RedisServer.Settings.defaults(), creation))
				.destroyedBy((address) -> server.recover(RedisServer.Settings.defaults(), address))
				.connectedBy((address) -> address);
		}

	}

}
