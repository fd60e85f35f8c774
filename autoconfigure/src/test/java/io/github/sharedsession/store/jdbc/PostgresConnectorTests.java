package io.github.sharedsession.store.jdbc;

import java.nio.file.Path;

import io.github.sharedsession.SharedSessionConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the {@link PostgresConnector} on a class path without a driver.
 */
class PostgresConnectorTests {

	@Test
	void driverThatIsMissingIsNamed(@TempDir Path directory) {
		JdbcSettings settings = new JdbcSettings("jdbc:postgresql://localhost/db?user=a&password=secret", null, null);
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> JdbcStore.open(settings, directory.resolve("root"), (warning) -> {
			}))
			.withMessageContaining("no JDBC driver")
			.withMessageContaining("jdbc:postgresql://localhost/db.")
			.withMessageContaining("Add org.postgresql:postgresql")
			.withMessageNotContaining("secret");
	}

	@Test
	void settingsAreTextWithoutWhatIsSecret() {
		assertThat(new JdbcSettings("jdbc:postgresql://user:secret@host/db?password=secret", "user", "secret"))
			.hasToString("jdbc:postgresql://host/db");
	}

}
