package io.github.sharedsession.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ClassUtils;

/**
 * What is known of the application's pools, and pools like them for other databases.
 */
final class Pools {

	private static final Log logger = LogFactory.getLog(Pools.class);

	private static final ClassLoader classLoader = Pools.class.getClassLoader();

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			classLoader);

	private static final List<String> URL_PROPERTIES = List.of("jdbcUrl", "url", "URL");

	private static final List<String> INNER_PROPERTIES = List.of("targetDataSource", "dataSource", "delegate",
			"target");

	/** They remember connections. */
	private static final List<Class<?>> POOLS = Stream
		.of("com.zaxxer.hikari.HikariDataSource", "org.apache.tomcat.jdbc.pool.DataSource",
				"org.apache.commons.dbcp2.BasicDataSource", "oracle.ucp.jdbc.PoolDataSource",
				"com.mchange.v2.c3p0.PooledDataSource", "org.vibur.dbcp.ViburDBCPDataSource")
		.filter((name) -> ClassUtils.isPresent(name, classLoader))
		.<Class<?>>map((name) -> ClassUtils.resolveClassName(name, classLoader))
		.toList();

	/** For which a wrapper can be asked. */
	private static final List<Class<?>> WRAPPED = Stream
		.of(Stream.<Class<?>>of(DataSource.class), POOLS.stream(),
				Stream.<Class<?>>of(AbstractDriverBasedDataSource.class))
		.flatMap((types) -> types)
		.toList();

	private Pools() {
	}

	static boolean isPool(DataSource dataSource) {
		return POOLS.stream().anyMatch((type) -> type.isInstance(dataSource));
	}

	/**
	 * All pools have one of these properties, and so do the drivers' own data sources.
	 */
	static @Nullable String url(DataSource dataSource) {
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
		for (String name : URL_PROPERTIES) {
			if (value(properties, name) instanceof String url) {
				return url;
			}
		}
		return null;
	}

	private static @Nullable Object value(BeanWrapper properties, String name) {
		try {
			return properties.isReadableProperty(name) ? properties.getPropertyValue(name) : null;
		}
		catch (BeansException ex) {
			return null;
		}
	}

	/**
	 * Replace what a data source has inside.
	 * @return whether it can be replaced
	 */
	static boolean replaceInner(DataSource dataSource, DataSource replacement) {
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
		for (String name : INNER_PROPERTIES) {
			if (value(properties, name) instanceof DataSource && properties.isWritableProperty(name)) {
				try {
					properties.setPropertyValue(name, replacement);
					return true;
				}
				catch (BeansException ex) {
					// It wants a certain pool, or none any more
				}
			}
		}
		return false;
	}

	/** None if it has its own way to find them. */
	static Map<Object, DataSource> targets(AbstractRoutingDataSource routing) {
		try {
			return routing.getResolvedDataSources();
		}
		catch (IllegalStateException ex) {
			return Map.of();
		}
	}

	/** What a data source has inside, if it tells. */
	static @Nullable DataSource inner(DataSource dataSource) {
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
		for (String name : INNER_PROPERTIES) {
			if (value(properties, name) instanceof DataSource inner) {
				return inner;
			}
		}
		for (Class<?> type : WRAPPED) {
			DataSource inner = unwrap(dataSource, type);
			if (inner != null && inner != dataSource) {
				return inner;
			}
		}
		return null;
	}

	static @Nullable DataSource unwrap(DataSource dataSource, Class<?> type) {
		try {
			return (dataSource.isWrapperFor(type) && dataSource.unwrap(type) instanceof DataSource inner) ? inner
					: null;
		}
		catch (SQLException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Make a pool like another.
	 * @param first where the other leads to
	 */
	static DataSource like(DataSource dataSource, PresentCopy first, PresentCopy copy) {
		String url = copy.urlLike(String.valueOf(url(dataSource)), first);
		if (HIKARI_PRESENT && dataSource instanceof HikariDataSource hikari) {
			return Hikari.like(hikari, url);
		}
		try {
			return DataSourceBuilder.derivedFrom(dataSource).url(url).build();
		}
		catch (RuntimeException ex) {
			logger.debug("A " + dataSource.getClass().getName() + " can't be made again, tests do without a pool", ex);
			return new ConnectionDetailsDataSource(copy.details());
		}
	}

	/**
	 * Make a pool like another that takes its connections from a data source.
	 */
	static DataSource over(DataSource source, DataSource dataSource) {
		return (HIKARI_PRESENT && dataSource instanceof HikariDataSource hikari) ? Hikari.over(source, hikari) : source;
	}

	/**
	 * Let a pool hold no connections that nobody uses.
	 */
	static void drain(DataSource dataSource) {
		if (HIKARI_PRESENT && dataSource instanceof HikariDataSource hikari) {
			Hikari.drain(hikari);
		}
	}

	/** Apart, since it need not be there. */
	private static final class Hikari {

		static DataSource like(HikariDataSource dataSource, String url) {
			HikariDataSource pool = copy(dataSource);
			pool.setJdbcUrl(url);
			return pool;
		}

		static DataSource over(DataSource source, HikariDataSource dataSource) {
			HikariDataSource pool = copy(dataSource);
			pool.setDataSource(source);
			return pool;
		}

		private static HikariDataSource copy(HikariDataSource dataSource) {
			HikariDataSource pool = empty(ClassUtils.getUserClass(dataSource));
			dataSource.copyStateTo(pool);
			pool.setPoolName(null);
			// The database lives for one test: a connection when it is asked for
			pool.setMinimumIdle(0);
			return pool;
		}

		private static HikariDataSource empty(Class<?> type) {
			try {
				return (HikariDataSource) BeanUtils.instantiateClass(type);
			}
			catch (BeansException ex) {
				return new HikariDataSource();
			}
		}

		static void drain(HikariDataSource dataSource) {
			HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
			if (pool != null) {
				dataSource.setMinimumIdle(0);
				pool.softEvictConnections();
			}
		}

	}

}
