package io.github.sharedsession.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.github.sharedsession.autoconfigure.SharedSessionProperties.Cache;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Database;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Enabled;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Jdbc;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Keep;
import io.github.sharedsession.autoconfigure.SharedSessionProperties.Store;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SharedSessionAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withSystemProperties("shared-session.directory")
		.withConfiguration(AutoConfigurations.of(SharedSessionAutoConfiguration.class));

	@Test
	void isListedAsAutoConfiguration() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(SharedSessionAutoConfiguration.class.getName());
	}

	@Test
	void propertiesHaveDefaults() {
		this.runner.run((context) -> assertThat(context.getBean(SharedSessionProperties.class))
			.isEqualTo(new SharedSessionProperties(Enabled.TRUE, null, null, Duration.ofMinutes(5),
					Duration.ofSeconds(2), true, null, true, new Database(Keep.NONE), new Cache(Duration.ofDays(30), 3),
					Store.FILE, new Jdbc(null, null, null))));
	}

	@Test
	void propertiesAreBound() {
		this.runner
			.withPropertyValues("shared-session.enabled=false", "shared-session.id=some",
					"shared-session.directory=/some/where", "shared-session.wait-timeout=90s",
					"shared-session.linger=1m", "shared-session.host=false", "shared-session.host-options=-Xmx1g",
					"shared-session.report=false", "shared-session.database.keep=failed",
					"shared-session.cache.max-age=7d", "shared-session.cache.max-entries=1",
					"shared-session.store=jdbc", "shared-session.jdbc.url=jdbc:postgresql://localhost/db",
					"shared-session.jdbc.username=user", "shared-session.jdbc.password=secret")
			.run((context) -> assertThat(context.getBean(SharedSessionProperties.class))
				.isEqualTo(new SharedSessionProperties(Enabled.FALSE, "some", Path.of("/some/where"),
						Duration.ofSeconds(90), Duration.ofMinutes(1), false, "-Xmx1g", false,
						new Database(Keep.FAILED), new Cache(Duration.ofDays(7), 1), Store.JDBC,
						new Jdbc("jdbc:postgresql://localhost/db", "user", "secret"))));
	}

}
