package io.github.sharedsession.bean;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.host.LedgerServer;
import io.github.sharedsession.host.LedgerServer.Address;
import io.github.sharedsession.host.LedgerServer.Settings;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/**
 * A JVM that runs a test class that uses a hosted server, as the worker of a build daemon
 * or the one that an IDE starts: takes commands on its standard input and tells what
 * happens on its standard output, a line each.
 * <p>
 * {@code run}, {@code end}.
 */
final class WorkerMain {

	private WorkerMain() {
	}

	/**
	 * Run a worker.
	 * @param args root directory, time to linger, ledger
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("shared-session.directory", args[0]);
		System.setProperty("shared-session.linger", args[1]);
		System.setProperty("worker.ledger", args[2]);
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		System.out.println("ready");
		for (String line = commands.readLine(); "run".equals(line); line = commands.readLine()) {
			SummaryGeneratingListener listener = new SummaryGeneratingListener();
			try (LauncherSession session = LauncherFactory.openSession()) {
				session.getLauncher()
					.execute(LauncherDiscoveryRequestBuilder.request()
						.selectors(DiscoverySelectors.selectClass(ServerUser.class))
						.build(), listener);
				System.out.println("ran " + listener.getSummary().getTestsSucceededCount());
				listener.getSummary().printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
				commands.readLine();
			}
			System.out.println("ended");
		}
	}

	@SpringJUnitConfig(ServerConfiguration.class)
	static class ServerUser {

		@Test
		void usesServer(@Autowired Address address) {
			System.out.println("uses " + address.generation() + " " + address.pid());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@SharedSessionBean
		static SharedBean<Address, Address> server() {
			return SharedBean.hosted(LedgerServer.class,
					new Settings("server", Path.of(System.getProperty("worker.ledger")), Set.of()));
		}

	}

}
