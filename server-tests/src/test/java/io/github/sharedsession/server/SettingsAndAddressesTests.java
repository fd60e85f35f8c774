package io.github.sharedsession.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings and addresses travel between JVMs as JSON.
 */
class SettingsAndAddressesTests {

	private static final JsonMapper STRICT = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	@ParameterizedTest
	@MethodSource
	void surviveJson(Object data) {
		String json = STRICT.writeValueAsString(data);
		assertThat(STRICT.readValue(json, data.getClass())).isEqualTo(data);
	}

	static Stream<Object> surviveJson() {
		Path directory = Path.of("/tmp/server");
		return Stream.of(
				PostgresServer.Settings.defaults()
					.withServerConfig("max_connections", "5")
					.withLocale("de_DE")
					.withStartLimit(Duration.ofSeconds(5)),
				new PostgresServer.Address("jdbc:postgresql://127.0.0.1:5/postgres", "postgres", "secret", directory),
				RedisServer.Settings.defaults().withConfig("databases", "5").withStartLimit(Duration.ofSeconds(5)),
				new RedisServer.Address("127.0.0.1", 5, "secret", directory),
				H2Server.Settings.defaults().withOption("MODE", "MySQL"),
				new H2Server.Address("jdbc:h2:tcp://127.0.0.1:5/name", "sa", "secret"),
				HttpStubServer.Settings.defaults().withStubs("classpath:*.json"),
				new HttpStubServer.Address("127.0.0.1", 5),
				LdapServer.Settings.of("dc=example").withLdif("classpath:users.ldif").withSchemaChecked(),
				new LdapServer.Address("ldap://127.0.0.1:5", "dc=example", "cn=admin", "secret"),
				SmtpServer.Settings.defaults().withUser("ann@example.com", "secret"),
				new SmtpServer.Address("127.0.0.1", 5, 6),
				SpringApplicationServer.Settings.of(SettingsAndAddressesTests.class)
					.withProperty("name", "value")
					.withArguments("--name=value"),
				new SpringApplicationServer.Address("http://127.0.0.1:5", "127.0.0.1", 5));
	}

}
