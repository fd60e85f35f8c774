package io.github.sharedsession.bean;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that runs tests which run launchers themselves: for each way of its arguments, a
 * launcher session of the JVM.
 */
final class LauncherSessionMain {

	private static volatile Way way = Way.EXECUTE;

	private LauncherSessionMain() {
	}

	/**
	 * Run all ways, one after the other.
	 * @param args root directory
	 */
	public static void main(String[] args) {
		System.setProperty("shared-session.directory", args[0]);
		System.setProperty("shared-session.linger", "0s");
		System.out.println("ready");
		for (Way each : Way.values()) {
			way = each;
			SummaryGeneratingListener listener = new SummaryGeneratingListener();
			try (LauncherSession session = LauncherFactory.openSession()) {
				session.getLauncher().execute(request(OuterCase.class, each.name()), listener);
			}
			listener.getSummary().printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
			System.out.println(each + " succeeded " + listener.getSummary().getTestsSucceededCount());
		}
		System.out.println("done");
	}

	private static LauncherDiscoveryRequest request(Class<?> testClass, String parameter) {
		return LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(testClass))
			.configurationParameter("launcher-session-main", parameter)
			.build();
	}

	private static void execute(Class<?> testClass) {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request(testClass, "inner"), listener);
		assertThat(listener.getSummary().getTestsSucceededCount()).isOne();
	}

	private static void inThreads(int count, Class<?> testClass) throws InterruptedException {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		List<Thread> threads = IntStream.range(0, count)
			.mapToObj((number) -> new Thread(() -> execute(testClass)))
			.toList();
		threads.forEach((thread) -> thread.setUncaughtExceptionHandler((failed, ex) -> failure.set(ex)));
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(failure.get()).isNull();
	}

	private static ApplicationContext contextOf(Class<?> testClass) throws Exception {
		TestContextManager manager = new TestContextManager(testClass);
		ApplicationContext context = manager.getTestContext().getApplicationContext();
		manager.afterTestClass();
		return context;
	}

	/** Called by its name, on a class of another class loader. */
	static void executeTrivial() {
		execute(TrivialCase.class);
	}

	private static void inOtherClassLoader() throws IOException, ReflectiveOperationException {
		URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.map(LauncherSessionMain::url)
			.toArray(URL[]::new);
		Thread thread = Thread.currentThread();
		ClassLoader original = thread.getContextClassLoader();
		try (URLClassLoader other = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(other);
			Method method = other.loadClass(LauncherSessionMain.class.getName()).getDeclaredMethod("executeTrivial");
			method.setAccessible(true);
			method.invoke(null);
		}
		finally {
			thread.setContextClassLoader(original);
		}
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** How a test runs a launcher. */
	enum Way {

		EXECUTE {

			@Override
			void run() {
				execute(TrivialCase.class);
			}

		},

		SESSION {

			@Override
			void run() {
				try (LauncherSession session = LauncherFactory.openSession()) {
					session.getLauncher().execute(request(TrivialCase.class, "inner"));
					session.getLauncher().execute(request(TrivialCase.class, "inner, again"));
				}
			}

		},

		TWICE {

			@Override
			void run() {
				execute(TrivialCase.class);
				execute(TrivialCase.class);
			}

		},

		NESTED {

			@Override
			void run() {
				execute(NestingCase.class);
			}

		},

		USING_SHARED_BEANS {

			@Override
			void run() {
				execute(UsingCase.class);
			}

		},

		OTHER_THREAD {

			@Override
			void run() throws InterruptedException {
				inThreads(1, TrivialCase.class);
			}

		},

		PARALLEL {

			@Override
			void run() throws InterruptedException {
				PairCase.both = new CountDownLatch(2);
				inThreads(2, PairCase.class);
			}

		},

		OTHER_CLASS_LOADER {

			@Override
			void run() throws Exception {
				inOtherClassLoader();
			}

		};

		abstract void run() throws Exception;

	}

	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class OuterCase {

		@Test
		@Order(1)
		void usesSharedBean() throws Exception {
			assertThat(contextOf(FirstContext.class).getBean(String.class)).isEqualTo("shared");
		}

		@Test
		@Order(2)
		void runsLauncher() throws Exception {
			way.run();
		}

		@Test
		@Order(3)
		void stillHasItsContextAndGetsAnother() throws Exception {
			assertThat(contextOf(FirstContext.class).getBean(String.class)).isEqualTo("shared");
			assertThat(contextOf(SecondContext.class).getBean(Integer.class)).isEqualTo(42);
			System.out.println(way + " goes on with " + TestRun.parameter("launcher-session-main").orElse("nothing"));
		}

	}

	static class TrivialCase {

		@Test
		void nothing() {
		}

	}

	static class NestingCase {

		@Test
		void runsLauncher() {
			execute(TrivialCase.class);
		}

	}

	static class UsingCase {

		@Test
		void usesSharedBean() throws Exception {
			assertThat(contextOf(FirstContext.class).getBean(String.class)).isEqualTo("shared");
		}

	}

	static class PairCase {

		static volatile CountDownLatch both = new CountDownLatch(0);

		@Test
		void isOneOfTwo() throws InterruptedException {
			both.countDown();
			both.await();
		}

	}

	@SpringJUnitConfig(FirstConfiguration.class)
	static class FirstContext {

	}

	@SpringJUnitConfig({ FirstConfiguration.class, SecondConfiguration.class })
	@TestPropertySource(properties = "launcher-session-main=second")
	static class SecondContext {

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstConfiguration {

		@SharedSessionBean
		static SharedBean<String, String> text() {
			return SharedBean.createdBy(() -> {
				System.out.println(way + " created");
				return "shared";
			}).destroyedBy((value) -> System.out.println(way + " destroyed"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondConfiguration {

		@SharedSessionBean
		static int number() {
			return 42;
		}

	}

}
