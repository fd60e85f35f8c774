package io.github.sharedsession.bean;

import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.spi.TestForks;

/**
 * This JVM and those beside it, for conditions. Ahead-of-time processing is no run, and
 * so not parallel to any.
 */
class JvmTestForks implements TestForks {

	@Override
	public int number() {
		return Coordinator.forkNumber();
	}

	@Override
	public boolean areParallel() {
		return !SharedSessionContextCustomizer.isAheadOfTimeProcessing() && JvmSession.get().coordinator().isParallel();
	}

}
