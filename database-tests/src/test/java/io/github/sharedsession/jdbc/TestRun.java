package io.github.sharedsession.jdbc;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.sharedsession.bean.OwnTestRun;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/**
 * A test run in this JVM, from its beginning to its end.
 *
 * @param succeeded how many tests have succeeded
 * @param failures what the others have thrown
 */
record TestRun(long succeeded, List<Throwable> failures) {

	static TestRun of(Class<?>... testClasses) {
		return of(Map.of(), testClasses);
	}

	static TestRun of(Map<String, String> parameters, Class<?>... testClasses) {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		try (OwnTestRun run = new OwnTestRun()) {
			Launcher launcher = run.launcher();
			launcher.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(Stream.of(testClasses).map(DiscoverySelectors::selectClass).toList())
				.configurationParameters(parameters)
				.build(), listener, new RefusalListener());
		}
		return new TestRun(listener.getSummary().getTestsSucceededCount(),
				listener.getSummary().getFailures().stream().map(Failure::getException).toList());
	}

	/** Tells tests that go on until another one has failed. */
	private static final class RefusalListener implements TestExecutionListener {

		@Override
		public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
			if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
				Ledger.add("refused", identifier.getDisplayName());
			}
		}

	}

	/** Run tests, all of which succeed. */
	static TestRun succeeding(Class<?>... testClasses) {
		TestRun run = of(testClasses);
		run.failures().forEach((failure) -> {
			throw new AssertionError("A test has failed: " + failure, failure);
		});
		if (run.succeeded() == 0) {
			throw new AssertionError("No test has run");
		}
		return run;
	}

	/** The first exception of a type among the failures and their causes. */
	<X extends Throwable> X failure(Class<X> type) {
		for (Throwable failure : this.failures) {
			for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
				if (type.isInstance(cause)) {
					return type.cast(cause);
				}
			}
		}
		throw new AssertionError("No " + type.getName() + " in " + text());
	}

	/** All that is printed of the failures. */
	String text() {
		StringWriter text = new StringWriter();
		this.failures.forEach((failure) -> failure.printStackTrace(new PrintWriter(text)));
		return text.toString();
	}

}
