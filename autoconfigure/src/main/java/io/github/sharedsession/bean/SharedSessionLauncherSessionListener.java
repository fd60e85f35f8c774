package io.github.sharedsession.bean;

import java.util.Optional;
import java.util.function.Function;

import io.github.sharedsession.core.session.JvmEnd;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Ends this JVM's part in the session with its test run: once per fork, before any
 * shutdown hook, while there is time and what is printed is still seen. A test may run a
 * launcher itself, as extensions do: the session of that one belongs to the test run that
 * goes on, so the last launcher session to close ends it.
 */
public class SharedSessionLauncherSessionListener implements LauncherSessionListener {

	/**
	 * System property with the number of open launcher sessions of this JVM. A static
	 * field would not do: a test may run a launcher in a class loader of its own, as test
	 * kits do, whose copy of this class would take its session for the outermost one, and
	 * end what all class loaders of the JVM share.
	 */
	private static final String OPEN_SESSIONS = "io.github.sharedsession.openLauncherSessions";

	private @Nullable PlanListener plan;

	/**
	 * Create a new listener.
	 */
	public SharedSessionLauncherSessionListener() {
	}

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		boolean outermost = countSessions(1) == 1;
		if (outermost || !TestRun.hasParameters()) {
			session.getLauncher().registerTestExecutionListeners(new ConfigurationParametersListener());
		}
		if (outermost) {
			JvmEnd.reset();
			if (TestRun.isPlanned()) {
				this.plan = new PlanListener();
				session.getLauncher().registerTestExecutionListeners(this.plan);
			}
		}
	}

	@Override
	public void launcherSessionClosed(LauncherSession session) {
		if (this.plan != null) {
			this.plan.end();
		}
		if (countSessions(-1) == 0) {
			JvmEnd.run();
		}
	}

	private static int countSessions(int change) {
		Object count = System.getProperties().compute(OPEN_SESSIONS, (name, value) -> {
			// A test that has cleared all properties leaves only the session at hand
			int former = (value instanceof String text) ? Integer.parseInt(text) : (change < 0) ? 1 : 0;
			return (former + change > 0) ? String.valueOf(former + change) : null;
		});
		return (count != null) ? Integer.parseInt((String) count) : 0;
	}

	/** No lambda, which would cost each fork a class. */
	private static final class ConfigurationParametersListener
			implements TestExecutionListener, Function<String, Optional<String>> {

		private volatile @Nullable ConfigurationParameters parameters;

		@Override
		public void testPlanExecutionStarted(TestPlan testPlan) {
			this.parameters = testPlan.getConfigurationParameters();
			TestRun.setParameters(this);
		}

		@Override
		public Optional<String> apply(String name) {
			ConfigurationParameters parameters = this.parameters;
			return (parameters != null) ? parameters.get(name) : Optional.empty();
		}

	}

}
