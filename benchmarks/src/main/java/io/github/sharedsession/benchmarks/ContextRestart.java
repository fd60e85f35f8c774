package io.github.sharedsession.benchmarks;

import java.util.function.LongSupplier;

import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;

/**
 * Starts the context of a test class again and again. Also runs without the library on
 * the class path.
 */
public final class ContextRestart implements LongSupplier {

	private final Class<?> testClass;

	private TestContextManager manager;

	/**
	 * Start the context for the first time.
	 * @param testClass the name of the test class
	 */
	public ContextRestart(String testClass) throws ClassNotFoundException {
		this.testClass = Class.forName(testClass, true, ContextRestart.class.getClassLoader());
		this.manager = new TestContextManager(this.testClass);
		this.manager.getTestContext().getApplicationContext();
	}

	/**
	 * Close the context and start it again.
	 * @return how long the start took, in nanoseconds
	 */
	@Override
	public long getAsLong() {
		this.manager.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		long start = System.nanoTime();
		this.manager = new TestContextManager(this.testClass);
		this.manager.getTestContext().getApplicationContext();
		return System.nanoTime() - start;
	}

}
