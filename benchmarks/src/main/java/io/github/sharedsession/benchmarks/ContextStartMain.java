package io.github.sharedsession.benchmarks;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.management.OperatingSystemMXBean;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fork that runs one test class and tells what it took until the test ran. Also runs
 * without the library on the class path.
 */
public final class ContextStartMain {

	private static final AtomicReference<Cost> REACHED = new AtomicReference<>();

	private ContextStartMain() {
	}

	/**
	 * To be called by the test.
	 */
	public static void reached() {
		REACHED.set(Cost.now());
	}

	/**
	 * Run a test class.
	 * @param args the test class, and if given a type with a value to write as JSON and
	 * to read back
	 */
	public static void main(String[] args) throws Exception {
		Cost start = Cost.now();
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
			Cost cost = Objects.requireNonNull(REACHED.get()).since(start);
			if (args.length > 1) {
				Cost before = Cost.now();
				useJson(Class.forName(args[1]));
				cost = cost.and(Cost.now().since(before));
			}
			answers.println("started " + cost);
			// It is killed, as what it has made is of no interest
			System.in.read();
		}
	}

	private static void useJson(Class<?> type) throws ReflectiveOperationException {
		Object value = type.getDeclaredConstructor(String.class, int.class).newInstance("localhost", 5432);
		JsonMapper mapper = JsonMapper.builder().findAndAddModules(type.getClassLoader()).build();
		mapper.readValue(mapper.writeValueAsBytes(value), type);
	}

	/**
	 * What it took so far, in nanoseconds.
	 *
	 * @param wall the time that has passed
	 * @param process processor time of all threads
	 * @param thread that of the thread which runs the tests
	 */
	private record Cost(long wall, long process, long thread) {

		static Cost now() {
			return new Cost(System.nanoTime(),
					ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
					ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
		}

		Cost since(Cost start) {
			return new Cost(this.wall - start.wall, this.process - start.process, this.thread - start.thread);
		}

		Cost and(Cost more) {
			return new Cost(this.wall + more.wall, this.process + more.process, this.thread + more.thread);
		}

		@Override
		public String toString() {
			return this.wall + " " + this.process + " " + this.thread;
		}

	}

}
