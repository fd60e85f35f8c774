package io.github.sharedsession.bean;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static io.github.sharedsession.bean.SharedBeanTestSupport.runTests;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shared beans under what JUnit offers.
 */
class JUnitFeaturesTests {

	@Test
	void nestedClassesHaveTheBeanOfTheEnclosingClass() {
		runTests(NestedTestCase.class);
		assertThat(Index.timesMade("nested class")).isOne();
		assertThat(NestedTestCase.seen).hasSize(1);
	}

	@Test
	void testInstancePerClassHasTheBeanBeforeAll() {
		runTests(PerClassTestCase.class);
		assertThat(Index.timesMade("per class")).isOne();
	}

	@Test
	void repeatedTestHasTheSameBean() {
		runTests(RepeatedTestCase.class);
		assertThat(RepeatedTestCase.seen).hasSize(5).containsOnly(RepeatedTestCase.seen.get(0));
		assertThat(Index.timesMade("repeated")).isOne();
	}

	@Test
	void classesThatRunInParallelHaveOneResource() {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "3")
			.selectors(DiscoverySelectors.selectClass(FirstParallelTestCase.class),
					DiscoverySelectors.selectClass(SecondParallelTestCase.class),
					DiscoverySelectors.selectClass(ThirdParallelTestCase.class))
			.execute();
		assertThat(SharedBeanTestSupport.failures(results)).isEmpty();
		assertThat(ParallelTestCase.threads).hasSize(3);
		assertThat(ParallelTestCase.clients).as("connected in each context").hasSize(3).doesNotHaveDuplicates();
		assertThat(Index.timesMade("parallel")).isOne();
		assertThat(Index.timesMade("parallel in fork")).isOne();
	}

	@Test
	void suiteSharesOverItsClasses() {
		EngineExecutionResults results = EngineTestKit.engine("junit-platform-suite")
			.selectors(DiscoverySelectors.selectClass(SuiteTestCase.class))
			.execute();
		assertThat(SharedBeanTestSupport.failures(results)).isEmpty();
		assertThat(results.testEvents().succeeded().count()).isEqualTo(2);
		assertThat(Index.timesMade("suite")).isOne();
	}

	@SpringJUnitConfig(NestedConfig.class)
	static class NestedTestCase {

		static final Set<Index> seen = ConcurrentHashMap.newKeySet();

		@Test
		void outer(@Autowired Index index) {
			index.assertIsShared("nested class");
			seen.add(index);
		}

		@Nested
		class Inner {

			@Test
			void inner(@Autowired Index index) {
				seen.add(index);
			}

			@Nested
			@TestPropertySource(properties = "another=context")
			class Innermost {

				@Test
				void innermost(@Autowired Index index) {
					index.assertIsShared("nested class");
				}

			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NestedConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("nested class");
		}

	}

	@SpringJUnitConfig
	@TestInstance(Lifecycle.PER_CLASS)
	static class PerClassTestCase {

		private final Index index;

		private int tests;

		@Autowired
		PerClassTestCase(Index index) {
			this.index = index;
		}

		@BeforeAll
		void hasTheBean(@Autowired Index argument) {
			assertThat(argument).isSameAs(this.index);
			assertThat(this.tests).isZero();
		}

		@Test
		void one() {
			this.index.assertIsShared("per class");
			this.tests++;
		}

		@Test
		void other() {
			this.index.assertIsShared("per class");
			this.tests++;
		}

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean
			Index index() {
				return Index.make("per class");
			}

		}

	}

	@SpringJUnitConfig
	static class RepeatedTestCase {

		static final List<Index> seen = new CopyOnWriteArrayList<>();

		@RepeatedTest(5)
		void sees(@Autowired Index index) {
			index.assertIsShared("repeated");
			seen.add(index);
		}

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean
			Index index() {
				return Index.make("repeated");
			}

		}

	}

	/** Whose three subclasses have a context each, and are in it at the same time. */
	@SpringJUnitConfig(ParallelConfig.class)
	abstract static class ParallelTestCase {

		static final Set<Thread> threads = ConcurrentHashMap.newKeySet();

		static final Set<Client> clients = ConcurrentHashMap.newKeySet();

		private static final CyclicBarrier MEETING = new CyclicBarrier(3);

		@Test
		void meetsTheOthers(@Autowired Client client, @Autowired StringBuilder live) throws Exception {
			threads.add(Thread.currentThread());
			clients.add(client);
			assertThat(client.index().name()).isEqualTo("parallel");
			assertThat(live).hasToString("parallel in fork");
			MEETING.await(30, TimeUnit.SECONDS);
		}

	}

	@TestPropertySource(properties = "parallel=first")
	static class FirstParallelTestCase extends ParallelTestCase {

	}

	@TestPropertySource(properties = "parallel=second")
	static class SecondParallelTestCase extends ParallelTestCase {

	}

	@TestPropertySource(properties = "parallel=third")
	static class ThirdParallelTestCase extends ParallelTestCase {

	}

	@Configuration(proxyBeanMethods = false)
	static class ParallelConfig {

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> Index.make("parallel")).connectedBy(Client::new);
		}

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		StringBuilder live() {
			return new StringBuilder(Index.make("parallel in fork").name());
		}

	}

	@Suite
	@SelectClasses({ FirstOfSuiteTestCase.class, SecondOfSuiteTestCase.class })
	static class SuiteTestCase {

	}

	@SpringJUnitConfig(SuiteConfig.class)
	static class FirstOfSuiteTestCase {

		@Test
		void sees(@Autowired Index index) {
			index.assertIsShared("suite");
		}

	}

	@SpringJUnitConfig(SuiteConfig.class)
	@TestPropertySource(properties = "another=context")
	static class SecondOfSuiteTestCase {

		@Test
		void sees(@Autowired Index index) {
			index.assertIsShared("suite");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SuiteConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("suite");
		}

	}

}
