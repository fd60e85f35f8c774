package io.github.sharedsession;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.sharedsession.spi.TestLocks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * {@link SharedSessionLock} as JUnit runs it. What a test holds is asked of the lock
 * itself: another thread can't have it.
 */
class SharedSessionLockTests {

	private static final TestLocks LOCKS = SpringFactoriesLoader.forDefaultResourceLocation()
		.load(TestLocks.class)
		.get(0);

	/** By test, in order, what was seen of locks. */
	private static final List<String> seen = new CopyOnWriteArrayList<>();

	@BeforeEach
	void forget() {
		seen.clear();
	}

	@Test
	void lockOfAMethodIsHeldForTheMethod() {
		run(OnMethod.class).assertStatistics((statistics) -> statistics.succeeded(2));
		assertThat(seen).containsExactlyInAnyOrder("locked", "free");
	}

	@Execution(ExecutionMode.SAME_THREAD)
	static class OnMethod {

		@BeforeEach
		void takesNothing() {
		}

		@Test
		@SharedSessionLock("on-method")
		void locked() {
			seen.add(probe("on-method"));
		}

		@Test
		void free() {
			seen.add(probe("on-method"));
		}

	}

	@Test
	void lockOfAClassIsHeldFromBeforeAllOn() {
		run(OnClass.class).assertStatistics((statistics) -> statistics.succeeded(1));
		assertThat(seen).containsExactly("locked", "locked");
		assertThat(probe("on-class")).isEqualTo("free");
	}

	@SharedSessionLock("on-class")
	static class OnClass {

		@BeforeAll
		static void beforeAll() {
			seen.add(probe("on-class"));
		}

		@Test
		void test() {
			seen.add(probe("on-class"));
		}

	}

	@Test
	void lockIsInheritedAndMayBeComposedAndRepeated() {
		run(Inheriting.class).assertStatistics((statistics) -> statistics.succeeded(1));
		assertThat(seen).containsExactly("locked", "shared", "locked");
	}

	@SharedSessionLock("inherited")
	abstract static class Base {

	}

	@Composed("composed")
	static class Inheriting extends Base {

		@Test
		@SharedSessionLock("repeated-1")
		@SharedSessionLock(value = "repeated-2", mode = ResourceAccessMode.READ)
		void test() {
			seen.add(probe("inherited"));
			seen.add(probe("composed"));
			seen.add(probe("repeated-1"));
		}

	}

	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@SharedSessionLock(value = "", mode = ResourceAccessMode.READ)
	@interface Composed {

		@AliasFor(annotation = SharedSessionLock.class, attribute = "value")
		String value();

	}

	@Test
	void classThatHasALockTakesThoseOfItsMethodsAndNestedClasses() {
		run(Outer.class).assertStatistics((statistics) -> statistics.succeeded(2));
		assertThat(seen).containsExactly("locked", "locked", "locked", "locked");
	}

	@SharedSessionLock("outer-z")
	static class Outer {

		@BeforeAll
		static void beforeAll() {
			seen.add(probe("outer-a"));
			seen.add(probe("outer-b"));
		}

		@Test
		@SharedSessionLock("outer-a")
		void test() {
			seen.add(probe("outer-z"));
		}

		@Nested
		@TestInstance(TestInstance.Lifecycle.PER_CLASS)
		class Inner {

			@Test
			@SharedSessionLock("outer-b")
			void test() {
				seen.add(probe("outer-b"));
			}

		}

	}

	@Test
	void parallelTestsTakeTurnsAlsoWithLocksOfJUnit() {
		run(Parallel.class).assertStatistics((statistics) -> statistics.succeeded(40));
		assertThat(seen).isEmpty();
	}

	static class Parallel {

		private static final Map<String, Boolean> IN_USE = new ConcurrentHashMap<>();

		@RepeatedTest(20)
		@SharedSessionLock("parallel")
		@ResourceLock("junit")
		void one() {
			use();
		}

		@RepeatedTest(20)
		@ResourceLock("junit")
		@SharedSessionLock("parallel")
		void other() {
			use();
		}

		private static void use() {
			if (IN_USE.putIfAbsent("parallel", true) != null) {
				seen.add("two at a time");
			}
			LockSupport.parkNanos(1_000_000);
			IN_USE.remove("parallel");
		}

	}

	@Test
	void readersRunBesideEachOther() {
		run(Readers.class).assertStatistics((statistics) -> statistics.succeeded(2));
		assertThat(seen).containsExactly("together", "together");
	}

	static class Readers {

		private static final CountDownLatch BOTH = new CountDownLatch(2);

		@Test
		@SharedSessionLock(value = "readers", mode = ResourceAccessMode.READ)
		void one() throws InterruptedException {
			meet();
		}

		@Test
		@SharedSessionLock(value = "readers", mode = ResourceAccessMode.READ)
		void other() throws InterruptedException {
			meet();
		}

		private static void meet() throws InterruptedException {
			BOTH.countDown();
			seen.add(BOTH.await(20, TimeUnit.SECONDS) ? "together" : "alone");
		}

	}

	@ParameterizedTest
	@ValueSource(classes = { PerMethod.class, PerClass.class, InheritingPerClass.class, OuterOfPerClass.class,
			PerClassOuter.class, ParameterizedPerMethod.class, ParameterizedPerClass.class })
	void lockOfAClassIsHeldBeforeItsInstanceIsMadeUntilItsEnd(Class<?> testClass) {
		run(testClass).assertStatistics((statistics) -> statistics.failed(0));
		assertThat(seen).hasSizeGreaterThanOrEqualTo(2).containsOnly("locked");
		assertThat(probe("instance")).isEqualTo("free");
	}

	/** Probes when it is made, and when a test runs. */
	abstract static class Probing {

		Probing() {
			seen.add(probe("instance"));
		}

		@Test
		void test() {
			seen.add(probe("instance"));
		}

	}

	@SharedSessionLock("instance")
	static class PerMethod extends Probing {

	}

	@SharedSessionLock("instance")
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	static class PerClass extends Probing {

	}

	static class InheritingPerClass extends PerClass {

	}

	static class OuterOfPerClass {

		@Nested
		@SharedSessionLock("instance")
		@TestInstance(TestInstance.Lifecycle.PER_CLASS)
		class Inner extends Probing {

		}

	}

	@SharedSessionLock("instance")
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	static class PerClassOuter extends Probing {

		@Nested
		@TestInstance(TestInstance.Lifecycle.PER_CLASS)
		class Inner extends Probing {

		}

	}

	@ParameterizedClass
	@ValueSource(ints = { 1, 2 })
	@SharedSessionLock("instance")
	static class ParameterizedPerMethod extends Probing {

		ParameterizedPerMethod(int parameter) {
			assertThat(parameter).isPositive();
		}

	}

	@ParameterizedClass
	@ValueSource(ints = { 1, 2 })
	@SharedSessionLock("instance")
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	static class ParameterizedPerClass extends Probing {

		@Parameter
		private int parameter;

		@AfterEach
		void hasItsParameter() {
			assertThat(this.parameter).isPositive();
		}

	}

	@ParameterizedTest
	@ValueSource(classes = { ContextPerMethod.class, ContextPerClass.class, ContextForConstructor.class,
			ContextBeforeClass.class, ContextBeforeSubclass.class, ContextBeforeNestedClass.class,
			ContextBeforePerClass.class, ContextBeforeParameterized.class })
	void lockOfAClassIsHeldWhileItsContextStarts(Class<?> testClass) {
		run(testClass).assertStatistics((statistics) -> statistics.succeeded(1));
		assertThat(seen).containsExactly("locked");
		assertThat(probe("context")).isEqualTo("free");
	}

	@SpringJUnitConfig(StartingContext.class)
	@SharedSessionLock("context")
	static class ContextPerMethod {

		@Test
		void test() {
		}

	}

	@SpringJUnitConfig(StartingContext.class)
	@TestPropertySource(properties = "context=per-class")
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	@SharedSessionLock("context")
	static class ContextPerClass {

		@Test
		void test() {
		}

	}

	@SharedSessionLock("context")
	@SpringJUnitConfig(StartingContext.class)
	@TestPropertySource(properties = "context=constructor")
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	static class ContextForConstructor {

		ContextForConstructor(@Autowired ApplicationContext context) {
			assertThat(context).isNotNull();
		}

		@Test
		void test() {
		}

	}

	/** As that of {@code @Sql} for a class. */
	static class BeforeClassListener implements TestExecutionListener {

		@Override
		public void beforeTestClass(TestContext testContext) {
			testContext.getApplicationContext();
		}

	}

	@SpringJUnitConfig(StartingContext.class)
	@TestPropertySource(properties = "context=before-class")
	@TestExecutionListeners(listeners = BeforeClassListener.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
	@SharedSessionLock("context")
	static class ContextBeforeClass {

		@Test
		void test() {
		}

	}

	@SpringJUnitConfig(StartingContext.class)
	@TestPropertySource(properties = "context=before-subclass")
	@TestExecutionListeners(listeners = BeforeClassListener.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
	abstract static class Starting {

		@Test
		void test() {
		}

	}

	@SharedSessionLock("context")
	static class ContextBeforeSubclass extends Starting {

	}

	static class ContextBeforeNestedClass {

		@Nested
		@SharedSessionLock("context")
		@TestPropertySource(properties = "context=before-nested-class")
		class Inner extends Starting {

		}

	}

	@SharedSessionLock("context")
	@TestPropertySource(properties = "context=before-per-class")
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	static class ContextBeforePerClass extends Starting {

	}

	@SharedSessionLock("context")
	@TestPropertySource(properties = "context=before-parameterized")
	@ParameterizedClass
	@ValueSource(ints = 1)
	static class ContextBeforeParameterized extends Starting {

		@Parameter
		private int parameter;

		@AfterEach
		void hasItsParameter() {
			assertThat(this.parameter).isPositive();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StartingContext {

		StartingContext(@Value("${context:}") String context) {
			seen.add(probe("context"));
			assertThat(context).isNotEqualTo("fails");
		}

	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			per_method, NestedWithIt
			per_method, NestedWithSuperclass
			per_method, NestedWithInterface
			per_method, NestedWithComposed
			per_method, NestedInheriting
			per_method, NestedInOneWithIt
			per_method, NestedInOneInOne
			per_class, NestedWithIt
			per_class, NestedWithSuperclass
			per_class, NestedWithInterface
			per_class, NestedWithComposed
			per_class, NestedInheriting
			per_class, NestedInOneWithIt
			per_class, NestedInOneInOne
			""")
	void lockIsHeldWhileTheContextOfANestedClassStarts(String lifecycleOfOuter, String outer) throws Exception {
		Class<?> testClass = Class.forName(getClass().getName() + "$" + outer);
		run(testClass, lifecycleOfOuter).assertStatistics((statistics) -> statistics.succeeded(2));
		String expected = outer.equals("NestedWithComposed") ? "shared" : "locked";
		assertThat(seen).containsExactly(expected, expected);
		assertThat(probe("context")).isEqualTo("free");
	}

	/** Starts its own context, once for all its tests. */
	@ContextConfiguration(classes = StartingContext.class)
	@DirtiesContext
	interface NestedContext {

		@Test
		default void test() {
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_METHOD)
	@TestPropertySource(properties = "lifecycle=per_method")
	interface EachMethod extends NestedContext {

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	@TestPropertySource(properties = "lifecycle=per_class")
	interface WholeClass extends NestedContext {

	}

	@SpringJUnitConfig(Empty.class)
	static class NestedWithIt {

		@Nested
		@SharedSessionLock("context")
		class PerMethod implements EachMethod {

		}

		@Nested
		@SharedSessionLock("context")
		class PerClass implements WholeClass {

		}

	}

	@SharedSessionLock("context")
	static class Locking {

	}

	@SpringJUnitConfig(Empty.class)
	static class NestedWithSuperclass {

		@Nested
		class PerMethod extends Locking implements EachMethod {

		}

		@Nested
		class PerClass extends Locking implements WholeClass {

		}

	}

	@SharedSessionLock("context")
	interface LockingInterface {

	}

	@SpringJUnitConfig(Empty.class)
	static class NestedWithInterface {

		@Nested
		class PerMethod implements EachMethod, LockingInterface {

		}

		@Nested
		class PerClass implements WholeClass, LockingInterface {

		}

	}

	@SpringJUnitConfig(Empty.class)
	static class NestedWithComposed {

		@Nested
		@Composed("context")
		class PerMethod implements EachMethod {

		}

		@Nested
		@Composed("context")
		class PerClass implements WholeClass {

		}

	}

	static class NestedInheriting extends NestedWithIt {

	}

	@SharedSessionLock("context")
	@SpringJUnitConfig(Empty.class)
	static class NestedInOneWithIt {

		@Nested
		class PerMethod implements EachMethod {

		}

		@Nested
		class PerClass implements WholeClass {

		}

	}

	@SpringJUnitConfig(Empty.class)
	static class NestedInOneInOne {

		@Nested
		class Middle {

			@Nested
			@SharedSessionLock("context")
			class PerMethod implements EachMethod {

			}

			@Nested
			@SharedSessionLock("context")
			class PerClass implements WholeClass {

			}

		}

	}

	@ParameterizedTest
	@ValueSource(classes = { ContextFails.class, OuterInstanceFails.class })
	void nestedClassThatFailsGivesBackItsLock(Class<?> testClass) {
		runAll(testClass, "per_method").containerEvents().assertStatistics((statistics) -> statistics.failed(1));
		assertThat(seen).containsExactly("locked");
		assertThat(probe("context")).isEqualTo("free");
	}

	@SpringJUnitConfig(Empty.class)
	static class ContextFails {

		@Nested
		@SharedSessionLock("context")
		@TestPropertySource(properties = "context=fails")
		class Inner implements WholeClass {

		}

	}

	@SpringJUnitConfig(Empty.class)
	static class OuterInstanceFails {

		@Autowired
		@SuppressWarnings({ "NullAway.Init", "unused" })
		private SharedSessionLockTests missing;

		@Nested
		@SharedSessionLock("context")
		@TestPropertySource(properties = "context=stays cached")
		class Inner implements WholeClass {

		}

	}

	@ParameterizedTest
	@ValueSource(classes = { AgainOnMethod.class, AgainOnClass.class })
	void testTakesTheLockAgainThatItsAnnotationHas(Class<?> testClass) {
		run(testClass).assertStatistics((statistics) -> statistics.failed(0));
		assertThat(seen).isNotEmpty().containsOnly("locked");
		assertThat(probe("again")).isEqualTo("free");
	}

	/** Takes the lock that the annotation has, and gives both back in any order. */
	@SpringJUnitConfig(Empty.class)
	@Timeout(10)
	abstract static class Again {

		@Autowired
		@SuppressWarnings("NullAway.Init")
		private TestSession session;

		@SuppressWarnings("try")
		void takeAgain() {
			try (SessionLock lock = this.session.lock("again"); SessionLock read = this.session.readLock("again")) {
				seen.add(probe("again"));
			}
			seen.add(probe("again"));
		}

	}

	static class AgainOnMethod extends Again {

		@BeforeEach
		@Timeout(10)
		void beforeEach() {
			takeAgain();
		}

		@RepeatedTest(2)
		@SharedSessionLock("again")
		void test() {
			takeAgain();
		}

	}

	@SharedSessionLock("again")
	static class AgainOnClass extends Again {

		@Test
		void test() {
			takeAgain();
		}

		@Test
		void other() {
			takeAgain();
		}

	}

	@Test
	void readerThatWantsToWriteIsToldAtOnceAndKeepsItsLock() {
		run(Upgrading.class).assertStatistics((statistics) -> statistics.succeeded(1));
		assertThat(seen).containsExactly("shared", "shared");
		assertThat(probe("upgrading")).isEqualTo("free");
	}

	@SpringJUnitConfig(Empty.class)
	static class Upgrading {

		@Test
		@Timeout(10)
		@SharedSessionLock(value = "upgrading", mode = ResourceAccessMode.READ)
		@SuppressWarnings("try")
		void test(@Autowired TestSession session) {
			try (SessionLock again = session.readLock("upgrading")) {
				seen.add(probe("upgrading"));
			}
			assertThatIllegalStateException().isThrownBy(() -> session.lock("upgrading"))
				.withMessageContaining("read lock 'upgrading'")
				.withMessageContaining("@SharedSessionLock");
			seen.add(probe("upgrading"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	/** Look from another thread what can be had of a lock. */
	private static String probe(String name) {
		List<String> result = new ArrayList<>();
		Thread thread = new Thread(
				() -> result.add(tryLock(name, false) ? "free" : tryLock(name, true) ? "shared" : "locked"));
		thread.start();
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		return result.get(0);
	}

	/** Whoever is interrupted already gets what is free, but waits for nothing. */
	private static boolean tryLock(String name, boolean shared) {
		Thread.currentThread().interrupt();
		try {
			LOCKS.lock(name, shared, "probe").close();
			return true;
		}
		catch (SharedSessionEndedException ex) {
			return false;
		}
		finally {
			Thread.interrupted();
		}
	}

	private static Events run(Class<?> testClass) {
		return run(testClass, "per_method");
	}

	private static Events run(Class<?> testClass, String lifecycle) {
		return runAll(testClass, lifecycle).testEvents();
	}

	private static EngineExecutionResults runAll(Class<?> testClass, String lifecycle) {
		return EngineTestKit.engine("junit-jupiter")
			.selectors(DiscoverySelectors.selectClass(testClass))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
			.configurationParameter("junit.jupiter.testinstance.lifecycle.default", lifecycle)
			.execute();
	}

}
