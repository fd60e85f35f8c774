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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import org.springframework.core.annotation.AliasFor;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

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
		return EngineTestKit.engine("junit-jupiter")
			.selectors(DiscoverySelectors.selectClass(testClass))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
			.execute()
			.testEvents();
	}

}
