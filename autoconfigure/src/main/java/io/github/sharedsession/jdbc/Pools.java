package io.github.sharedsession.jdbc;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.ClassUtils;

/**
 * Pools like that of the application, for other databases.
 */
final class Pools {

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			Pools.class.getClassLoader());

	private Pools() {
	}

	static DataSource like(DataSource dataSource, JdbcConnectionDetails details) {
		if (HIKARI_PRESENT && dataSource instanceof HikariDataSource hikari) {
			return Hikari.like(hikari, details);
		}
		return DataSourceBuilder.derivedFrom(dataSource).url(details.getJdbcUrl()).build();
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

		static DataSource like(HikariDataSource dataSource, JdbcConnectionDetails details) {
			HikariConfig config = new HikariConfig();
			dataSource.copyStateTo(config);
			config.setJdbcUrl(details.getJdbcUrl());
			config.setPoolName(null);
			// The database lives for one test: a connection when it is asked for
			config.setMinimumIdle(0);
			return new HikariDataSource(config);
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
