package io.github.sharedsession.jdbc;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration for Liquibase: it looks at the shared database, not at the one of
 * {@code spring.liquibase.url}, and not as {@code spring.liquibase.user}, whom the shared
 * database doesn't know.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class, before = LiquibaseAutoConfiguration.class)
@ConditionalOnClass({ LiquibaseConnectionDetails.class, JdbcConnectionDetails.class })
@Conditional(OnSharedDatabaseCondition.class)
@ConditionalOnMissingBean(LiquibaseConnectionDetails.class)
public class SharedDatabaseLiquibaseAutoConfiguration {

	/**
	 * Create a new auto-configuration.
	 */
	public SharedDatabaseLiquibaseAutoConfiguration() {
	}

	@Bean
	LiquibaseConnectionDetails sharedDatabaseLiquibaseConnectionDetails(JdbcConnectionDetails details,
			ObjectProvider<DataSource> dataSource) {
		MigrationConnection connection = MigrationConnection.of(details, dataSource);
		return new LiquibaseConnectionDetails() {

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
