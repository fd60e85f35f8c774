package io.github.sharedsession.bean;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.spi.TestForks;

/**
 * This JVM and those beside it, for conditions.
 */
class JvmTestForks implements TestForks {

	@Override
	public int number() {
		refuseAheadOfTime();
		return Coordinator.forkNumber();
	}

	@Override
	public boolean areParallel() {
		refuseAheadOfTime();
		return JvmSession.get().coordinator().isParallel();
	}

	/**
	 * What is true of the one JVM that processes tests need not be of those that run
	 * them.
	 */
	private static void refuseAheadOfTime() {
		if (TestRun.isProcessedAheadOfTime()) {
			throw new SharedSessionConfigurationException(
					"A condition on the test JVMs of a build was evaluated while tests are processed ahead of time, when "
							+ "none of them runs yet.",
					"Remove @ConditionalOnForkNumber and @ConditionalOnParallelTests, or annotate the test class with "
							+ "@DisabledInAotMode.",
					null);
		}
	}

}
