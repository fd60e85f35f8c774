package io.github.sharedsession.bean;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;
import org.springframework.test.context.support.DefaultTestContext;

/**
 * Remembers how each context that uses shared beans can be taken out of the context
 * cache, for the end of the test run.
 */
public class SharedSessionTestExecutionListener extends AbstractTestExecutionListener {

	/**
	 * The order of this listener: {@value}, after all those of Spring, so that what it
	 * does after a test class comes first.
	 */
	public static final int ORDER = 20_000;

	/**
	 * Create a new listener.
	 */
	public SharedSessionTestExecutionListener() {
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void afterTestClass(TestContext testContext) {
		if (testContext instanceof DefaultTestContext defaultTestContext && testContext.hasApplicationContext()
				&& SharedBeanContext.isUsed(testContext.getApplicationContext())) {
			JvmSession.get()
				.contexts()
				.associate(testContext.getApplicationContext(), new DefaultTestContext(defaultTestContext));
		}
	}

}
