package io.github.sharedsession;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.sharedsession.spi.TestLocks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Takes the locks of tests over all JVMs. They go with the JUnit context that they were
 * taken for, after all callbacks of other extensions.
 */
class SharedSessionLockExtension implements TestInstancePreConstructCallback, BeforeAllCallback, BeforeEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(SharedSessionLockExtension.class);

	/**
	 * With one instance per class, that is made before the callbacks for all tests, and
	 * Spring starts the application context for it. Also called for an instance of an
	 * enclosing class, in the context of the nested one.
	 */
	@Override
	public void preConstructTestInstance(TestInstanceFactoryContext factoryContext, ExtensionContext context) {
		ExtensionContext classContext = context;
		while (classContext.getTestMethod().isPresent()) {
			classContext = classContext.getParent().orElseThrow();
		}
		takeForClass(classContext);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		takeForClass(context);
	}

	@SuppressWarnings("try")
	private static void takeForClass(ExtensionContext context) {
		Class<?> testClass = context.getRequiredTestClass();
		try (Taken early = SharedSessionLockTestExecutionListener.remove(testClass)) {
			if (context.getStore(NAMESPACE).get(context.getUniqueId()) == null) {
				context.getStore(NAMESPACE).put(context.getUniqueId(), true);
				take(context, locksOf(testClass));
			}
		}
	}

	/** Those of the class and, if it has any, of its methods and nested classes. */
	static Map<String, ResourceAccessMode> locksOf(Class<?> testClass) {
		Map<String, ResourceAccessMode> locks = new TreeMap<>();
		collect(testClass, locks);
		if (!locks.isEmpty()) {
			// What holds one lock must not wait for another that sorts before it
			collectMembers(testClass, locks);
		}
		return locks;
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		Map<String, ResourceAccessMode> locks = new TreeMap<>();
		collect(context.getRequiredTestMethod(), locks);
		take(context, locks);
	}

	private static void collectMembers(Class<?> testClass, Map<String, ResourceAccessMode> locks) {
		ReflectionSupport.findMethods(testClass, (method) -> true, HierarchyTraversalMode.TOP_DOWN)
			.forEach((method) -> collect(method, locks));
		for (Class<?> nested : ReflectionSupport.findNestedClasses(testClass, SharedSessionLockExtension::isNested)) {
			collect(nested, locks);
			collectMembers(nested, locks);
		}
	}

	private static boolean isNested(Class<?> type) {
		return AnnotationSupport.isAnnotated(type, org.junit.jupiter.api.Nested.class);
	}

	private static void collect(AnnotatedElement element, Map<String, ResourceAccessMode> locks) {
		for (SharedSessionLock lock : AnnotatedElementUtils.findMergedRepeatableAnnotations(element,
				SharedSessionLock.class)) {
			locks.merge(lock.value(), lock.mode(),
					(one, other) -> (one == ResourceAccessMode.READ_WRITE) ? one : other);
		}
	}

	/** Those of an enclosing class are held, and include these. */
	private static void take(ExtensionContext context, Map<String, ResourceAccessMode> locks) {
		Taken outer = context.getStore(NAMESPACE).get(Taken.class, Taken.class);
		locks.keySet().removeIf((name) -> outer != null && outer.includes(name));
		if (locks.isEmpty()) {
			return;
		}
		Taken taken = new Taken(outer);
		context.getStore(NAMESPACE).put(Taken.class, taken);
		taken.take(locks, describe(context));
	}

	private static String describe(ExtensionContext context) {
		String type = context.getRequiredTestClass().getName();
		return context.getTestMethod().map((method) -> type + "#" + method.getName()).orElse(type);
	}

	/** What was taken for one context of JUnit, which closes it. */
	static final class Taken implements AutoCloseable {

		private final @Nullable Taken outer;

		private final Set<String> names = new HashSet<>();

		private final Deque<TestLocks.Held> held = new ArrayDeque<>();

		Taken(@Nullable Taken outer) {
			this.outer = outer;
		}

		boolean includes(String name) {
			return this.names.contains(name) || (this.outer != null && this.outer.includes(name));
		}

		void take(Map<String, ResourceAccessMode> locks, String test) {
			locks.forEach((name, mode) -> {
				this.held.push(Implementation.LOCKS.lock(name, mode == ResourceAccessMode.READ, "test " + test));
				this.names.add(name);
			});
		}

		/** All of them, whatever one of them throws. */
		@Override
		@SuppressWarnings("try")
		public void close() {
			if (!this.held.isEmpty()) {
				try (TestLocks.Held last = this.held.removeLast()) {
					close();
				}
			}
		}

	}

	private static final class Implementation {

		static final TestLocks LOCKS = SpringFactoriesLoader
			.forDefaultResourceLocation(SharedSessionLockExtension.class.getClassLoader())
			.load(TestLocks.class)
			.get(0);

	}

}
