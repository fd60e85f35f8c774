package io.github.sharedsession.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.management.OperatingSystemMXBean;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;

/**
 * A fork that runs one test class, tells how long it took until the test ran, and then
 * starts that test's context again whenever it is told to. Also runs without the library
 * on the class path.
 */
public final class ContextStartMain {

	private static final AtomicLong REACHED = new AtomicLong();

	private ContextStartMain() {
	}

	/**
	 * To be called by the test.
	 */
	public static void reached() {
		REACHED.set(System.nanoTime());
	}

	/**
	 * Run a test class.
	 * @param args the test class, and if given a type with a value to write as JSON and
	 * to read back
	 */
	public static void main(String[] args) throws Exception {
		long start = System.nanoTime();
		PrintStream answers = System.out;
		System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
		Class<?> testClass = Class.forName(args[0]);
		try (LauncherSession session = LauncherFactory.openSession()) {
			SummaryGeneratingListener listener = new SummaryGeneratingListener();
			session.getLauncher()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(DiscoverySelectors.selectClass(testClass))
					.build(), listener);
			if (listener.getSummary().getTestsSucceededCount() != 1) {
				throw new IllegalStateException("The test failed",
						listener.getSummary().getFailures().get(0).getException());
			}
			long json = (args.length > 1) ? useJson(Class.forName(args[1])) : 0;
			answers.println("started " + (REACHED.get() - start + json) + " " + cpuTime());
			answerCommands(testClass, answers);
		}
	}

	private static long cpuTime() {
		return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
	}

	private static long useJson(Class<?> type) throws ReflectiveOperationException {
		Object value = type.getDeclaredConstructor(String.class, int.class).newInstance("localhost", 5432);
		long start = System.nanoTime();
		JsonMapper mapper = JsonMapper.builder().findAndAddModules(type.getClassLoader()).build();
		mapper.readValue(mapper.writeValueAsBytes(value), type);
		return System.nanoTime() - start;
	}

	private static void answerCommands(Class<?> testClass, PrintStream answers) throws IOException {
		TestContextManager manager = new TestContextManager(testClass);
		try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			while (commands.readLine() != null) {
				manager.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
				long start = System.nanoTime();
				long cpuStart = cpuTime();
				manager = new TestContextManager(testClass);
				manager.getTestContext().getApplicationContext();
				answers.println("started " + (System.nanoTime() - start) + " " + (cpuTime() - cpuStart));
			}
		}
	}

}
