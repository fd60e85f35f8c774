package io.github.sharedsession.core.process;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the {@link BuildProcess}.
 */
class BuildProcessTests {

	private static final int LONGER_THAN_A_PAGE = 20_000;

	@Test
	void commandLineIsReadToItsEnd() throws Exception {
		String end = "-jvmRun7";
		Process process = new ProcessBuilder("sh", "-c", "read line", "x".repeat(LONGER_THAN_A_PAGE), end).start();
		try {
			// Until the process is what it is started for
			while (process.isAlive() && !BuildProcess.commandLine(process.toHandle()).startsWith("sh -c")) {
				process.waitFor(1, TimeUnit.MILLISECONDS);
			}
			assertThat(BuildProcess.commandLine(process.toHandle())).contains(" " + end);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
