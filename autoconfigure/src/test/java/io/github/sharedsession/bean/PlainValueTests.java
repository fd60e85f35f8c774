package io.github.sharedsession.bean;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedSessionBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that return the shared value itself.
 */
class PlainValueTests {

	@Test
	void plainValueIsMadeOnceForSeveralContexts() {
		ApplicationContextRunner runner = runner(OnceConfig.class);
		runner.run((first) -> runner.run((second) -> {
			first.getBean(Index.class).assertIsShared("once");
			second.getBean(Index.class).assertIsShared("once");
			assertThat(first.getBean(Index.class)).isNotSameAs(second.getBean(Index.class));
		}));
		runner.run((third) -> third.getBean(Index.class).assertIsShared("once"));
	}

	@Test
	void plainValueIsMadeAgainAfterTheJvmsTestRunHasEnded() {
		ApplicationContextRunner runner = runner(AgainConfig.class);
		runner.run((context) -> assertThat(context).hasSingleBean(Index.class));
		endJvm();
		runner.run((context) -> assertThat(context).hasSingleBean(Index.class));
		assertThat(Index.timesMade("again")).isEqualTo(2);
	}

	@Test
	void lazyPlainValueThatNobodyAsksForIsNotMade() {
		runner(LazyConfig.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Index.timesMade("lazy")).isZero();
			context.getBean(Index.class).assertIsShared("lazy");
		});
	}

	@Test
	void genericTypesAreReadBackAsDeclared() {
		runner(GenericConfig.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("paths")).isEqualTo(List.of(Path.of("/one"), Path.of("/two")));
			assertThat(context.getBean("indexes")).isEqualTo(Map.of("a", List.of(new Index("generic"))));
			assertThat(context.getBean("holder")).isEqualTo(new Holder(List.of(new Index("held")), 4_000_000_000L));
			assertThat(context.getBean(Path.class)).isEqualTo(Path.of("/tmp/some where"));
			assertThat(context.getBean("bean", MutableBean.class).getNames()).containsExactly("left", "right");
		});
	}

	@Test
	void setThatIsReadBackInAnotherOrderSurvives() {
		runner(SetConfig.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("words", Words.class).words()).hasSize(50);
		});
	}

	@Test
	void nullIsRefused() {
		SharedBeanCreationException failure = failure(SharedBeanCreationException.class, runner(NullConfig.class));
		assertThat(failure).hasMessageContaining("'nothing'")
			.hasMessageContaining(NullConfig.class.getName() + ".nothing()")
			.hasMessageContaining("null was returned");
	}

	@Test
	void namedDestroyMethodIsCalledOnceAfterTheLastContext() {
		ApplicationContextRunner runner = runner(DestroyMethodConfig.class);
		runner.run((first) -> runner.run((second) -> assertThat(second).hasSingleBean(Scratch.class)));
		assertThat(Scratch.deleted).hasValue(0);
		endJvm();
		assertThat(Scratch.deleted).hasValue(1);
	}

	@Test
	void closeMethodOfDataIsCalledOnceAfterTheLastContext() {
		ApplicationContextRunner runner = runner(CloseableConfig.class);
		runner.run((first) -> runner.run((second) -> assertThat(second).hasSingleBean(Lease.class)));
		assertThat(Lease.closed).hasValue(0);
		endJvm();
		assertThat(Lease.closed).hasValue(1);
	}

	@Test
	void unknownDestroyMethodIsRefused() {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class,
				runner(UnknownDestroyMethodConfig.class));
		assertThat(failure).hasMessageContaining("'index'")
			.hasMessageContaining(UnknownDestroyMethodConfig.class.getName() + ".index()")
			.hasMessageContaining("'dispose'");
		assertThat(failure.getAction()).contains("destroyedBy");
		assertThat(Index.timesMade("unknown destroy method")).isZero();
	}

	@Test
	void prototypeScopeIsRefused() {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class,
				runner(PrototypeConfig.class));
		assertThat(failure).hasMessageContaining("'index'")
			.hasMessageContaining(PrototypeConfig.class.getName() + ".index()")
			.hasMessageContaining("'prototype'");
		assertThat(failure.getAction()).contains("@Scope");
	}

	@Test
	void invalidWaitTimeoutIsRefused() {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class,
				runner(WaitTimeoutConfig.class).withPropertyValues("index.timeout=soon"));
		assertThat(failure).hasMessageContaining("'index'").hasMessageContaining("waitTimeout");
		runner(WaitTimeoutConfig.class).withPropertyValues("index.timeout=90s")
			.run((context) -> context.getBean(Index.class).assertIsShared("wait timeout"));
	}

	@Test
	void parametersAreResolvedOnlyWhereTheMethodRuns() {
		ApplicationContextRunner runner = runner(ParameterConfig.class);
		runner.run((first) -> {
			first.getBean(Index.class).assertIsShared("parameter");
			runner.run((second) -> second.getBean(Index.class).assertIsShared("parameter"));
		});
		assertThat(ParameterConfig.resolved).hasValue(1);
	}

	@Test
	void parametersAreResolvedAsForAnyBeanMethod() {
		runner(ManyParametersConfig.class).run((context) -> assertThat(context.getBean(Summary.class))
			.isEqualTo(new Summary(List.of("one", "two"), "two", "absent")));
	}

	@Test
	void sharedBeanDependsOnSharedBean() {
		ApplicationContextRunner runner = runner(SharedOnSharedConfig.class);
		runner.run((first) -> runner.run((second) -> {
			assertThat(second.getBean(Summary.class).second()).isEqualTo("base");
			second.getBean(Index.class).assertIsShared("base");
		}));
	}

	@Test
	void dependentIsDestroyedBeforeWhatItDependsOn() {
		runner(OrderConfig.class).run((context) -> assertThat(context).hasSingleBean(Upper.class));
		endJvm();
		assertThat(OrderConfig.events).containsExactly("upper closed", "lower closed");
	}

	@Test
	void ordinaryBeanDependsOnSharedBean() {
		ApplicationContextRunner runner = runner(OrdinaryOnSharedConfig.class);
		runner.run((first) -> runner.run((second) -> {
			assertThat(first.getBean(Client.class).index().name()).isEqualTo("below ordinary");
			assertThat(second.getBean(Client.class)).isNotSameAs(first.getBean(Client.class));
		}));
		assertThat(Index.timesMade("below ordinary")).isOne();
	}

	@Configuration(proxyBeanMethods = false)
	static class OnceConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("once");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AgainConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("again");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfig {

		@SharedSessionBean
		@Lazy
		Index index() {
			return Index.make("lazy");
		}

	}

	record Holder(List<Index> indexes, long number) {
	}

	public static class MutableBean {

		private List<String> names = new ArrayList<>();

		public List<String> getNames() {
			return this.names;
		}

		public void setNames(List<String> names) {
			this.names = names;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GenericConfig {

		@SharedSessionBean
		List<Path> paths() {
			return List.of(Path.of("/one"), Path.of("/two"));
		}

		@SharedSessionBean
		Map<String, List<Index>> indexes() {
			Map<String, List<Index>> indexes = new LinkedHashMap<>();
			indexes.put("a", List.of(new Index("generic")));
			return indexes;
		}

		@SharedSessionBean
		Holder holder() {
			return new Holder(List.of(new Index("held")), 4_000_000_000L);
		}

		@SharedSessionBean
		Path path() {
			return Path.of("/tmp/some where");
		}

		@SharedSessionBean
		MutableBean bean() {
			MutableBean bean = new MutableBean();
			bean.setNames(List.of("left", "right"));
			return bean;
		}

	}

	record Words(Set<String> words) {
	}

	@Configuration(proxyBeanMethods = false)
	static class SetConfig {

		@SharedSessionBean
		Words words() {
			Set<String> words = new LinkedHashSet<>();
			for (int i = 50; i > 0; i--) {
				words.add("word" + (i * 7919));
			}
			return new Words(words);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NullConfig {

		@SharedSessionBean
		@Nullable Index nothing() {
			return null;
		}

	}

	record Scratch(String path) {

		static final AtomicInteger deleted = new AtomicInteger();

		public void delete() {
			deleted.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DestroyMethodConfig {

		@SharedSessionBean(destroyMethod = "delete")
		Scratch scratch() {
			return new Scratch("/some/path");
		}

	}

	record Lease(String name) implements AutoCloseable {

		static final AtomicInteger closed = new AtomicInteger();

		@Override
		public void close() {
			closed.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CloseableConfig {

		@SharedSessionBean
		Lease lease() {
			return new Lease("some");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownDestroyMethodConfig {

		@SharedSessionBean(destroyMethod = "dispose")
		Index index() {
			return Index.make("unknown destroy method");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeConfig {

		@SharedSessionBean
		@Scope("prototype")
		Index index() {
			return Index.make("prototype");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WaitTimeoutConfig {

		@SharedSessionBean(waitTimeout = "${index.timeout}")
		Index index() {
			return Index.make("wait timeout");
		}

	}

	static class Expensive {

	}

	@Configuration(proxyBeanMethods = false)
	static class ParameterConfig {

		static final AtomicInteger resolved = new AtomicInteger();

		@Bean
		@Lazy
		Expensive expensive() {
			resolved.incrementAndGet();
			return new Expensive();
		}

		@SharedSessionBean
		Index index(Expensive expensive) {
			assertThat(expensive).isNotNull();
			return Index.make("parameter");
		}

	}

	record Summary(List<String> all, String second, String absent) {
	}

	@Configuration(proxyBeanMethods = false)
	static class ManyParametersConfig {

		@Bean
		String one() {
			return "one";
		}

		@Bean
		String two() {
			return "two";
		}

		@SharedSessionBean
		Summary summary(List<String> all, String two, ObjectProvider<Expensive> absent) {
			return new Summary(all, two, (absent.getIfAvailable() != null) ? "present" : "absent");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SharedOnSharedConfig {

		@SharedSessionBean
		Summary summary(Index base) {
			return new Summary(List.of(), base.name(), "");
		}

		@SharedSessionBean
		Index base() {
			return Index.make("base");
		}

	}

	record Lower(String name) implements AutoCloseable {

		@Override
		public void close() {
			OrderConfig.events.add("lower closed");
		}

	}

	record Upper(String name) implements AutoCloseable {

		@Override
		public void close() {
			OrderConfig.events.add("upper closed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OrderConfig {

		static final List<String> events = new ArrayList<>();

		@SharedSessionBean
		Lower lower() {
			return new Lower("lower");
		}

		@SharedSessionBean
		Upper upper(Lower lower) {
			return new Upper("above " + lower.name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OrdinaryOnSharedConfig {

		@Bean
		Client client(@Autowired Index index) {
			return new Client(index);
		}

		@SharedSessionBean
		Index index() {
			return Index.make("below ordinary");
		}

	}

}
