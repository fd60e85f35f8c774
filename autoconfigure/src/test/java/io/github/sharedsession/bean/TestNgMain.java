package io.github.sharedsession.bean;

import java.io.IOException;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.core.MemberProcess;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import org.testng.annotations.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.testng.AbstractTestNGSpringContextTests;

/**
 * A JVM that runs tests with TestNG, and so without any JUnit launcher. Tells what
 * happens on its standard output, a line each, and ends when its standard input does.
 */
final class TestNgMain {

	private TestNgMain() {
	}

	static MemberProcess start(String root) {
		return MemberProcess.start(TestNgMain.class, List.of(root));
	}

	/**
	 * Run the tests.
	 * @param args root directory
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("shared-session.directory", args[0]);
		System.setProperty("shared-session.linger", "0s");
		System.out.println("ready");
		TestListenerAdapter results = new TestListenerAdapter();
		TestNG testng = new TestNG(false);
		testng.setVerbose(0);
		testng.addListener(results);
		testng.setTestClasses(new Class<?>[] { First.class, Second.class });
		testng.run();
		results.getFailedTests().forEach(TestNgMain::print);
		int all = results.getPassedTests().size() + results.getFailedTests().size() + results.getSkippedTests().size();
		System.out.println("ran " + results.getPassedTests().size() + " of " + all);
		System.in.read();
	}

	private static void print(ITestResult failure) {
		failure.getThrowable().printStackTrace(System.out);
	}

	/** Public, as all that TestNG calls. */
	@ContextConfiguration(classes = Config.class)
	public static class First extends AbstractTestNGSpringContextTests {

		@Autowired
		@SuppressWarnings("NullAway.Init")
		private Client client;

		@Test
		public void sees() {
			System.out.println("sees " + this.client.index().name());
		}

	}

	/** In a context of its own. */
	@TestPropertySource(properties = "another=context")
	public static class Second extends First {

	}

	@Configuration(proxyBeanMethods = false)
	static class Config {

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> new Index("made by " + ProcessHandle.current().pid()))
				.connectedBy(Client::new)
				.destroyedBy((index) -> System.out.println("destroyed"));
		}

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		AutoCloseable live() {
			return () -> System.out.println("closed");
		}

	}

}
