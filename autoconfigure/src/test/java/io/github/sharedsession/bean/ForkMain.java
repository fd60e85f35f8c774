package io.github.sharedsession.bean;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.sharedsession.ConditionalOnForkNumber;
import io.github.sharedsession.ConditionalOnParallelTests;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.core.session.JvmEnd;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;

/**
 * A JVM that starts contexts as a fork does: takes commands on its standard input and
 * tells what happens on its standard output, a line each.
 * <p>
 * {@code context}, {@code end}.
 */
final class ForkMain {

	private ForkMain() {
	}

	/**
	 * Start a fork.
	 * @param label {@code -jvmRunN} as in the command line of a numbered fork,
	 * {@code GradleWorkerMain Gradle Test Executor N} as in that of Gradle, or anything
	 * else
	 */
	static MemberProcess start(String root, String label) {
		return MemberProcess.start(ForkMain.class, List.of(root, label));
	}

	/**
	 * Run a fork.
	 * @param args root directory, label
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("shared-session.directory", args[0]);
		System.setProperty("shared-session.linger", "0s");
		if (args[1].startsWith("GradleWorkerMain")) {
			System.setProperty("org.gradle.test.worker", args[1].substring(args[1].lastIndexOf(' ') + 1));
		}
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		System.out.println("ready");
		for (String line = commands.readLine(); line != null && !line.equals("end"); line = commands.readLine()) {
			runner(GuardedConfig.class).withPropertyValues("shared-session.enabled=when-parallel").run((context) -> {
				List<String> names = Stream.of("parallel", "alone", "first", "second")
					.filter(context::containsBean)
					.toList();
				System.out.println("beans " + String.join(" ", names));
				System.out.println("made by " + context.getBean("maker"));
				System.out.println("own " + context.getBean(Own.class).name);
			});
		}
		JvmEnd.run();
		System.out.println("ended");
	}

	private static final class Own implements AutoCloseable {

		private static final AtomicInteger MADE = new AtomicInteger();

		private final String name = MADE.incrementAndGet() + "st of " + ProcessHandle.current().pid();

		@Override
		public void close() {
			System.out.println("own closed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GuardedConfig {

		@SharedSessionBean
		String maker() {
			return String.valueOf(ProcessHandle.current().pid());
		}

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		Own own() {
			return new Own();
		}

		@Bean
		@ConditionalOnParallelTests
		String parallel() {
			return "parallel";
		}

		@Bean
		@ConditionalOnParallelTests(false)
		String alone() {
			return "alone";
		}

		@Bean
		@ConditionalOnForkNumber(1)
		String first() {
			return "first";
		}

		@Bean
		@ConditionalOnForkNumber({ 2, 3 })
		String second() {
			return "second";
		}

	}

}
