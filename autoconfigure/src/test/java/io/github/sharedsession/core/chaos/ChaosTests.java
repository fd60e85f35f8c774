package io.github.sharedsession.core.chaos;

import java.time.Duration;

/**
 * Chaos of sessions in files.
 */
class ChaosTests extends StoreChaosTests {

	@Override
	protected ChaosStore store() {
		return new ChaosStore.InFiles();
	}

	@Override
	protected Extent extent() {
		return Extent.of(Duration.ofSeconds(25));
	}

}
