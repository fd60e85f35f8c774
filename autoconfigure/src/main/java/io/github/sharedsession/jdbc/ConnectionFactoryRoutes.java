package io.github.sharedsession.jdbc;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Wrapped;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.r2dbc.OptionsCapableConnectionFactory;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Puts a {@link RoutingConnectionFactory} before the {@code ConnectionFactory} of a
 * context that connects to a database which tests change. It is the first post-processor,
 * so that those which trace or log wrap the route and see every database.
 */
final class ConnectionFactoryRoutes implements BeanPostProcessor, PriorityOrdered {

	private static final Log logger = LogFactory.getLog(ConnectionFactoryRoutes.class);

	private static final String POOLS = "io.r2dbc.pool.";

	private final ObjectProvider<JdbcConnectionDetails> details;

	ConnectionFactoryRoutes(ObjectProvider<JdbcConnectionDetails> details) {
		this.details = details;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof ConnectionFactory factory && !leadsThroughRoute(factory)
				&& this.details.getObject() instanceof DatabaseConnectionDetails shared && shared.isChanging()
				&& connectsTo(factory, shared, beanName)) ? new RoutingConnectionFactory(factory, shared) : bean;
	}

	/** Wraps a bean that has its route, and remembers no connections. */
	private static boolean leadsThroughRoute(@Nullable Object factory) {
		return factory instanceof RoutingConnectionFactory || (factory instanceof Wrapped<?> wrapped
				&& !factory.getClass().getName().startsWith(POOLS) && leadsThroughRoute(wrapped.unwrap()));
	}

	private static boolean connectsTo(ConnectionFactory factory, JdbcConnectionDetails details, String beanName) {
		OptionsCapableConnectionFactory capable = OptionsCapableConnectionFactory.unwrapFrom(factory);
		if (capable == null) {
			logger
				.warn("The ConnectionFactory bean '" + beanName + "' doesn't tell where it leads, and can't be led to "
						+ "the databases of tests. Build it with Spring Boot's ConnectionFactoryBuilder, or use "
						+ "DatabaseCopy.PER_CONTEXT, PER_FORK or SHARED.");
			return false;
		}
		return capable.getOptions().getValue(ConnectionFactoryOptions.DATABASE) instanceof String database
				&& details.getJdbcUrl().contains(database);
	}

}
