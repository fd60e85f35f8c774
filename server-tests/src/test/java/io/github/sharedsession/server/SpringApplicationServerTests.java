package io.github.sharedsession.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import io.github.sharedsession.server.application.GreetingApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SpringApplicationServer}.
 */
class SpringApplicationServerTests {

	private static final SpringApplicationServer.Settings SETTINGS = SpringApplicationServer.Settings
		.of(GreetingApplication.class);

	private final Path directory;

	SpringApplicationServerTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void servesUntilClosed() throws Exception {
		TestCreation<SpringApplicationServer.Address> creation = new TestCreation<>(this.directory);
		SpringApplicationServer server = new SpringApplicationServer();
		SpringApplicationServer.Address address = server.start(
				SETTINGS.withProperty("greeting", "good morning").withArguments("--server.servlet.context-path=/api"),
				creation);
		try {
			assertThat(address.url()).isEqualTo("http://127.0.0.1:" + address.port() + "/api");
			assertThat(get(address, "/greeting")).isEqualTo("good morning");
			assertThat(creation.logContent()).contains("Started GreetingApplication");
			Listeners.assertLoopbackOnly(address.port());
			assertThat(GreetingApplication.OPEN).hasValue(1);
		}
		finally {
			server.close();
		}
		assertThat(GreetingApplication.OPEN).hasValue(0);
		Listeners.assertNone(address.port());
	}

	@Test
	void whatIsMeantForTestsStaysOut() throws Exception {
		SpringApplicationServer server = new SpringApplicationServer();
		System.setProperty("server.port", "1");
		try {
			SpringApplicationServer.Address address = server.start(SETTINGS, new TestCreation<>(this.directory));
			assertThat(address.port()).isNotEqualTo(1);
			assertThat(get(address, "/test-beans")).isEqualTo("0");
		}
		finally {
			System.clearProperty("server.port");
			server.close();
		}
	}

	@Test
	void failureOfTheApplicationIsTheFailureOfTheStartAndInTheLog() throws Exception {
		TestCreation<SpringApplicationServer.Address> creation = new TestCreation<>(this.directory);
		SpringApplicationServer server = new SpringApplicationServer();
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> server.start(SETTINGS.withProperty("greeting", "none"), creation))
			.havingRootCause()
			.withMessage("There must be a greeting");
		assertThat(creation.logContent()).contains("There must be a greeting");
	}

	@Test
	void failureIsInTheLogWhenAnotherApplicationOwnsTheLogging() throws Exception {
		SpringApplicationServer first = new SpringApplicationServer();
		first.start(SETTINGS, new TestCreation<>(this.directory));
		try {
			TestCreation<SpringApplicationServer.Address> creation = new TestCreation<>(this.directory);
			SpringApplicationServer second = new SpringApplicationServer();
			assertThatExceptionOfType(Exception.class)
				.isThrownBy(() -> second.start(SETTINGS.withProperty("greeting", "none"), creation));
			assertThat(creation.logContent()).contains("There must be a greeting");
		}
		finally {
			first.close();
		}
	}

	@Test
	void applicationWithoutAPortIsRefusedAndClosed() throws Exception {
		SpringApplicationServer server = new SpringApplicationServer();
		TestCreation<SpringApplicationServer.Address> creation = new TestCreation<>(this.directory);
		assertThatIllegalStateException()
			.isThrownBy(() -> server.start(SETTINGS.withProperty("spring.main.web-application-type", "none"), creation))
			.withMessageContaining(GreetingApplication.class.getName())
			.withMessageContaining("no web server");
		assertThat(GreetingApplication.OPEN).hasValue(0);
	}

	@Test
	void applicationIsLoadedByName() throws Exception {
		SpringApplicationServer.Settings settings = new SpringApplicationServer.Settings("com.example.Missing",
				SETTINGS.properties(), SETTINGS.arguments(), SETTINGS.startLimit());
		SpringApplicationServer server = new SpringApplicationServer();
		TestCreation<SpringApplicationServer.Address> creation = new TestCreation<>(this.directory);
		assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> server.start(settings, creation))
			.withMessageContaining("com.example.Missing");
	}

	private static String get(SpringApplicationServer.Address address, String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(address.url() + path)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
	}

}
