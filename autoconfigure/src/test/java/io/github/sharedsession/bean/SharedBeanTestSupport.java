package io.github.sharedsession.bean;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.github.sharedsession.core.session.JvmEnd;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.support.AnnotationConfigContextLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs contexts and test classes with shared beans. A resource is leased until the JVM's
 * test run ends, so every test has beans of its own.
 */
final class SharedBeanTestSupport {

	private SharedBeanTestSupport() {
	}

	/**
	 * A runner of contexts that are customized as those of a test class are.
	 */
	static ApplicationContextRunner runner(Class<?>... configurationClasses) {
		return new ApplicationContextRunner().withInitializer(SharedBeanTestSupport::customize)
			.withUserConfiguration(configurationClasses);
	}

	private static void customize(ConfigurableApplicationContext context) {
		new SharedSessionContextCustomizer(List.of(), List.of(), "").customizeContext(context,
				new MergedContextConfiguration(SharedBeanTestSupport.class, null, null, null,
						new AnnotationConfigContextLoader()));
	}

	/**
	 * The context of a test class, from Spring's cache.
	 */
	static ApplicationContext contextOf(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext().getApplicationContext();
	}

	/**
	 * Start a context that fails.
	 * @return the exception of the given type among the causes of the failure
	 */
	static <X extends Throwable> X failure(Class<X> type, ApplicationContextRunner runner) {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		runner.run((context) -> {
			assertThat(context).hasFailed();
			failure.set(context.getStartupFailure());
		});
		return cause(type, Objects.requireNonNull(failure.get()));
	}

	static <X extends Throwable> X cause(Class<X> type, Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		throw new AssertionError("No " + type.getName() + " in " + text(failure), failure);
	}

	/**
	 * All that is printed of an exception, with its causes and what it suppresses.
	 */
	static String text(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	/**
	 * End the test run of this JVM, and begin another.
	 */
	static void endJvm() {
		try {
			JvmEnd.run();
		}
		finally {
			JvmEnd.reset();
		}
	}

	static EngineExecutionResults execute(Class<?>... testClasses) {
		DiscoverySelector[] selectors = Arrays.stream(testClasses)
			.map(DiscoverySelectors::selectClass)
			.toArray(DiscoverySelector[]::new);
		return EngineTestKit.engine("junit-jupiter").selectors(selectors).execute();
	}

	/**
	 * Run test classes, all of whose tests succeed.
	 */
	static void runTests(Class<?>... testClasses) {
		EngineExecutionResults results = execute(testClasses);
		failures(results).forEach((failure) -> {
			throw new AssertionError("A test has failed: " + failure, failure);
		});
		assertThat(results.testEvents().succeeded().count()).isPositive();
	}

	static List<Throwable> failures(EngineExecutionResults results) {
		return results.allEvents()
			.executions()
			.failed()
			.map((execution) -> execution.getTerminationInfo().getExecutionResult().getThrowable().orElseThrow())
			.toList();
	}

}
