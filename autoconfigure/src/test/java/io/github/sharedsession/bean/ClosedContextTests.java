package io.github.sharedsession.bean;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.host.LedgerServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.CacheAwareContextLoaderDelegate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;
import org.springframework.test.context.cache.DefaultContextCache;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.test.context.support.DefaultTestContextBootstrapper;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runTests;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that are closed while the test run goes on can be collected, although this JVM
 * keeps what they have made.
 */
class ClosedContextTests {

	private static final List<WeakReference<Object>> CLOSED = new ArrayList<>();

	private static final List<String> DESTROYED = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(classes = { PlainConfig.class, PlainWithArgumentsConfig.class, RecipeConfig.class,
			RecipeWithArgumentsConfig.class, PropertyConfig.class, ForkConfig.class, ForkRecipeConfig.class,
			ForkOnSessionConfig.class, HostedConfig.class, CachedConfig.class })
	void closedContextIsCollected(Class<?> configuration) {
		CLOSED.clear();
		ApplicationContextRunner runner = runner(Ballast.class, configuration);
		for (int i = 0; i < 3; i++) {
			runner.run((context) -> {
				assertThat(context).hasNotFailed();
				CLOSED.add(new WeakReference<>(context.getSourceApplicationContext()));
				CLOSED.add(new WeakReference<>(context.getBean(Ballast.class)));
			});
		}
		assertThatAllAreCollected();
		endJvm();
	}

	@Test
	void contextThatFailsToStartIsCollected() {
		CLOSED.clear();
		runner(Ballast.class, RecipeConfig.class, FailingConfig.class)
			.run((context) -> assertThat(context).hasFailed());
		assertThatAllAreCollected();
		endJvm();
	}

	@Test
	void whatClosedContextsHaveMadeIsDestroyedAtTheEnd() {
		runner(RecipeConfig.class).run((context) -> assertThat(context).hasNotFailed());
		runner(ForkRecipeConfig.class).run((context) -> assertThat(context).hasNotFailed());
		DESTROYED.clear();
		endJvm();
		assertThat(DESTROYED).containsExactlyInAnyOrder("recipe", "fork recipe");
	}

	@Test
	void dirtyContextIsCollected() {
		CLOSED.clear();
		runTests(DirtyTestCase.class);
		assertThat(CLOSED).hasSize(2);
		assertThatAllAreCollected();
		endJvm();
	}

	@Test
	void contextThatWasEvictedFromTheCacheIsCollected() {
		CLOSED.clear();
		runTests(EvictedTestCase.class, EvictingTestCase.class);
		assertThat(CLOSED).hasSize(1);
		assertThatAllAreCollected();
		endJvm();
	}

	private static void assertThatAllAreCollected() {
		for (int i = 0; i < 50 && CLOSED.stream().anyMatch((closed) -> closed.get() != null); i++) {
			System.gc();
		}
		assertThat(CLOSED).isNotEmpty().extracting(WeakReference::get).containsOnlyNulls();
	}

	/** A bean of each context. */
	static final class Ballast {

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainConfig {

		@SharedSessionBean
		String plain() {
			return "plain";
		}

	}

	@Configuration
	static class PlainWithArgumentsConfig {

		@SharedSessionBean
		String plainWithArguments(ApplicationContext context, Environment environment, Ballast ballast) {
			return "plain " + context.getId() + environment.getProperty("any") + ballast.getClass();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecipeConfig {

		@SharedSessionBean
		static SharedBean<String, Supplier<String>> recipe() {
			return SharedBean.createdBy(() -> "recipe")
				.connectedBy((value) -> (Supplier<String>) () -> value)
				.destroyedBy(DESTROYED::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecipeWithArgumentsConfig {

		@SharedSessionBean
		SharedBean<String, Supplier<String>> recipeWithArguments(Environment environment, String plain) {
			String name = environment.getProperty("any", plain);
			return SharedBean.createdBy(() -> name).connectedBy((value) -> () -> value);
		}

		@SharedSessionBean
		String plain() {
			return "argument";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PropertyConfig {

		@SharedSessionBean
		static SharedBean<Integer, Integer> withProperty() {
			return SharedBean.createdBy(() -> 42).property("closed-context.port", (port) -> port);
		}

		@Bean
		String asking(Environment environment) {
			return environment.getRequiredProperty("closed-context.port");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForkConfig {

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		StringBuilder fork(ApplicationContext context) {
			return new StringBuilder(context.getId());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForkRecipeConfig {

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		SharedBean<String, Supplier<String>> forkRecipe() {
			return SharedBean.createdBy(() -> "fork recipe")
				.connectedBy((value) -> (Supplier<String>) () -> value)
				.destroyedBy(DESTROYED::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForkOnSessionConfig {

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		StringBuilder forkOnSession(String session) {
			return new StringBuilder(session);
		}

		@SharedSessionBean
		String session() {
			return "session";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HostedConfig {

		@SharedSessionBean
		static SharedBean<LedgerServer.Address, LedgerServer.Address> closedContextServer() {
			return SharedBean.hosted(LedgerServer.class, new LedgerServer.Settings("closed context",
					Path.of(System.getProperty("java.io.tmpdir"), "closed-context-ledger"), Set.of()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CachedConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "closed context")
		String cached(Environment environment) {
			return "cached" + environment.getProperty("any");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingConfig {

		@Bean
		String failing(ApplicationContext context, Supplier<String> recipe) {
			CLOSED.add(new WeakReference<>(context));
			throw new IllegalStateException("on purpose, with " + recipe.get());
		}

	}

	@SpringJUnitConfig({ Ballast.class, RecipeConfig.class })
	@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
	static class DirtyTestCase {

		@Test
		void first(@Autowired ApplicationContext context) {
			CLOSED.add(new WeakReference<>(context));
		}

		@Test
		void second(@Autowired ApplicationContext context) {
			CLOSED.add(new WeakReference<>(context));
		}

	}

	static class SmallCacheBootstrapper extends DefaultTestContextBootstrapper {

		private static final CacheAwareContextLoaderDelegate delegate = new DefaultCacheAwareContextLoaderDelegate(
				new DefaultContextCache(1));

		@Override
		protected CacheAwareContextLoaderDelegate getCacheAwareContextLoaderDelegate() {
			return delegate;
		}

	}

	@SpringJUnitConfig(RecipeConfig.class)
	@BootstrapWith(SmallCacheBootstrapper.class)
	static class EvictedTestCase {

		@Test
		void test(@Autowired ApplicationContext context) {
			CLOSED.add(new WeakReference<>(context));
		}

	}

	@SpringJUnitConfig(RecipeConfig.class)
	@TestPropertySource(properties = "closed-context=other")
	@BootstrapWith(SmallCacheBootstrapper.class)
	static class EvictingTestCase {

		@Test
		void test() {
		}

	}

}
