package io.github.sharedsession.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE shows of the properties.
 */
class ConfigurationMetadataTests {

	@Test
	void everyPropertyHasDescription() throws IOException {
		Map<String, JsonNode> properties = properties();
		List<String> names = names("shared-session.", SharedSessionProperties.class).toList();
		assertThat(properties).containsOnlyKeys(names);
		assertThat(properties).allSatisfy((name, property) -> {
			assertThat(ConfigurationPropertyName.isValid(name)).isTrue();
			assertThat(property.path("description").asString("")).isNotBlank();
			assertThat(property.path("type").asString("")).isNotBlank();
		});
	}

	@Test
	void defaultsAreShown() throws IOException {
		Map<String, JsonNode> properties = properties();
		assertThat(property(properties, "enabled").path("defaultValue").asBoolean(false)).isTrue();
		assertThat(property(properties, "wait-timeout").path("defaultValue").asString("")).isEqualTo("5m");
		assertThat(property(properties, "linger").path("defaultValue").asString("")).isEqualTo("2s");
	}

	private static Stream<String> names(String prefix, Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).flatMap((component) -> {
			String name = prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			return component.getType().isRecord() ? names(name + ".", component.getType()) : Stream.of(name);
		});
	}

	private static JsonNode property(Map<String, JsonNode> properties, String name) {
		return Objects.requireNonNull(properties.get("shared-session." + name));
	}

	private static Map<String, JsonNode> properties() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		for (URL url : Collections.list(ConfigurationMetadataTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream stream = url.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(stream).path("properties")) {
					String name = property.path("name").asString("");
					if (name.startsWith("shared-session.")) {
						properties.put(name, property);
					}
				}
			}
		}
		return properties;
	}

}
