package io.github.sharedsession.bean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanCircularDependencyException;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedBeanDirectCallException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static io.github.sharedsession.bean.SharedBeanTestSupport.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Creations that fail, and calls that can not be.
 */
@ExtendWith(OutputCaptureExtension.class)
class CreationFailureTests {

	@Test
	void creationThatThrowsRunsOnceAndIsGivenToLaterContexts() {
		ApplicationContextRunner runner = runner(ThrowingConfig.class);
		SharedBeanCreationException first = failure(SharedBeanCreationException.class, runner);
		assertThat(first).hasMessageContaining("'broken'")
			.hasMessageContaining(ThrowingConfig.class.getName() + ".broken()")
			.hasMessageContaining("pid " + ProcessHandle.current().pid())
			.hasRootCauseMessage("the disk is full");
		assertThat(first.getAction()).isNotBlank();
		SharedBeanCreationException second = failure(SharedBeanCreationException.class, runner);
		assertThat(second).hasMessageContaining("'broken'")
			.hasMessageContaining("It failed in ")
			.hasMessageContaining("the disk is full")
			.hasMessageNotContaining("\tat ");
		assertThat(Objects.requireNonNull(second.getMessage()).lines()).hasSize(3);
		assertThat(second.getCause()).hasToString("java.lang.IllegalStateException: the disk is full");
		assertThat(ThrowingConfig.called).hasValue(1);
	}

	@Test
	void causesOfFailureElsewhereHaveTheirTypesAndTheFramesOfTheCreation() {
		ApplicationContextRunner runner = runner(CausesConfig.class);
		String first = text(failure(SharedBeanCreationException.class, runner));
		SharedBeanCreationException failure = failure(SharedBeanCreationException.class, runner);
		assertThat(failure.getCause()).hasToString("java.io.UncheckedIOException: can't write");
		assertThat(failure).hasRootCauseMessage("No space left");
		assertThat(Objects.requireNonNull(failure.getCause()).getCause())
			.hasToString("java.io.IOException: No space left");
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			assertThat(List.of(cause.getStackTrace())).hasSizeBetween(1, 4)
				.last()
				.extracting(StackTraceElement::toString)
				.asString()
				.startsWith(CausesConfig.class.getName() + ".")
				.contains("(CreationFailureTests.java:");
		}
		assertThat(first.lines().count()).isGreaterThan(text(failure.getCause()).lines().count() * 5);
	}

	@Test
	void repeatedFailureOfTheScopeForkIsShort() {
		ApplicationContextRunner runner = runner(ForkFailureConfig.class);
		failure(SharedBeanCreationException.class, runner);
		SharedBeanCreationException second = failure(SharedBeanCreationException.class, runner);
		assertThat(second).hasMessageContaining("failed before in this JVM").hasMessageContaining("no browser");
		assertThat(second.getCause()).hasToString("java.lang.IllegalStateException: no browser");
		assertThat(Objects.requireNonNull(second.getCause()).getStackTrace()).hasSizeLessThan(5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "recipe", "unrecorded", "error", "cached", "interrupted" })
	void creationThatThrowsIsNotTakenForOneThatDidNotEnd(String bean, CapturedOutput output) {
		runner(EndedConfig.class).run((context) -> assertThatThrownBy(() -> context.getBean(bean)));
		assertThat(Thread.interrupted()).isEqualTo(bean.equals("interrupted"));
		assertThat(output).contains("Creating the shared bean '" + bean + "'").doesNotContain("did not end");
	}

	@Test
	void creationThatThrowsIsTriedAgainInTheNextTestRun() {
		ApplicationContextRunner runner = runner(AgainConfig.class);
		failure(SharedBeanCreationException.class, runner);
		endJvm();
		failure(SharedBeanCreationException.class, runner);
		assertThat(AgainConfig.called).hasValue(2);
	}

	@Test
	void errorThatIsThrownIsRecordedToo() {
		ApplicationContextRunner runner = runner(ErrorConfig.class);
		assertThat(failure(SharedBeanCreationException.class, runner)).hasRootCauseMessage("no such class");
		assertThat(failure(SharedBeanCreationException.class, runner)).hasMessageContaining("no such class");
	}

	@Test
	void parameterThatCanNotBeResolvedIsNoFailureOfTheCreation() {
		ApplicationContextRunner runner = runner(MissingParameterConfig.class);
		runner.run((context) -> assertThat(context).hasFailed());
		runner.withBean(Client.class, () -> new Client(new Index("parameter")))
			.run((context) -> assertThat(context.getBean("index", Index.class).name()).isEqualTo("made of parameter"));
	}

	@Test
	void circleOfSharedBeansIsReported() {
		SharedBeanCircularDependencyException failure = failure(SharedBeanCircularDependencyException.class,
				runner(CircleConfig.class));
		assertThat(failure).hasMessageContaining("'first'")
			.hasMessageContaining(CircleConfig.class.getName() + ".first()");
		assertThat(failure.getAction()).contains("Break the circle");
	}

	@Test
	void circleThroughOrdinaryBeanIsReported() {
		SharedBeanCircularDependencyException failure = failure(SharedBeanCircularDependencyException.class,
				runner(CircleThroughOrdinaryConfig.class));
		assertThat(failure).hasMessageContaining("'index'");
	}

	@Test
	void circleInsideCreationIsReported() {
		SharedBeanCreationException failure = failure(SharedBeanCreationException.class,
				runner(CircleInsideCreationConfig.class));
		assertThat(failure).hasMessageContaining("'first'");
	}

	@Test
	void directCallOfPlainValueMethodGivesTheBean() {
		runner(DirectCallConfig.class).run((context) -> {
			assertThat(context.getBean(Client.class).index()).isSameAs(context.getBean(Index.class));
			context.getBean(Index.class).assertIsShared("direct call");
		});
	}

	@Test
	void directCallOfPlainValueMethodThatComesFirstGivesTheBean() {
		runner(EarlyDirectCallConfig.class).run((context) -> {
			assertThat(context.getBean(Client.class).index()).isSameAs(context.getBean(Index.class));
			context.getBean(Index.class).assertIsShared("early direct call");
		});
	}

	@Test
	void directCallWithArgumentsGivesTheBean() {
		ApplicationContextRunner runner = runner(DirectCallWithArgumentsConfig.class);
		runner.run((first) -> runner.run((second) -> {
			assertThat(second.getBean(Client.class).index()).isSameAs(second.getBean(Index.class));
			second.getBean(Index.class).assertIsShared("injected");
		}));
	}

	@Test
	void directCallOfRecipeMethodIsRefused() {
		SharedBeanDirectCallException failure = failure(SharedBeanDirectCallException.class,
				runner(RecipeDirectCallConfig.class));
		assertThat(failure).hasMessageContaining("client()");
		assertThat(failure.getAction()).contains("injected");
	}

	@Test
	void directCallOfRecipeMethodWithArgumentsIsRefused() {
		SharedBeanDirectCallException failure = failure(SharedBeanDirectCallException.class,
				runner(RecipeDirectCallWithArgumentsConfig.class));
		assertThat(failure).hasMessageContaining("client()");
	}

	@Test
	void directCallOfRecipeMethodByPlainValueMethodIsRefused() {
		failure(SharedBeanDirectCallException.class, runner(RecipeDirectCallByPlainValueConfig.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class CausesConfig {

		@SharedSessionBean
		SharedBean<String, String> files() {
			return SharedBean.createdBy(CausesConfig::write);
		}

		private static String write() {
			try {
				throw new IOException("No space left");
			}
			catch (IOException ex) {
				throw new UncheckedIOException("can't write", ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForkFailureConfig {

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		Index browser() {
			throw new IllegalStateException("no browser");
		}

	}

	@Lazy
	@Configuration(proxyBeanMethods = false)
	static class EndedConfig {

		@SharedSessionBean
		Index plain() {
			throw new IllegalStateException("no license server");
		}

		@SharedSessionBean
		SharedBean<Index, Index> recipe() {
			return SharedBean.createdBy(this::plain);
		}

		@SharedSessionBean
		SharedBean<Index, Index> unrecorded() {
			return SharedBean.createdWith(Index.class, (creation) -> {
				creation.directory();
				throw new IllegalStateException("no checkpoint");
			});
		}

		@SharedSessionBean
		Index error() {
			throw new AssertionError("no such class");
		}

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "some")
		Index cached() {
			throw new IllegalStateException("no license server");
		}

		@SharedSessionBean
		Index interrupted() throws InterruptedException {
			throw new InterruptedException("on purpose");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThrowingConfig {

		static final AtomicInteger called = new AtomicInteger();

		@SharedSessionBean
		Index broken() {
			called.incrementAndGet();
			throw new IllegalStateException("the disk is full");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AgainConfig {

		static final AtomicInteger called = new AtomicInteger();

		@SharedSessionBean
		SharedBean<Index, Index> broken() {
			return SharedBean.createdBy(() -> {
				called.incrementAndGet();
				throw new IllegalStateException("the disk is full");
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ErrorConfig {

		@SharedSessionBean
		Index broken() {
			throw new NoClassDefFoundError("no such class");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MissingParameterConfig {

		@SharedSessionBean
		Index index(Client client) {
			return new Index("made of " + client.index().name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CircleConfig {

		@SharedSessionBean
		Index first(Index second) {
			return second;
		}

		@SharedSessionBean
		Index second(Index first) {
			return first;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CircleThroughOrdinaryConfig {

		@SharedSessionBean
		Index index(Client client) {
			return client.index();
		}

		@Bean
		Client client(Index index) {
			return new Client(index);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CircleInsideCreationConfig {

		@SharedSessionBean
		SharedBean<Index, Index> first(ObjectProvider<Client> second) {
			return SharedBean.createdBy(() -> second.getObject().index());
		}

		@SharedSessionBean
		SharedBean<Index, Client> second(ObjectProvider<Index> first) {
			return SharedBean.createdBy(first::getObject).connectedBy(Client::new);
		}

	}

	@Configuration
	static class DirectCallConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("direct call");
		}

		@Bean
		Client client() {
			return new Client(index());
		}

	}

	@Configuration
	static class EarlyDirectCallConfig {

		@Bean
		Client client() {
			return new Client(index());
		}

		@SharedSessionBean
		Index index() {
			return Index.make("early direct call");
		}

	}

	@Configuration
	static class DirectCallWithArgumentsConfig {

		@Bean
		Client client() {
			return new Client(index("called"));
		}

		@Bean
		String name() {
			return "injected";
		}

		@SharedSessionBean
		Index index(String name) {
			return Index.make(name);
		}

	}

	@Configuration
	static class RecipeDirectCallConfig {

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> new Index("recipe direct call")).connectedBy(Client::new);
		}

		@Bean
		String caller() {
			return client().toString();
		}

	}

	@Configuration
	static class RecipeDirectCallWithArgumentsConfig {

		@Bean
		String caller() {
			return client("called").toString();
		}

		@Bean
		String name() {
			return "injected";
		}

		@SharedSessionBean
		SharedBean<Index, Client> client(String name) {
			return SharedBean.createdBy(() -> new Index(name)).connectedBy(Client::new);
		}

	}

	@Configuration
	static class RecipeDirectCallByPlainValueConfig {

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> new Index("recipe called by plain value")).connectedBy(Client::new);
		}

		@SharedSessionBean
		Index caller() {
			return new Index(client().toString());
		}

	}

}
