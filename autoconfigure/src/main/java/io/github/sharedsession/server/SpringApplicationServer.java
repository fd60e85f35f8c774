package io.github.sharedsession.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Any Spring Boot application with a web server, on a random port of the loopback
 * interface: another service that the application under test talks to, or the application
 * itself for tests that only speak HTTP.
 * <p>
 * The application runs in the JVM that starts it, with that JVM's class path: what
 * {@code application.properties} it finds there is what counts. It logs to the log of the
 * creation, unless another application in that JVM was there first and has set up the
 * logging. It ends with its JVM.
 */
public class SpringApplicationServer
		implements HostedServer<SpringApplicationServer.Settings, SpringApplicationServer.Address> {

	private @Nullable ConfigurableApplicationContext context;

	/**
	 * Create a server that is not started.
	 */
	public SpringApplicationServer() {
	}

	@Override
	public Address start(Settings settings, Creation<Address> creation) throws Exception {
		Class<?> type = ClassUtils.forName(settings.application(), null);
		SpringApplication application = new SpringApplication(type);
		application.setMainApplicationClass(type);
		application.setBannerMode(Banner.Mode.OFF);
		// Its end is close(), which waits for those who use it
		application.setRegisterShutdownHook(false);
		ConfigurableApplicationContext context;
		try {
			context = run(application, arguments(settings, creation));
		}
		catch (Exception ex) {
			logFailure(creation.log(), ex);
			throw ex;
		}
		try {
			Address address = address(settings, context.getEnvironment());
			awaitReady(settings, address);
			this.context = context;
			return address;
		}
		catch (Throwable ex) {
			context.close();
			throw ex;
		}
	}

	/**
	 * Arguments go before every other source of properties: before what the test class
	 * path has for the application under test, and before this JVM's system properties.
	 */
	private static String[] arguments(Settings settings, Creation<Address> creation) {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("server.port", "0");
		properties.put("server.address", Loopback.HOST);
		properties.put("logging.file.name", creation.log().toAbsolutePath().toString());
		properties.put("logging.register-shutdown-hook", "false");
		properties.putAll(settings.properties());
		List<String> arguments = new ArrayList<>();
		properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		arguments.addAll(settings.arguments());
		return arguments.toArray(String[]::new);
	}

	/**
	 * Runs on a thread of its own, as the restarts of Spring Boot's developer tools take
	 * hold of the thread named "main".
	 */
	private static ConfigurableApplicationContext run(SpringApplication application, String[] arguments)
			throws Exception {
		FutureTask<ConfigurableApplicationContext> run = new FutureTask<>(() -> application.run(arguments));
		Thread thread = new Thread(run, "shared-session-application");
		thread.setContextClassLoader(ClassUtils.getDefaultClassLoader());
		thread.start();
		try {
			return run.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
		catch (InterruptedException ex) {
			run.cancel(true);
			throw ex;
		}
	}

	/**
	 * An application leaves the logging of this JVM as it is while another one is open,
	 * and then has no file of its own.
	 */
	private static void logFailure(Path log, Exception failure) throws IOException {
		if (Files.notExists(log)) {
			StringWriter trace = new StringWriter();
			failure.printStackTrace(new PrintWriter(trace));
			Files.writeString(log, trace.toString());
		}
	}

	private static Address address(Settings settings, Environment environment) {
		Integer port = environment.getProperty("local.server.port", Integer.class);
		if (port == null) {
			throw new IllegalStateException("The application " + settings.application()
					+ " has started, but has no web server: it needs one on the class path, and "
					+ "spring.main.web-application-type must not be 'none'.");
		}
		boolean secure = environment.containsProperty("server.ssl.bundle")
				|| environment.containsProperty("server.ssl.key-store")
				|| environment.containsProperty("server.ssl.certificate");
		String path = environment.getProperty("server.servlet.context-path",
				environment.getProperty("spring.webflux.base-path", ""));
		String host = environment.getProperty("server.address", Loopback.HOST);
		return new Address((secure ? "https://" : "http://") + host + ":" + port + path, host, port);
	}

	private static void awaitReady(Settings settings, Address address) throws Exception {
		Backoff.await(settings.startLimit(),
				() -> "Port " + address.port() + " of the application " + settings.application() + " does not answer",
				() -> {
					try (Socket socket = new Socket()) {
						socket.connect(new InetSocketAddress(address.host(), address.port()), 5000);
						return true;
					}
					catch (IOException ex) {
						return false;
					}
				});
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	/**
	 * What to start. Immutable; each {@code with} method returns a changed copy.
	 *
	 * @param application the name of the application's class
	 * @param properties properties of the application by name
	 * @param arguments further arguments of the application
	 * @param startLimit how long the port may take to answer once the application is up
	 */
	public record Settings(String application, Map<String, String> properties, List<String> arguments,
			Duration startLimit) {

		/**
		 * Create settings.
		 * @param application the name of the application's class
		 * @param properties properties of the application by name
		 * @param arguments further arguments of the application
		 * @param startLimit how long the port may take to answer
		 */
		public Settings {
			properties = Collections.unmodifiableMap(new TreeMap<>(properties));
			arguments = List.copyOf(arguments);
		}

		/**
		 * An application with no properties of its own, and 30 seconds for its port to
		 * answer.
		 * @param application the class that is annotated with
		 * {@code @SpringBootApplication}
		 * @return new settings
		 */
		public static Settings of(Class<?> application) {
			return new Settings(application.getName(), Map.of(), List.of(), Duration.ofSeconds(30));
		}

		/**
		 * Return settings with one more property, which goes before all other sources.
		 * @param name the name of the property
		 * @param value its value
		 * @return new settings
		 */
		public Settings withProperty(String name, String value) {
			Map<String, String> properties = new TreeMap<>(this.properties);
			properties.put(name, value);
			return new Settings(this.application, properties, this.arguments, this.startLimit);
		}

		/**
		 * Return settings with further arguments, as on the application's command line.
		 * @param arguments the arguments
		 * @return new settings
		 */
		public Settings withArguments(String... arguments) {
			List<String> all = new ArrayList<>(this.arguments);
			all.addAll(List.of(arguments));
			return new Settings(this.application, this.properties, all, this.startLimit);
		}

	}

	/**
	 * Where the application is.
	 *
	 * @param url the base URL with the application's context path, without a slash at its
	 * end
	 * @param host the address it listens on
	 * @param port the port
	 */
	public record Address(String url, String host, int port) {

	}

}
