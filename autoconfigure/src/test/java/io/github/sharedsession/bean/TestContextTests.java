package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.CacheAwareContextLoaderDelegate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;
import org.springframework.test.context.cache.DefaultContextCache;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.test.context.support.DefaultTestContextBootstrapper;

import static io.github.sharedsession.bean.SharedBeanTestSupport.contextOf;
import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runTests;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shared beans in the contexts of Spring's test framework.
 */
class TestContextTests {

	@Test
	void dirtiesContextNeitherTearsDownNorCreatesAgain() {
		runTests(DirtyTestCase.class);
		assertThat(DirtyTestCase.clients).hasSize(2);
		assertThat(DirtyTestCase.clients).extracting(Client::timesClosed).containsExactly(1, 1);
		assertThat(DirtyConfig.destroyed).isEmpty();
		endJvm();
		assertThat(DirtyConfig.destroyed).hasSize(1);
		assertThat(Index.timesMade("dirty")).isOne();
	}

	@Test
	void evictionFromContextCacheNeitherTearsDownNorCreatesAgain() {
		runTests(EvictedTestCase.class, EvictingTestCase.class, EvictedTestCase.class);
		assertThat(EvictedTestCase.clients).hasSizeGreaterThanOrEqualTo(2);
		assertThat(EvictedTestCase.clients.get(0).timesClosed()).isOne();
		assertThat(EvictedConfig.destroyed).isEmpty();
		endJvm();
		assertThat(EvictedConfig.destroyed).hasSize(1);
		assertThat(Index.timesMade("evicted")).isOne();
	}

	@Test
	void testClassesWithoutSharedMethodsHaveTheSameContext() {
		assertThat(contextOf(FirstPlainTestCase.class)).isSameAs(contextOf(SecondPlainTestCase.class));
	}

	@Test
	void testClassWithSharedMethodHasContextOfItsOwn() {
		ApplicationContext withMethod = contextOf(WithMethodTestCase.class);
		ApplicationContext withOther = contextOf(WithOtherMethodTestCase.class);
		assertThat(withMethod).isNotSameAs(withOther).isNotSameAs(contextOf(FirstPlainTestCase.class));
		assertThat(withMethod.containsBean("one")).isTrue();
		assertThat(withMethod.containsBean("two")).isFalse();
		assertThat(withOther.containsBean("two")).isTrue();
	}

	@Test
	void testClassesWithTheSameInheritedSharedMethodHaveTheSameContext() {
		assertThat(contextOf(FirstInheritingTestCase.class)).isSameAs(contextOf(SecondInheritingTestCase.class));
	}

	@Test
	void customizersAreEqualWhenTheirMethodsAre() {
		assertThat(customizer(FirstPlainTestCase.class)).isEqualTo(customizer(SecondPlainTestCase.class))
			.hasSameHashCodeAs(customizer(SecondPlainTestCase.class));
		assertThat(customizer(FirstInheritingTestCase.class)).isEqualTo(customizer(SecondInheritingTestCase.class))
			.hasSameHashCodeAs(customizer(SecondInheritingTestCase.class));
		assertThat(customizer(WithMethodTestCase.class)).isNotEqualTo(customizer(WithOtherMethodTestCase.class))
			.isNotEqualTo(customizer(FirstPlainTestCase.class));
	}

	@Test
	void contextHierarchySharesOverItsLevelsAndIsTornDownFromDependentToDependency() {
		runTests(HierarchyTestCase.class);
		assertThat(Index.timesMade("parent")).isOne();
		endJvm();
		assertThat(ParentConfig.destroyed).containsExactly("child of parent", "parent");
	}

	@Test
	void mockOfSharedBeanCreatesNothing() {
		runTests(MockTestCase.class);
		assertThat(Index.timesMade("mocked")).isZero();
	}

	@Test
	void mockOfBeanOfRecipeCreatesNothing() {
		runTests(MockOfRecipeTestCase.class);
		assertThat(Index.timesMade("mocked recipe")).isZero();
	}

	@Test
	void endOfLauncherSessionClosesContextsAndThenDestroys() {
		try (OwnTestRun run = new OwnTestRun()) {
			run.launcher()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(DiscoverySelectors.selectClass(SessionTestCase.class))
					.build());
			assertThat(SessionConfig.events).containsExactly("created", "connected");
		}
		finally {
			// The session of this very test goes on
			endJvm();
		}
		assertThat(SessionConfig.events).containsExactly("created", "connected", "user closed", "disconnected",
				"destroyed by open helper", "helper closed");
	}

	@Test
	void resourceWhoseContextsHaveAllClosedEarlyIsDestroyedAtTheEnd() {
		SharedBeanTestSupport.runner(ClosedEarlyConfig.class)
			.run((context) -> assertThat(context).hasSingleBean(Client.class));
		assertThat(ClosedEarlyConfig.destroyed).isEmpty();
		endJvm();
		assertThat(ClosedEarlyConfig.destroyed).containsExactly(new Index("closed early"));
	}

	private static ContextCustomizer customizer(Class<?> testClass) {
		return new SharedSessionContextCustomizerFactory().createContextCustomizer(testClass, List.of());
	}

	@Configuration(proxyBeanMethods = false)
	static class DirtyConfig {

		static final List<Index> destroyed = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> Index.make("dirty")).connectedBy(Client::new).destroyedBy(destroyed::add);
		}

	}

	@SpringJUnitConfig(DirtyConfig.class)
	@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
	static class DirtyTestCase {

		static final List<Client> clients = new ArrayList<>();

		@Test
		void first(@Autowired Client client) {
			clients.add(client);
		}

		@Test
		void second(@Autowired Client client) {
			clients.add(client);
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

	@Configuration(proxyBeanMethods = false)
	static class EvictedConfig {

		static final List<Index> destroyed = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> Index.make("evicted"))
				.connectedBy(Client::new)
				.destroyedBy(destroyed::add);
		}

	}

	@SpringJUnitConfig(EvictedConfig.class)
	@BootstrapWith(SmallCacheBootstrapper.class)
	static class EvictedTestCase {

		static final List<Client> clients = new ArrayList<>();

		@Test
		void test(@Autowired Client client) {
			clients.add(client);
		}

	}

	@SpringJUnitConfig(EvictedConfig.class)
	@TestPropertySource(properties = "other=true")
	@BootstrapWith(SmallCacheBootstrapper.class)
	static class EvictingTestCase {

		@Test
		void test(@Autowired Client client) {
			EvictedTestCase.clients.add(client);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@SpringJUnitConfig(Empty.class)
	static class FirstPlainTestCase {

	}

	@SpringJUnitConfig(Empty.class)
	static class SecondPlainTestCase {

	}

	@SpringJUnitConfig(Empty.class)
	static class WithMethodTestCase {

		@SharedSessionBean
		static Index one() {
			return new Index("one");
		}

	}

	@SpringJUnitConfig(Empty.class)
	static class WithOtherMethodTestCase {

		@SharedSessionBean
		static Index two() {
			return new Index("two");
		}

	}

	abstract static class BaseTestCase {

		@SharedSessionBean
		static Index inherited() {
			return new Index("inherited");
		}

	}

	@SpringJUnitConfig(Empty.class)
	static class FirstInheritingTestCase extends BaseTestCase {

	}

	@SpringJUnitConfig(Empty.class)
	static class SecondInheritingTestCase extends BaseTestCase {

	}

	@Configuration(proxyBeanMethods = false)
	static class ParentConfig {

		static final List<String> destroyed = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Index, Index> parentIndex() {
			return SharedBean.createdBy(() -> Index.make("parent")).destroyedBy((index) -> destroyed.add(index.name()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ChildConfig {

		@SharedSessionBean
		SharedBean<String, Client> childClient(Index parentIndex) {
			return SharedBean.createdBy(() -> "child of " + parentIndex.name())
				.connectedBy((text) -> new Client(new Index(text)))
				.destroyedBy(ParentConfig.destroyed::add);
		}

	}

	@SpringJUnitConfig
	@ContextHierarchy({ @ContextConfiguration(classes = ParentConfig.class),
			@ContextConfiguration(classes = ChildConfig.class) })
	static class HierarchyTestCase {

		@Test
		void bothLevelsAreThere(@Autowired Index index, @Autowired Client client,
				@Autowired ApplicationContext context) {
			assertThat(context.getParent()).isNotNull();
			assertThat(context.containsLocalBean("parentIndex")).isFalse();
			assertThat(index.name()).isEqualTo("parent");
			assertThat(client.index().name()).isEqualTo("child of parent");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MockedConfig {

		@SharedSessionBean
		Supplying supplying() {
			return new Supplying(Index.make("mocked").name());
		}

		@Bean
		String user(Supplying supplying) {
			return String.valueOf(supplying.getName());
		}

	}

	public static class Supplying {

		private String name = "";

		public Supplying() {
		}

		Supplying(String name) {
			this.name = name;
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	@SpringJUnitConfig(MockedConfig.class)
	static class MockTestCase {

		@MockitoBean
		Supplying supplying;

		@Test
		void mockIsInjected(@Autowired String user) {
			assertThat(user).isEqualTo("null");
			assertThat(this.supplying.getName()).isNull();
		}

	}

	interface Search {

		String find();

	}

	@Configuration(proxyBeanMethods = false)
	static class MockedRecipeConfig {

		@SharedSessionBean
		SharedBean<Index, Search> search() {
			return SharedBean.createdBy(() -> Index.make("mocked recipe")).connectedBy((index) -> index::name);
		}

	}

	@SpringJUnitConfig(MockedRecipeConfig.class)
	static class MockOfRecipeTestCase {

		@MockitoBean
		Search search;

		@Test
		void mockIsInjected(@Autowired Set<Search> all) {
			assertThat(all).containsExactly(this.search);
			assertThat(this.search.find()).isNull();
		}

	}

	static class Helper implements AutoCloseable {

		private boolean open = true;

		String state() {
			return this.open ? "open helper" : "closed helper";
		}

		@Override
		public void close() {
			this.open = false;
			SessionConfig.events.add("helper closed");
		}

	}

	static class User implements AutoCloseable {

		@Override
		public void close() {
			SessionConfig.events.add("user closed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SessionConfig {

		static final List<String> events = new ArrayList<>();

		@Bean
		Helper helper() {
			return new Helper();
		}

		@Bean
		User user(Client client) {
			assertThat(client.index().name()).isEqualTo("session");
			return new User();
		}

		@SharedSessionBean
		SharedBean<Index, Client> client(Helper helper) {
			return SharedBean.createdBy(() -> {
				events.add("created");
				return new Index("session");
			}).connectedBy((index) -> {
				events.add("connected");
				return new Client(index);
			})
				.disconnectedBy((client) -> events.add("disconnected"))
				.destroyedBy((index) -> events.add("destroyed by " + helper.state()));
		}

	}

	@SpringJUnitConfig(SessionConfig.class)
	static class SessionTestCase {

		@Test
		void test(@Autowired Client client) {
			assertThat(client).isNotNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClosedEarlyConfig {

		static final List<Index> destroyed = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> new Index("closed early"))
				.connectedBy(Client::new)
				.destroyedBy(destroyed::add);
		}

	}

}
