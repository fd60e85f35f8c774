package io.github.sharedsession.jdbc;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration for Flyway in an application that has no {@code DataSource}, as with
 * R2DBC: it looks at the shared database, not at the one of {@code spring.flyway.url}.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class, before = FlywayAutoConfiguration.class)
@ConditionalOnClass({ FlywayConnectionDetails.class, JdbcConnectionDetails.class })
@Conditional(OnSharedDatabaseCondition.class)
@ConditionalOnMissingBean({ DataSource.class, FlywayConnectionDetails.class })
public class SharedDatabaseFlywayAutoConfiguration {

	/**
	 * Create a new auto-configuration.
	 */
	public SharedDatabaseFlywayAutoConfiguration() {
	}

	@Bean
	FlywayConnectionDetails sharedDatabaseFlywayConnectionDetails(JdbcConnectionDetails details) {
		return new FlywayConnectionDetails() {

			@Override
			public @Nullable String getUsername() {
				return details.getUsername();
			}

			@Override
			public @Nullable String getPassword() {
				return details.getPassword();
			}

			@Override
			public String getJdbcUrl() {
				return details.getJdbcUrl();
			}

		};
	}

}
