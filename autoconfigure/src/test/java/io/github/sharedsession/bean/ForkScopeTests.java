package io.github.sharedsession.bean;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanPropertyMismatchException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedBeanScopeException;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.core.MemberProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shared beans of the scope {@link SharedBeanScope#FORK}.
 */
class ForkScopeTests {

	@Test
	void liveObjectIsThatOfAllContextsAndClosedAtTheEnd() {
		List<Client> clients = new ArrayList<>();
		runner(PlainConfig.class).run((first) -> clients.add(first.getBean(Client.class)));
		runner(PlainConfig.class).run((second) -> {
			clients.add(second.getBean(Client.class));
			assertThat(second.getBean(ExecutorService.class).isShutdown()).isFalse();
		});
		assertThat(clients.get(0)).isSameAs(clients.get(1));
		assertThat(clients.get(0).timesClosed()).isZero();
		endJvm();
		assertThat(clients.get(0).timesClosed()).isOne();
		assertThat(PlainConfig.executors).singleElement().matches(ExecutorService::isShutdown);
		runner(PlainConfig.class).run((next) -> assertThat(next.getBean(Client.class)).isNotSameAs(clients.get(0)));
	}

	@Test
	void callbacksOfRecipe() {
		runner(RecipeConfig.class).run((first) -> runner(RecipeConfig.class).run((second) -> {
			assertThat(first.getBean(Client.class)).isNotSameAs(second.getBean(Client.class));
			assertThat(first.getBean(Client.class).index()).isSameAs(second.getBean(Client.class).index());
		}));
		assertThat(RecipeConfig.events).containsExactly("create", "connect", "connect", "disconnect", "disconnect");
		RecipeConfig.events.clear();
		runner(RecipeConfig.class).run((third) -> endJvm());
		assertThat(RecipeConfig.events).containsExactly("connect", "disconnect", "destroy with open helper");
		RecipeConfig.events.clear();
	}

	@Test
	void whatItWasMadeWithOutlivesIt() {
		runner(OnSessionConfig.class)
			.run((context) -> assertThat(context.getBean(OnSession.class).name()).isEqualTo("on session"));
		runner(OnSessionConfig.class).run((fork) -> {
			fork.getBean(OnSession.class);
			runner(OnSessionConfig.class).run((session) -> {
				session.getBean(Index.class);
				assertThat(OnSessionConfig.events).isEmpty();
				endJvm();
			});
		});
		assertThat(OnSessionConfig.events).containsExactly("fork", "session");
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainOnForkConfig.class, PlainOnExistingForkConfig.class, RecipeOnForkConfig.class })
	void widerScopeThatDependsOnItIsRefusedWithTheChain(Class<?> config) {
		SharedBeanScopeException failure = failure(SharedBeanScopeException.class, runner(config));
		assertThat(failure.getDescription()).contains("shared bean 'wide' (declared by " + config.getName() + ".wide()",
				"has the scope SESSION", "scope FORK", "'wide' -> 'between' -> 'narrow'.");
		assertThat(failure.getAction()).contains("Give both the same scope", "ObjectProvider");
	}

	@Test
	void widerScopeWhoseCreationAsksForItIsRefusedWithTheChain() {
		SharedBeanScopeException failure = failure(SharedBeanScopeException.class, runner(AskingConfig.class));
		assertThat(failure.getDescription()).contains("shared bean 'narrow'", "'asking' -> 'narrow'.");
	}

	@Test
	void contextOfWiderScopeMayConnectWithIt() {
		runner(ConnectingConfig.class).run((context) -> assertThat(context.getBean(Client.class).index().name())
			.isEqualTo("value connected with narrow"));
	}

	@Test
	void creationThatFailsRunsOnce() {
		failure(SharedBeanCreationException.class, runner(FailingConfig.class));
		SharedBeanCreationException failure = failure(SharedBeanCreationException.class, runner(FailingConfig.class));
		assertThat(failure).hasMessageContaining("has failed before in this JVM").hasRootCauseMessage("on purpose");
		assertThat(FailingConfig.called).hasValue(1);
		endJvm();
		failure(SharedBeanCreationException.class, runner(FailingConfig.class));
		assertThat(FailingConfig.called).hasValue(2);
	}

	@Test
	void otherPropertiesThanThoseItWasMadeWithAreRefused() {
		runner(PropertyConfig.class).withPropertyValues("fork.name=one").run((one) -> {
			assertThat(one.getBean(StringBuilder.class)).hasToString("one");
			SharedBeanPropertyMismatchException failure = failure(SharedBeanPropertyMismatchException.class,
					runner(PropertyConfig.class).withPropertyValues("fork.name=other"));
			assertThat(failure).hasMessageContaining("fork.name").hasMessageContaining("key = ");
		});
	}

	@Test
	void objectThatSpringWouldEndWithTheFirstContextIsRefused() {
		assertThat(failure(SharedBeanDefinitionException.class, runner(DisposableConfig.class)))
			.hasMessageContaining("DisposableBean")
			.hasMessageContaining("connectedBy");
	}

	@Test
	void disabledSharingGivesEachContextItsOwn() {
		List<Index> made = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 2; i++) {
			runner(RecipeConfig.class).withPropertyValues("shared-session.enabled=false")
				.run((context) -> made.add(context.getBean(Client.class).index()));
		}
		assertThat(made.get(0)).isNotSameAs(made.get(1));
		RecipeConfig.events.clear();
	}

	@Test
	void contextsThatStartAtTheSameTimeHaveOne() {
		IntStream.range(0, 8)
			.parallel()
			.forEach((i) -> runner(ConcurrentConfig.class)
				.run((context) -> assertThat(context.getBean(Thread.class)).isSameAs(ConcurrentConfig.last)));
		assertThat(ConcurrentConfig.made).hasValue(1);
	}

	@Test
	void eachJvmHasItsOwn(@TempDir Path directory) {
		try (MemberProcess first = ForkMain.start(directory.toString(), "-jvmRun2");
				MemberProcess second = ForkMain.start(directory.toString(), "-jvmRun3")) {
			for (MemberProcess fork : List.of(first, second)) {
				fork.send("context").await("own");
				assertThat(fork.send("context").await("own")).isEqualTo("1st of " + fork.pid());
			}
			assertThat(first.send("end").await("own")).isEqualTo("closed");
			second.send("end").await("ended");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class PlainConfig {

		static final List<ExecutorService> executors = new ArrayList<>();

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		Client client() {
			return new Client(new Index("fork"));
		}

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		ExecutorService executor() {
			executors.add(Executors.newSingleThreadExecutor());
			return executors.get(executors.size() - 1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecipeConfig {

		static final List<String> events = new CopyOnWriteArrayList<>();

		private static Helper last = new Helper();

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		SharedBean<Index, Client> client(Helper helper) {
			return SharedBean.createdBy(() -> {
				events.add("create");
				return new Index("fork recipe");
			}).connectedBy((index) -> {
				events.add("connect");
				return new Client(index);
			})
				.disconnectedBy((client) -> events.add("disconnect"))
				.destroyedBy((index) -> events.add("destroy with " + last.state() + " helper"));
		}

		@Bean
		Helper helper() {
			last = new Helper();
			return last;
		}

	}

	static class Helper implements AutoCloseable {

		private boolean closed;

		String state() {
			return this.closed ? "closed" : "open";
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnSessionConfig {

		static final List<String> events = new CopyOnWriteArrayList<>();

		@Lazy
		@SharedSessionBean
		SharedBean<Index, Index> session() {
			return SharedBean.createdBy(() -> new Index("on session")).destroyedBy((index) -> events.add("session"));
		}

		@Lazy
		@Bean
		StringBuilder between(Index session) {
			return new StringBuilder(session.name());
		}

		@Lazy
		@SharedSessionBean(scope = SharedBeanScope.FORK)
		OnSession fork(StringBuilder between) {
			return new OnSession(between.toString());
		}

	}

	record OnSession(String name) implements AutoCloseable {

		@Override
		public void close() {
			OnSessionConfig.events.add("fork");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Narrow {

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		StringBuilder narrow() {
			return new StringBuilder("narrow");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainOnForkConfig extends Narrow {

		@SharedSessionBean
		String wide(Index between) {
			return between.name();
		}

		@Bean
		Index between(StringBuilder narrow) {
			return new Index(narrow.toString());
		}

	}

	/** Between exists when wide is created. */
	@Configuration(proxyBeanMethods = false)
	static class PlainOnExistingForkConfig extends Narrow {

		@Bean
		Index between(StringBuilder narrow) {
			return new Index(narrow.toString());
		}

		@SharedSessionBean
		@DependsOn("between")
		String wide(Index between) {
			return between.name();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecipeOnForkConfig extends Narrow {

		@SharedSessionBean
		SharedBean<String, Client> wide(Index between) {
			return SharedBean.createdBy(between::name).connectedBy((name) -> new Client(between));
		}

		@Bean
		Index between(StringBuilder narrow) {
			return new Index(narrow.toString());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AskingConfig extends Narrow {

		@SharedSessionBean
		SharedBean<String, String> asking(ObjectProvider<StringBuilder> narrow) {
			return SharedBean.createdBy(() -> narrow.getObject().toString());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConnectingConfig extends Narrow {

		@SharedSessionBean
		SharedBean<String, Client> connecting(ObjectProvider<StringBuilder> narrow) {
			return SharedBean.createdBy(() -> "value")
				.connectedBy((value) -> new Client(new Index(value + " connected with " + narrow.getObject())));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingConfig {

		static final AtomicInteger called = new AtomicInteger();

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		Client failing() {
			called.incrementAndGet();
			throw new IllegalStateException("on purpose");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PropertyConfig {

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		StringBuilder named(@Value("${fork.name}") String name) {
			return new StringBuilder(name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DisposableConfig {

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		DisposableBean disposable() {
			return () -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConcurrentConfig {

		static final AtomicInteger made = new AtomicInteger();

		static volatile Thread last = new Thread();

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		Thread one() {
			made.incrementAndGet();
			last = new Thread();
			return last;
		}

	}

}
