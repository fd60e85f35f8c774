package io.github.sharedsession.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A fork as Surefire has it: takes one test class after the other from who started it,
 * each a test plan of its own, all in one launcher session.
 */
public final class SuiteFork {

	private SuiteFork() {
	}

	/**
	 * Take test classes until there are no more.
	 * @param args the file that takes what the tests print
	 */
	public static void main(String[] args) throws IOException {
		PrintStream answers = System.out;
		PrintStream log = new PrintStream(args[0], StandardCharsets.UTF_8);
		System.setOut(log);
		System.setErr(log);
		try (BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
				LauncherSession session = LauncherFactory.openSession()) {
			answers.println("next 0 0");
			for (String name = names.readLine(); name != null && !name.isEmpty(); name = names.readLine()) {
				SummaryGeneratingListener listener = new SummaryGeneratingListener();
				session.getLauncher()
					.execute(LauncherDiscoveryRequestBuilder.request()
						.selectors(DiscoverySelectors.selectClass(name))
						.build(), listener);
				TestExecutionSummary summary = listener.getSummary();
				summary.printFailuresTo(new PrintWriter(log, true, StandardCharsets.UTF_8));
				answers.println("next " + summary.getTestsSucceededCount() + " " + summary.getTotalFailureCount());
			}
		}
		answers.println("closed");
		log.close();
		// Threads of the application must not keep it, as in Surefire
		System.exit(0);
	}

}
