package io.github.sharedsession.bean;

import java.util.concurrent.CompletableFuture;

import io.github.sharedsession.SessionLock;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedSessionLockTimeoutException;
import io.github.sharedsession.SharedValueNotSerializableException;
import io.github.sharedsession.TestSession;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link TestSession} as tests and configuration classes have it.
 */
@SpringJUnitConfig(TestSessionTests.Configured.class)
class TestSessionTests {

	@Autowired
	@SuppressWarnings("NullAway.Init")
	private TestSession field;

	private final TestSession parameter;

	@Autowired
	TestSessionTests(TestSession parameter) {
		this.parameter = parameter;
	}

	@Test
	void isInjectedIntoTestsAndConfiguration(@Autowired TestSession argument, @Autowired Configured configured,
			@Autowired String name, @Autowired ObjectProvider<TestSession> provider) {
		assertThat(provider.getObject()).isSameAs(this.field);
		assertThat(argument).isSameAs(this.field).isSameAs(this.parameter).isSameAs(configured.session);
		assertThat(name).isEqualTo("schema_" + argument.forkId());
		assertThat(argument.id()).matches("[a-z0-9-]+");
		assertThat(argument.forkNumber()).isPositive();
	}

	@Test
	void sharedBeanUsesIt() {
		runner(Sharing.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getEnvironment().getProperty("test-session.port"))
				.isEqualTo(context.getBean(Endpoint.class).port() + "");
		});
	}

	@Test
	@SuppressWarnings("try")
	void lockIsWaitedForAsLongAsTheContextSays() {
		runner(Configured.class).withPropertyValues("shared-session.wait-timeout=100ms").run((context) -> {
			TestSession session = context.getBean(Configured.class).session;
			try (SessionLock lock = this.field.lock("short wait")) {
				assertThat(CompletableFuture.supplyAsync(() -> session.lock("short wait"))).failsWithin(1, MINUTES)
					.withThrowableThat()
					.withCauseInstanceOf(SharedSessionLockTimeoutException.class)
					.withMessageContaining("within 0.1 s");
			}
		});
	}

	@Test
	void itemThatDoesNotSurviveJsonIsRefusedWithTheNameOfItsList() {
		assertThatExceptionOfType(SharedValueNotSerializableException.class)
			.isThrownBy(() -> this.field.list("threads", Thread.class).add(new Thread()))
			.withMessageContaining("shared list 'threads'");
		assertThat(this.field.list("threads", Thread.class).all()).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	static class Configured {

		private final TestSession session;

		Configured(TestSession session) {
			this.session = session;
		}

		@Bean
		String name(TestSession session) {
			return "schema_" + session.forkId();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Sharing {

		@SharedSessionBean
		static SharedBean<Endpoint, Endpoint> endpoint(Environment environment, TestSession session) {
			return SharedBean.createdBy(() -> new Endpoint(session.reservePort()))
				.property("test-session.port", Endpoint::port);
		}

	}

	record Endpoint(int port) {
	}

}
