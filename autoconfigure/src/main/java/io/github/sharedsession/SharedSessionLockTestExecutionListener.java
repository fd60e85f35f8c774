package io.github.sharedsession;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.sharedsession.SharedSessionLockExtension.Taken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.ResourceAccessMode;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Takes the locks of a test class where its application context may start before JUnit
 * calls {@link SharedSessionLockExtension}. Spring's extension comes first where its
 * annotation does, and its other listeners may start the context before a class, as that
 * of {@code @Sql} does. JUnit prepares the instance of an enclosing class with the
 * extensions of the enclosing class alone, and Spring starts the context of the nested
 * class for it. The extension takes the same locks again, and gives back these.
 */
class SharedSessionLockTestExecutionListener extends AbstractTestExecutionListener {

	/** Those that the extension has not taken yet, by class. */
	private static final ConcurrentMap<Class<?>, Taken> EARLY = new ConcurrentHashMap<>();

	/** Classes for which the extension has been called, on whichever thread. */
	private static final Set<Class<?>> BEGUN = ConcurrentHashMap.newKeySet();

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	/** With one instance per class, that is prepared before. */
	@Override
	public void beforeTestClass(TestContext testContext) {
		Class<?> testClass = testContext.getTestClass();
		BEGUN.add(testClass);
		if (!EARLY.containsKey(testClass) && !isLocked(testClass.getEnclosingClass())) {
			take(testClass, () -> {
			});
		}
	}

	@Override
	public void prepareTestInstance(TestContext testContext) {
		Class<?> testClass = testContext.getTestClass();
		Object instance = testContext.getTestInstance();
		if (testClass.isInstance(instance) || BEGUN.contains(testClass) || EARLY.containsKey(testClass)
				|| isLocked(instance.getClass())) {
			return;
		}
		take(testClass, testContext::getApplicationContext);
	}

	private static void take(Class<?> testClass, Runnable next) {
		Map<String, ResourceAccessMode> locks = SharedSessionLockExtension.locksOf(testClass);
		if (locks.isEmpty()) {
			return;
		}
		Taken taken = new Taken(null);
		EARLY.put(testClass, taken);
		try {
			taken.take(locks, testClass.getName());
			next.run();
		}
		catch (Throwable ex) {
			// Without a context JUnit does not call the extension
			EARLY.remove(testClass);
			try {
				taken.close();
			}
			catch (RuntimeException suppressed) {
				ex.addSuppressed(suppressed);
			}
			throw ex;
		}
	}

	/** Whether the locks of all nested classes are held already. */
	private static boolean isLocked(@Nullable Class<?> enclosingClass) {
		return enclosingClass != null && (!SharedSessionLockExtension.locksOf(enclosingClass).isEmpty()
				|| isLocked(enclosingClass.getEnclosingClass()));
	}

	/** The instance of the enclosing class may have failed after its context. */
	@Override
	public void afterTestClass(TestContext testContext) {
		BEGUN.remove(testContext.getTestClass());
		for (Class<?> testClass : EARLY.keySet()) {
			Taken taken = (testClass == testContext.getTestClass() || isEnclosed(testClass, testContext.getTestClass()))
					? remove(testClass) : null;
			if (taken != null) {
				taken.close();
			}
		}
	}

	private static boolean isEnclosed(Class<?> testClass, Class<?> by) {
		Class<?> enclosingClass = testClass.getEnclosingClass();
		return enclosingClass != null && (enclosingClass.isAssignableFrom(by) || isEnclosed(enclosingClass, by));
	}

	/** The locks of a class that were taken early, which then belong to the caller. */
	static @Nullable Taken remove(Class<?> testClass) {
		return EARLY.remove(testClass);
	}

}
