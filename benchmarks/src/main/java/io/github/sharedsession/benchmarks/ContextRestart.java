package io.github.sharedsession.benchmarks;

import java.util.function.IntFunction;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;
import org.springframework.util.ClassUtils;

/**
 * Starts the contexts of test classes, one after the other. Also runs without the library
 * on the class path.
 */
public final class ContextRestart implements LongSupplier {

	private final IntFunction<String> testClasses;

	private int count;

	private @Nullable TestContextManager last;

	/**
	 * Create for the given classes.
	 * @param testClasses their names, by their numbers
	 */
	public ContextRestart(IntFunction<String> testClasses) {
		this.testClasses = testClasses;
	}

	/**
	 * Close the last context and start that of the next class.
	 * @return how long the start took, in nanoseconds
	 */
	@Override
	public long getAsLong() {
		if (this.last != null) {
			this.last.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		}
		Class<?> testClass = ClassUtils.resolveClassName(this.testClasses.apply(this.count++),
				ContextRestart.class.getClassLoader());
		long start = System.nanoTime();
		this.last = new TestContextManager(testClass);
		this.last.getTestContext().getApplicationContext();
		return System.nanoTime() - start;
	}

}
