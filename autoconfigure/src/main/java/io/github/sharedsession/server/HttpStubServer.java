package io.github.sharedsession.server;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * WireMock on the loopback interface: an HTTP server with stubbed answers. Needs
 * {@code org.wiremock:wiremock-standalone}. Tests add stubs and look at requests with
 * WireMock's own client, {@code new WireMock(address.host(), address.port())}.
 * <p>
 * The server lives in the JVM that starts it and ends with it.
 */
public class HttpStubServer implements HostedServer<HttpStubServer.Settings, HttpStubServer.Address> {

	private @Nullable WireMockServer server;

	/**
	 * Create a server that is not started.
	 */
	public HttpStubServer() {
	}

	@Override
	public Address start(Settings settings, Creation<Address> creation) throws Exception {
		Library.require(HttpStubServer.class, "com.github.tomakehurst.wiremock.WireMockServer",
				"org.wiremock:wiremock-standalone");
		List<StubMapping> stubs = new ArrayList<>();
		for (String location : settings.stubs()) {
			stubs.addAll(read(location));
		}
		WireMockServer server = new WireMockServer(WireMockConfiguration.options()
			.bindAddress(Loopback.HOST)
			.dynamicPort()
			// Its default reads src/test/resources of whatever directory this JVM is in
			.usingFilesUnderDirectory(creation.directory().toString()));
		stubs.forEach(server::addStubMapping);
		server.start();
		this.server = server;
		return new Address(Loopback.HOST, server.port());
	}

	private static List<StubMapping> read(String location) throws Exception {
		Resource[] resources = new PathMatchingResourcePatternResolver().getResources(location);
		if (resources.length == 0) {
			throw new IllegalArgumentException("There is no stub at " + location);
		}
		List<StubMapping> stubs = new ArrayList<>();
		for (Resource resource : resources) {
			try (InputStream content = resource.getInputStream()) {
				stubs.add(StubMapping.buildFrom(new String(content.readAllBytes(), StandardCharsets.UTF_8)));
			}
		}
		return stubs;
	}

	@Override
	public void close() {
		if (this.server != null) {
			this.server.stop();
		}
	}

	/**
	 * What to start. Immutable; each {@code with} method returns a changed copy.
	 *
	 * @param stubs resource patterns of stub mappings in WireMock's JSON, one a file
	 */
	public record Settings(List<String> stubs) {

		/**
		 * Create settings.
		 * @param stubs resource patterns of stub mappings
		 */
		public Settings {
			stubs = List.copyOf(stubs);
		}

		/**
		 * A server without stubs.
		 * @return the default settings
		 */
		public static Settings defaults() {
			return new Settings(List.of());
		}

		/**
		 * Return settings with further stubs. To get a new server when a stub changes,
		 * add the same pattern to the recipe's {@code inputs}.
		 * @param pattern a resource pattern of stub mappings in WireMock's JSON, one a
		 * file, as {@code classpath:stubs/*.json}
		 * @return new settings
		 */
		public Settings withStubs(String pattern) {
			List<String> stubs = new ArrayList<>(this.stubs);
			stubs.add(pattern);
			return new Settings(stubs);
		}

	}

	/**
	 * Where the server is.
	 *
	 * @param host the address of the loopback interface
	 * @param port the port
	 */
	public record Address(String host, int port) {

		/**
		 * Return the base URL.
		 * @return the URL, without a slash at its end
		 */
		public String url() {
			return "http://" + this.host + ":" + this.port;
		}

	}

}
