package io.github.sharedsession.bean;

import io.github.sharedsession.spi.TestLocks;

/**
 * The locks of this JVM's session, for tests that may have no application context.
 */
class JvmTestLocks implements TestLocks {

	@Override
	public Held lock(String name, boolean shared, String holder) {
		return JvmSession.get().tools().locks().lock(name, shared, holder);
	}

}
