package io.github.sharedsession.server;

import java.util.Objects;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a server said before it gave up is part of the error that a test sees.
 */
class StartFailureTests {

	@Test
	void errorHasTheEndOfThePostgresLog() {
		assertThat(failureOf(Database.class)).hasMessageContaining("'database'")
			.hasMessageContaining("ended while it was starting")
			.hasMessageContaining("invalid value for parameter \"shared_buffers\": \"nonsense\"");
	}

	@Test
	void errorHasTheEndOfTheRedisLog() {
		assertThat(failureOf(Cache.class)).hasMessageContaining("'cache'")
			.hasMessageContaining("ended with status 1")
			.hasMessageContaining("Bad directive or wrong number of arguments");
	}

	private static Throwable failureOf(Class<?> testClass) {
		Throwable failure = catchThrowable(
				() -> new TestContextManager(testClass).getTestContext().getApplicationContext());
		while (failure != null && !(failure instanceof SharedBeanCreationException)) {
			failure = failure.getCause();
		}
		return Objects.requireNonNull(failure);
	}

	@ContextConfiguration(classes = Database.class)
	@Configuration(proxyBeanMethods = false)
	static class Database {

		@SharedSessionBean
		static SharedBean<PostgresServer.Address, PostgresServer.Address> database() {
			return SharedBean.createdWith(PostgresServer.Address.class, (creation) -> new PostgresServer()
				.start(PostgresServer.Settings.defaults().withServerConfig("shared_buffers", "nonsense"), creation));
		}

	}

	@ContextConfiguration(classes = Cache.class)
	@Configuration(proxyBeanMethods = false)
	static class Cache {

		@SharedSessionBean
		static SharedBean<RedisServer.Address, RedisServer.Address> cache() {
			return SharedBean.createdWith(RedisServer.Address.class, (creation) -> new RedisServer()
				.start(RedisServer.Settings.defaults().withConfig("no-such-directive", "1"), creation));
		}

	}

}
