package io.github.sharedsession.bean;

import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.core.SpringProperties;

/**
 * What is known of the test run before anything is shared. Asked for at the start of each
 * JVM with tests, most of which share nothing: that must cost nothing, so there are no
 * settings here and nothing of JUnit, which may be missing.
 */
final class TestRun {

	private static final String AOT_PROCESSING = "spring.aot.processing";

	private static volatile @Nullable Function<String, Optional<String>> parameters;

	private TestRun() {
	}

	/**
	 * Take JUnit's configuration parameters, before the settings are first asked for.
	 */
	static void setParameters(Function<String, Optional<String>> parameters) {
		TestRun.parameters = parameters;
	}

	static boolean hasParameters() {
		return parameters != null;
	}

	/** The configuration parameter of the given name. */
	static Optional<String> parameter(String name) {
		Function<String, Optional<String>> parameters = TestRun.parameters;
		return (parameters != null) ? parameters.apply(name) : Optional.empty();
	}

	/** Whether tests are planned, and not run. */
	static boolean isPlanned() {
		String value = System.getProperty("shared-session.plan");
		return Boolean.parseBoolean((value != null) ? value : System.getenv("SHARED_SESSION_PLAN"));
	}

	/** Whether test contexts are processed ahead of time, and not started. */
	static boolean isProcessedAheadOfTime() {
		return Boolean.getBoolean(AOT_PROCESSING) || SpringProperties.getFlag(AOT_PROCESSING);
	}

}
