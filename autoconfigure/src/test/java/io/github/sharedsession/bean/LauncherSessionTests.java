package io.github.sharedsession.bean;

import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.bean.LauncherSessionMain.Way;
import io.github.sharedsession.core.MemberProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Launchers that tests run: the test run of the JVM goes on after them, and ends with its
 * own launcher session.
 */
class LauncherSessionTests {

	@Test
	void launcherInsideATestEndsNothing(@TempDir Path root) {
		try (MemberProcess jvm = MemberProcess.start(LauncherSessionMain.class, List.of(root.toString()))) {
			for (Way way : Way.values()) {
				String start = way.name();
				assertThat(jvm.await(start)).isEqualTo("created");
				// Not those of the inner test run
				assertThat(jvm.await(start)).isEqualTo("goes on with " + start);
				assertThat(jvm.await(start)).isEqualTo("destroyed");
				assertThat(jvm.await(start)).isEqualTo("succeeded 3");
			}
			jvm.await("done");
		}
	}

}
