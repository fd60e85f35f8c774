package io.github.sharedsession.core.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sharedsession.store.JvmRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The number that the build tool has given to this test JVM.
 */
public final class ForkNumber {

	/** Stands for a session host. Those of forks begin with 1. */
	public static final Integer HOST = 0;

	/**
	 * Surefire and Failsafe tell the number of a fork only in the name of its command.
	 */
	private static final Pattern SUREFIRE_FORK = Pattern.compile("-jvmRun(\\d+)");

	private static final String GRADLE_WORKER = "org.gradle.test.worker";

	private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)$");

	private ForkNumber() {
	}

	/** This JVM is a session host. */
	public static void becomeHost() {
		JvmRegistry.entry("member").put("host", true);
	}

	/** The number, or {@code null} when the build tool has given none. */
	public static @Nullable Integer detect() {
		if (JvmRegistry.entry("member").containsKey("host")) {
			return HOST;
		}
		Integer number = detectSurefireForkNumber();
		return (number != null) ? number : find(LAST_NUMBER, System.getProperty(GRADLE_WORKER));
	}

	/**
	 * Whether the number of this fork tells that there are others. That of Gradle does
	 * not: its daemon goes on counting from one build to the next.
	 */
	public static boolean isOneOfSeveral() {
		Integer number = detectSurefireForkNumber();
		return number != null && number > 1;
	}

	/**
	 * Return whether Gradle runs the tests of this JVM.
	 * @return {@code false} when another build tool does, or none
	 */
	public static boolean isGradleWorker() {
		return System.getProperty(GRADLE_WORKER) != null;
	}

	private static @Nullable Integer detectSurefireForkNumber() {
		return find(SUREFIRE_FORK, System.getProperty("sun.java.command"));
	}

	private static @Nullable Integer find(Pattern pattern, @Nullable String text) {
		if (text == null) {
			return null;
		}
		Matcher matcher = pattern.matcher(text);
		return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
	}

}
