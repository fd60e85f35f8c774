package io.github.sharedsession.bean;

import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A launcher session that is a test run of its own, although this JVM is in the middle of
 * one.
 */
public final class OwnTestRun implements AutoCloseable {

	private static final String OPEN_SESSIONS = "io.github.sharedsession.openLauncherSessions";

	private final @Nullable String open = System.clearProperty(OPEN_SESSIONS);

	private final LauncherSession session = LauncherFactory.openSession();

	public Launcher launcher() {
		return this.session.getLauncher();
	}

	@Override
	public void close() {
		this.session.close();
		if (this.open != null) {
			System.setProperty(OPEN_SESSIONS, this.open);
		}
	}

}
