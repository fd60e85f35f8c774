package io.github.sharedsession.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.sharedsession.core.MemberProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the {@link BuildConsole}, in a JVM whose standard output something else takes,
 * as build tools do.
 */
class BuildConsoleTests {

	@Test
	void surefireShowsWhatTestsPrint() {
		assertThat(printed("0")).isEqualTo("taken [account] told");
	}

	@Test
	void gradleShowsWhatTheProcessPrints() {
		assertThat(printed("7")).isEqualTo("account");
	}

	/** The first line that the process itself has printed. */
	private static String printed(String gradleWorker) {
		try (MemberProcess process = MemberProcess.start(Printing.class, List.of(gradleWorker))) {
			return process.await("");
		}
	}

	static final class Printing {

		private Printing() {
		}

		public static void main(String[] args) throws Exception {
			if (!args[0].equals("0")) {
				System.setProperty("org.gradle.test.worker", args[0]);
			}
			PrintStream process = System.out;
			process.println("ready");
			ByteArrayOutputStream taken = new ByteArrayOutputStream();
			System.setOut(new PrintStream(taken, true, StandardCharsets.UTF_8));
			BuildConsole.println("account");
			process.println("taken [" + taken.toString(StandardCharsets.UTF_8).strip() + "] told");
			System.in.read();
		}

	}

}
