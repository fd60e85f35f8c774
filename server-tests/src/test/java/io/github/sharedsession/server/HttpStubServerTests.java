package io.github.sharedsession.server;

import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import com.github.tomakehurst.wiremock.client.WireMock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpStubServer}.
 */
class HttpStubServerTests {

	private final Path directory;

	HttpStubServerTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void answersWithStubsOfFilesAndOfTests() throws Exception {
		Files.writeString(this.directory.resolve("hello.json"),
				"{\"request\": {\"url\": \"/hello\"}, \"response\": {\"body\": \"from a file\"}}");
		HttpStubServer server = new HttpStubServer();
		HttpStubServer.Address address = server.start(
				HttpStubServer.Settings.defaults().withStubs(this.directory.toUri() + "*.json"),
				new TestCreation<>(this.directory));
		try {
			assertThat(get(address, "/hello")).isEqualTo("from a file");
			WireMock client = new WireMock(address.host(), address.port());
			client.register(WireMock.get("/more").willReturn(WireMock.ok("from a test")));
			assertThat(get(address, "/more")).isEqualTo("from a test");
			client.verifyThat(1, WireMock.getRequestedFor(WireMock.urlEqualTo("/hello")));
			Listeners.assertLoopbackOnly(address.port());
		}
		finally {
			server.close();
		}
		Listeners.assertNone(address.port());
	}

	@Test
	void missingStubFailsTheStart() throws Exception {
		HttpStubServer server = new HttpStubServer();
		TestCreation<HttpStubServer.Address> creation = new TestCreation<>(this.directory);
		assertThatExceptionOfType(FileNotFoundException.class).isThrownBy(
				() -> server.start(HttpStubServer.Settings.defaults().withStubs("classpath:no/such.json"), creation));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> server
				.start(HttpStubServer.Settings.defaults().withStubs(this.directory.toUri() + "*.json"), creation))
			.withMessageContaining("no stub");
	}

	private static String get(HttpStubServer.Address address, String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(address.url() + path)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
	}

}
