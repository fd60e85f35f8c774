package io.github.sharedsession.jdbc;

import javax.sql.DataSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts a {@link RoutingDataSource} before each {@code DataSource} of a context that
 * connects to a database which tests change.
 */
final class RoutingPostProcessor implements BeanPostProcessor {

	private final ContextDatabase database;

	RoutingPostProcessor(ContextDatabase database) {
		this.database = database;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof DataSource dataSource && connectsTo(dataSource, this.database.details().getJdbcUrl()))
				? this.database.route(dataSource) : bean;
	}

	/** All pools have one of these properties. */
	private static boolean connectsTo(DataSource dataSource, String url) {
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
		return (properties.isReadableProperty("jdbcUrl") && url.equals(properties.getPropertyValue("jdbcUrl")))
				|| (properties.isReadableProperty("url") && url.equals(properties.getPropertyValue("url")));
	}

}
