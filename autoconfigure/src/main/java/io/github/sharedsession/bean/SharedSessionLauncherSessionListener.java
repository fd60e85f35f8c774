package io.github.sharedsession.bean;

import java.util.Optional;
import java.util.function.Function;

import io.github.sharedsession.coordinator.JvmEnd;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Ends this JVM's part in the session with its test run: once per fork, before any
 * shutdown hook, while there is time and what is printed is still seen.
 */
public class SharedSessionLauncherSessionListener implements LauncherSessionListener {

	private @Nullable PlanListener plan;

	/**
	 * Create a new listener.
	 */
	public SharedSessionLauncherSessionListener() {
	}

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		JvmEnd.reset();
		session.getLauncher().registerTestExecutionListeners(new ConfigurationParametersListener());
		if (TestRun.isPlanned()) {
			this.plan = new PlanListener();
			session.getLauncher().registerTestExecutionListeners(this.plan);
		}
	}

	@Override
	public void launcherSessionClosed(LauncherSession session) {
		if (this.plan != null) {
			this.plan.end();
		}
		JvmEnd.run();
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
