package io.github.sharedsession.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.github.sharedsession.autoconfigure.SharedSessionProperties.Cache;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Database;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Enabled;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Jdbc;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Keep;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Redis;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Store;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties have the types and defaults that IDEs show.
 */
class SharedSessionPropertiesTests {

	@Test
	void propertiesHaveDefaults() {
		assertThat(bind(Map.of())).isEqualTo(new SharedSessionProperties(Enabled.TRUE, null, null,
				Duration.ofMinutes(5), Duration.ofSeconds(2), true, null, true, new Database(Keep.NONE),
				new Cache(Duration.ofDays(30), 3), Store.FILE, new Jdbc(null, null, null),
				new Redis(null, null, null, "shared-session", Duration.ofSeconds(10))));
	}

	@Test
	void propertiesAreBound() {
		assertThat(bind(Map.ofEntries(Map.entry("enabled", "false"), Map.entry("id", "some"),
				Map.entry("directory", "/some/where"), Map.entry("wait-timeout", "90s"), Map.entry("linger", "1m"),
				Map.entry("host", "false"), Map.entry("host-options", "-Xmx1g"), Map.entry("report", "false"),
				Map.entry("database.keep", "failed"), Map.entry("cache.max-age", "7d"),
				Map.entry("cache.max-entries", "1"), Map.entry("store", "jdbc"),
				Map.entry("jdbc.url", "jdbc:postgresql://localhost/db"), Map.entry("jdbc.username", "user"),
				Map.entry("jdbc.password", "secret"), Map.entry("redis.url", "redis://localhost"),
				Map.entry("redis.username", "user"), Map.entry("redis.password", "secret"),
				Map.entry("redis.key-prefix", "ci"), Map.entry("redis.lease", "20s"))))
			.isEqualTo(new SharedSessionProperties(Enabled.FALSE, "some", Path.of("/some/where"),
					Duration.ofSeconds(90), Duration.ofMinutes(1), false, "-Xmx1g", false, new Database(Keep.FAILED),
					new Cache(Duration.ofDays(7), 1), Store.JDBC,
					new Jdbc("jdbc:postgresql://localhost/db", "user", "secret"),
					new Redis("redis://localhost", "user", "secret", "ci", Duration.ofSeconds(20))));
	}

	private static SharedSessionProperties bind(Map<String, String> values) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		values.forEach((name, value) -> source.put("shared-session." + name, value));
		return new Binder(source).bindOrCreate("shared-session", SharedSessionProperties.class);
	}

}
