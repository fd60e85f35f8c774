package io.github.sharedsession.jdbc;

import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.jdbc.TestDatabases.TestDatabase;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Leads the {@code DataSource} of a context to another copy of its shared database before
 * a test, or a test class.
 */
public class SharedDatabaseTestExecutionListener extends AbstractTestExecutionListener {

	/**
	 * The order of this listener: {@value}, before that of transactions, so that a test's
	 * transaction is one of the test's database.
	 */
	public static final int ORDER = 3_500;

	private static final String BEGUN = SharedDatabaseTestExecutionListener.class.getName() + ".begun";

	/**
	 * Create a new listener.
	 */
	public SharedDatabaseTestExecutionListener() {
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void beforeTestClass(TestContext testContext) {
		for (TestDatabase database : databases(testContext)) {
			database.prepare(testContext.getTestClass());
		}
	}

	@Override
	public void prepareTestInstance(TestContext testContext) {
		for (TestDatabase database : databases(testContext)) {
			database.prepare(testContext.getTestClass());
		}
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		// One that is refused has not begun, and so does not end another
		List<TestDatabase> begun = new ArrayList<>();
		testContext.setAttribute(BEGUN, begun);
		for (TestDatabase database : databases(testContext)) {
			database.begin(testContext.getTestClass(), describe(testContext));
			begun.add(database);
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		boolean failed = testContext.getTestException() != null;
		if (testContext.removeAttribute(BEGUN) instanceof List<?> begun) {
			for (Object database : begun) {
				((TestDatabase) database).end(describe(testContext), failed);
			}
		}
	}

	@Override
	public void afterTestClass(TestContext testContext) {
		for (TestDatabase database : databases(testContext)) {
			database.finish(testContext.getTestClass());
		}
	}

	private static String describe(TestContext testContext) {
		return testContext.getTestClass().getName() + "." + testContext.getTestMethod().getName() + "()";
	}

	private static List<TestDatabase> databases(TestContext testContext) {
		List<TestDatabase> databases = new ArrayList<>();
		ApplicationContext context = testContext.hasApplicationContext() ? testContext.getApplicationContext() : null;
		while (context != null) {
			if (context instanceof ConfigurableApplicationContext configurable
					&& configurable.getBeanFactory().containsSingleton(TestDatabases.BEAN_NAME)) {
				databases.addAll(context.getBean(TestDatabases.BEAN_NAME, TestDatabases.class).all());
			}
			context = context.getParent();
		}
		return databases;
	}

}
