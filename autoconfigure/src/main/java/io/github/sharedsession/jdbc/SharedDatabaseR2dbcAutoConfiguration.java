package io.github.sharedsession.jdbc;

import io.r2dbc.spi.ConnectionFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration for R2DBC: where the only database of a context is a shared one,
 * Spring Boot's {@code ConnectionFactory} connects to it without any property.
 */
@AutoConfiguration(before = R2dbcAutoConfiguration.class)
@ConditionalOnClass({ ConnectionFactory.class, R2dbcConnectionDetails.class, JdbcConnectionDetails.class })
@Conditional(OnSharedDatabaseCondition.class)
public class SharedDatabaseR2dbcAutoConfiguration {

	/**
	 * Create a new auto-configuration.
	 */
	public SharedDatabaseR2dbcAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean({ R2dbcConnectionDetails.class, ConnectionFactory.class })
	R2dbcConnectionDetails sharedDatabaseR2dbcConnectionDetails(JdbcConnectionDetails details) {
		return () -> ReactiveConnections.options(details);
	}

	@Bean
	static ConnectionFactoryRoutes sharedDatabaseConnectionFactoryRoutes(
			ObjectProvider<JdbcConnectionDetails> details) {
		return new ConnectionFactoryRoutes(details);
	}

}
