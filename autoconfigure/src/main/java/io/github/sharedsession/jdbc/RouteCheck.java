package io.github.sharedsession.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Makes sure that no {@code DataSource} of a context leads to a database that an earlier
 * test has used. Whatever hides its pool is asked for a connection, which tells where it
 * leads.
 */
final class RouteCheck {

	private static final Log logger = LogFactory.getLog(RouteCheck.class);

	/** A pool that remembers connections shows it the second time. */
	private static final int TIMES = 2;

	private final ConfigurableListableBeanFactory beanFactory;

	private final Map<String, Integer> asked = new HashMap<>();

	/** Those that lead to a former database, with their classes. */
	private final TreeSet<String> misrouted = new TreeSet<>();

	RouteCheck(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Ask the data sources that are there, before the former database is dropped.
	 * @param routed whether any data source has a route
	 */
	void run(PresentCopy former, boolean routed) {
		for (String name : this.beanFactory.getBeanNamesForType(DataSource.class, false, false)) {
			if (this.beanFactory.containsSingleton(name) && this.asked.getOrDefault(name, 0) < TIMES
					&& this.beanFactory.getBean(name) instanceof DataSource dataSource
					&& isHidden(dataSource, former)) {
				this.asked.merge(name, 1, Integer::sum);
				String url = url(dataSource);
				if ((url != null) ? former.isAt(url) : !routed) {
					this.misrouted.add("'" + name + "' (" + dataSource.getClass().getName() + ")");
				}
			}
		}
	}

	/** Others have a route, lead elsewhere for certain, or begin with each use. */
	private static boolean isHidden(DataSource dataSource, PresentCopy former) {
		String url = Pools.url(dataSource);
		return !(dataSource instanceof RoutingDataSource) && (url == null || former.isAt(url))
				&& (!AopUtils.isAopProxy(dataSource) || AopProxyUtils.getSingletonTarget(dataSource) != null);
	}

	private static @Nullable String url(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getMetaData().getURL();
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("A " + dataSource.getClass().getName() + " doesn't tell where it leads", ex);
			return null;
		}
	}

	/**
	 * Refuse a test whose context would share what it writes with others.
	 */
	void verify() {
		if (!this.misrouted.isEmpty()) {
			throw new SharedDatabaseException("The DataSource " + String.join(" and ", this.misrouted)
					+ " can't be led to the database of the next test: it hides its pool, and so would stay with "
					+ "the database of an earlier one.",
					"Make the pool a @Bean of its own and wrap that bean, or let the wrapper extend Spring's "
							+ "DelegatingDataSource. Or use DatabaseCopy.PER_CONTEXT, PER_FORK or SHARED.",
					null);
		}
	}

}
