package io.github.sharedsession.core.process;

import java.util.regex.Pattern;

/**
 * Whether other test JVMs of the build run beside this one. No build tool tells a fork
 * how many there are, so this looks for them.
 */
public final class OtherForks {

	/** Those of Surefire and Failsafe, and those workers of Gradle that run tests. */
	private static final Pattern FORK = Pattern.compile("-jvmRun\\d+|GradleWorkerMain '?Gradle Test Executor");

	private OtherForks() {
	}

	/**
	 * Look among the processes of the build. A fork is seen before it has come to its
	 * first shared bean.
	 */
	public static boolean areSeen() {
		long self = ProcessHandle.current().pid();
		return SessionIdentity.build()
			.map((build) -> build.descendants()
				.filter((process) -> process.pid() != self && !SessionIdentity.isShell(process))
				.anyMatch((process) -> FORK.matcher(BuildProcess.commandLine(process)).find()))
			.orElse(false);
	}

}
