package io.github.sharedsession.jdbc;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
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
 * Auto-configuration for Flyway: it looks at the shared database, not at the one of
 * {@code spring.flyway.url}, and not as {@code spring.flyway.user}, whom the shared
 * database doesn't know.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class, before = FlywayAutoConfiguration.class)
@ConditionalOnClass({ FlywayConnectionDetails.class, JdbcConnectionDetails.class })
@Conditional(OnSharedDatabaseCondition.class)
@ConditionalOnMissingBean(FlywayConnectionDetails.class)
public class SharedDatabaseFlywayAutoConfiguration {

	/**
	 * Create a new auto-configuration.
	 */
	public SharedDatabaseFlywayAutoConfiguration() {
	}

	@Bean
	FlywayConnectionDetails sharedDatabaseFlywayConnectionDetails(JdbcConnectionDetails details,
			ObjectProvider<DataSource> dataSource) {
		MigrationConnection connection = MigrationConnection.of(details, dataSource);
		return new FlywayConnectionDetails() {

			@Override
			public @Nullable String getUsername() {
				return connection.username();
			}

			@Override
			public @Nullable String getPassword() {
				return connection.password();
			}

			@Override
			public @Nullable String getJdbcUrl() {
				return connection.url();
			}

		};
	}

}
