package io.github.sharedsession.bean;

import java.nio.file.Path;

import io.github.sharedsession.core.MemberProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shared beans in tests that TestNG runs. There is no launcher session whose end would
 * tell that the tests have ended: that is the end of the JVM.
 */
class TestNgTests {

	@Test
	void testsOfSpringsBaseClassShareAndTearDown(@TempDir Path directory) {
		Path root = directory.resolve("root");
		try (MemberProcess first = TestNgMain.start(root.toString());
				MemberProcess second = TestNgMain.start(root.toString())) {
			String seen = first.await("sees");
			first.await("ran 2 of 2");
			assertThat(second.await("sees")).isEqualTo(seen);
			second.await("ran 2 of 2");
			first.send("end").await("closed");
			first.await("gone");
			second.send("end").await("closed");
			second.await("gone");
			assertThat(first.seen()).doesNotContain("destroyed");
			assertThat(second.seen()).containsOnlyOnce("destroyed");
			assertThat(root).isDirectoryNotContaining((file) -> file.getFileName().toString().startsWith("s-"));
		}
	}

}
