package io.github.sharedsession.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.mockito.Mockito;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Databases that a context uses one after the other, behind what applications put before
 * their pools.
 */
class WrappedDataSourceTests {

	/** Those in which what wraps the pool sees each database, too. */
	private static final Class<?>[] TRACED = { PostProcessedCase.class, BeforeInitializationCase.class,
			OrderedCase.class, JdkProxiedCase.class, CglibProxiedCase.class, HandlerProxiedCase.class,
			OpaquePostProcessedCase.class, SecondBeanCase.class, OpaqueSecondBeanCase.class, WrappingMethodCase.class,
			NestedWrappersCase.class, ProxyingMethodCase.class, CustomTargetCase.class, RoutingCase.class,
			SubclassCase.class, LazyCase.class, ReadOnlyPoolCase.class };

	private static final Class<?>[] ROUTED = { UnwrappingMethodCase.class, UnwrappingHandlerCase.class,
			CglibProxyingMethodCase.class, PoolOverBeanCase.class, PoolOverDriverCase.class, PoolOverWrapperCase.class,
			OtherUrlCase.class, DriverCase.class, OtherDatabaseCase.class, SpiedCase.class };

	private static final Class<?>[] HIDDEN = { OpaqueMethodCase.class, OpaquePoolCase.class, SilentCase.class };

	private static TestRun run = new TestRun(0, List.of());

	/** All at once: each run is a session with a database of its own. */
	@BeforeAll
	static void runAll(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
		run = TestRun.of(Stream.of(TRACED, ROUTED, HIDDEN).flatMap(Stream::of).toArray(Class<?>[]::new));
	}

	@ParameterizedTest
	@FieldSource("TRACED")
	void eachTestHasACopyAndWhatWrapsThePoolSeesIt(Class<?> testClass) {
		assertThat(Ledger.lines(testClass.getSimpleName())).hasSize(3).doesNotHaveDuplicates();
		assertThat(Ledger.lines("traced")).containsAll(Ledger.lines(testClass.getSimpleName()));
	}

	@ParameterizedTest
	@FieldSource("ROUTED")
	void eachTestHasACopy(Class<?> testClass) {
		assertThat(Ledger.lines(testClass.getSimpleName())).hasSize(3).doesNotHaveDuplicates();
	}

	@Test
	void testsWhoseDataSourceHidesItsPoolAreRefused() {
		// A pool that nobody knows has no connection yet that it could remember
		assertThat(Ledger.lines(OpaquePoolCase.class.getSimpleName())).hasSize(1);
		assertThat(run.failures()).hasSize(8)
			.allSatisfy((failure) -> assertThat(failure).isExactlyInstanceOf(SharedDatabaseException.class)
				.hasMessageContaining("'hiding'")
				.hasMessageContaining("DelegatingDataSource")
				.hasMessageNotContaining("jdbc:"));
	}

	private static DataSource pool(JdbcConnectionDetails details) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(details.getJdbcUrl());
		pool.setUsername(details.getUsername());
		pool.setPassword(details.getPassword());
		return pool;
	}

	private static DataSource driver(JdbcConnectionDetails details) {
		SimpleDriverDataSource dataSource = new SimpleDriverDataSource(new org.h2.Driver(), details.getJdbcUrl());
		dataSource.setUsername(details.getUsername());
		dataSource.setPassword(details.getPassword());
		return dataSource;
	}

	private static Connection trace(Connection connection) throws SQLException {
		Ledger.add("traced", connection.getMetaData().getURL());
		return connection;
	}

	/** As tracing libraries do it. */
	static class Traced extends DelegatingDataSource {

		Traced(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			return trace(super.getConnection());
		}

	}

	/** Doesn't tell what it has inside. */
	static class Opaque extends AbstractDataSource {

		private final DataSource hidden;

		Opaque(DataSource hidden) {
			this.hidden = hidden;
		}

		@Override
		public Connection getConnection() throws SQLException {
			return trace(this.hidden.getConnection());
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return this.hidden.getConnection(username, password);
		}

	}

	/** A wrapper that can be asked, by JDBC's own means. */
	static class Unwrapping extends Opaque {

		private final DataSource known;

		Unwrapping(DataSource known) {
			super(known);
			this.known = known;
		}

		@Override
		public <T> T unwrap(Class<T> type) throws SQLException {
			return type.isInstance(this) ? type.cast(this) : this.known.unwrap(type);
		}

		@Override
		public boolean isWrapperFor(Class<?> type) throws SQLException {
			return type.isInstance(this) || this.known.isWrapperFor(type);
		}

	}

	/** Remembers its connections, as a pool does that nobody knows. */
	static class OpaquePool extends Opaque {

		private @Nullable Connection connection;

		OpaquePool(DataSource hidden) {
			super(hidden);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = (this.connection != null) ? this.connection : super.getConnection();
			this.connection = connection;
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> method.getName().equals("close") ? null
							: method.invoke(connection, arguments));
		}

	}

	/** With properties of its own, as of datasource-proxy's. */
	static class CustomTarget extends Opaque {

		private DataSource target;

		CustomTarget(DataSource target) {
			super(target);
			this.target = target;
		}

		public DataSource getDataSource() {
			return this.target;
		}

		public void setDataSource(DataSource target) {
			this.target = target;
		}

		@Override
		public Connection getConnection() throws SQLException {
			return trace(this.target.getConnection());
		}

	}

	static class TracedPool extends HikariDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			return trace(super.getConnection());
		}

	}

	private static DataSource jdkProxy(DataSource target) {
		ProxyFactory factory = new ProxyFactory();
		factory.setInterfaces(DataSource.class);
		factory.setTarget(target);
		return (DataSource) traced(factory);
	}

	private static DataSource cglibProxy(DataSource target) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(true);
		return (DataSource) traced(factory);
	}

	private static Object traced(ProxyFactory factory) {
		factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) (invocation) -> {
			Object result = invocation.proceed();
			return (result instanceof Connection connection) ? trace(connection) : result;
		});
		return factory.getProxy();
	}

	private static DataSource handlerProxy(DataSource target) {
		return (DataSource) Proxy.newProxyInstance(DataSource.class.getClassLoader(),
				new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
					try {
						Object result = method.invoke(target, arguments);
						return (result instanceof Connection connection) ? trace(connection) : result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private static BeanPostProcessor wrapping(UnaryOperator<DataSource> wrapper) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				return (bean instanceof DataSource dataSource) ? wrapper.apply(dataSource) : bean;
			}

		};
	}

	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class })
	static class Database {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.h2().migratedBy(Migrations.of("1", (dataSource) -> {
				try (Connection connection = dataSource.getConnection()) {
					connection.createStatement().execute("create table item (id int)");
				}
			})).copied(DatabaseCopy.PER_TEST).build();
		}

	}

	@SpringBootTest
	@TestPropertySource(properties = "spring.datasource.hikari.minimum-idle=0")
	abstract static class Case {

		@RepeatedTest(3)
		void findsOnlyWhatTheMigrationsWrote(@Autowired JdbcTemplate jdbc) throws Exception {
			assertThat(jdbc.queryForObject("select count(*) from item", Integer.class)).isZero();
			jdbc.update("insert into item values (1)");
			String url = jdbc.execute((Connection connection) -> connection.getMetaData().getURL());
			Ledger.add(getClass().getSimpleName(), url);
		}

	}

	static class PostProcessedCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			static BeanPostProcessor wrapper() {
				return wrapping(Traced::new);
			}

		}

	}

	static class BeforeInitializationCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			static BeanPostProcessor wrapper() {
				return new BeanPostProcessor() {

					@Override
					public Object postProcessBeforeInitialization(Object bean, String name) {
						return (bean instanceof DataSource dataSource) ? new Traced(dataSource) : bean;
					}

				};
			}

		}

	}

	static class OrderedCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			static First wrapper() {
				return new First();
			}

		}

		static class First implements BeanPostProcessor, PriorityOrdered {

			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				return (bean instanceof DataSource dataSource) ? new Traced(dataSource) : bean;
			}

			@Override
			public int getOrder() {
				return Ordered.HIGHEST_PRECEDENCE;
			}

		}

	}

	static class JdkProxiedCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			static BeanPostProcessor wrapper() {
				return wrapping(WrappedDataSourceTests::jdkProxy);
			}

		}

	}

	static class CglibProxiedCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			static BeanPostProcessor wrapper() {
				return wrapping(WrappedDataSourceTests::cglibProxy);
			}

		}

	}

	static class HandlerProxiedCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			static BeanPostProcessor wrapper() {
				return wrapping(WrappedDataSourceTests::handlerProxy);
			}

		}

	}

	static class OpaquePostProcessedCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			static BeanPostProcessor wrapper() {
				return wrapping(Opaque::new);
			}

		}

	}

	static class SecondBeanCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource pool(JdbcConnectionDetails details) {
				return WrappedDataSourceTests.pool(details);
			}

			@Bean
			@Primary
			DataSource traced(@Qualifier("pool") DataSource pool) {
				return handlerProxy(pool);
			}

		}

	}

	static class OpaqueSecondBeanCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource pool(JdbcConnectionDetails details) {
				return WrappedDataSourceTests.pool(details);
			}

			@Bean
			@Primary
			DataSource traced(@Qualifier("pool") DataSource pool) {
				return new Opaque(pool);
			}

		}

	}

	static class WrappingMethodCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource traced(JdbcConnectionDetails details) {
				return new Traced(pool(details));
			}

		}

	}

	static class NestedWrappersCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource traced(JdbcConnectionDetails details) {
				return new TransactionAwareDataSourceProxy(
						new LazyConnectionDataSourceProxy(new Traced(jdkProxy(pool(details)))));
			}

		}

	}

	static class ProxyingMethodCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource traced(JdbcConnectionDetails details) {
				return jdkProxy(pool(details));
			}

		}

	}

	static class CustomTargetCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource traced(JdbcConnectionDetails details) {
				return new CustomTarget(pool(details));
			}

		}

	}

	static class RoutingCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource routing(JdbcConnectionDetails details) {
				DataSource traced = new Traced(pool(details));
				AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

					@Override
					protected Object determineCurrentLookupKey() {
						return "any";
					}

				};
				routing.setTargetDataSources(Map.of("any", traced));
				routing.setDefaultTargetDataSource(traced);
				return routing;
			}

		}

	}

	static class SubclassCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource traced(JdbcConnectionDetails details) {
				TracedPool pool = new TracedPool();
				pool.setJdbcUrl(details.getJdbcUrl());
				pool.setUsername(details.getUsername());
				pool.setPassword(details.getPassword());
				return pool;
			}

		}

	}

	static class LazyCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			@Lazy
			DataSource traced(JdbcConnectionDetails details) {
				return new Traced(pool(details));
			}

			@Bean
			@Lazy
			JdbcTemplate jdbcTemplate(DataSource dataSource) {
				return new JdbcTemplate(dataSource);
			}

		}

	}

	static class ReadOnlyPoolCase extends Case {

		@AfterEach
		void readsWhatTheTestWrote(@Autowired DataSource dataSource, @Autowired JdbcTemplate jdbc) {
			TransactionTemplate reading = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
			reading.setReadOnly(true);
			reading.executeWithoutResult(
					(status) -> assertThat(jdbc.queryForObject("select count(*) from item", Integer.class)).isOne());
		}

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource lazy(JdbcConnectionDetails details) {
				LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(new Traced(pool(details)));
				lazy.setReadOnlyDataSource(pool(details));
				return lazy;
			}

		}

	}

	static class SpiedCase extends Case {

		@MockitoSpyBean
		@SuppressWarnings("NullAway.Init")
		private DataSource spied;

		@AfterEach
		void sawEachConnection() throws SQLException {
			Mockito.verify(this.spied, Mockito.atLeastOnce()).getConnection();
		}

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

		}

	}

	static class UnwrappingMethodCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource traced(JdbcConnectionDetails details) {
				return new Unwrapping(pool(details));
			}

		}

	}

	static class UnwrappingHandlerCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource traced(JdbcConnectionDetails details) {
				return handlerProxy(pool(details));
			}

		}

	}

	static class CglibProxyingMethodCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource traced(JdbcConnectionDetails details) {
				return cglibProxy(pool(details));
			}

		}

	}

	static class PoolOverBeanCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource raw(JdbcConnectionDetails details) {
				return driver(details);
			}

			@Bean
			@Primary
			DataSource pool(@Qualifier("raw") DataSource raw) {
				return over(raw);
			}

		}

	}

	static class PoolOverDriverCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource pool(JdbcConnectionDetails details) {
				return over(driver(details));
			}

		}

	}

	static class PoolOverWrapperCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource pool(JdbcConnectionDetails details) throws Exception {
				DataSource pool = over(new Traced(WrappedDataSourceTests.pool(details)));
				pool.getConnection().close();
				return pool;
			}

		}

	}

	private static HikariDataSource over(DataSource source) {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(source);
		return pool;
	}

	static class OtherUrlCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource pool(JdbcConnectionDetails details) {
				HikariDataSource pool = (HikariDataSource) WrappedDataSourceTests.pool(details);
				pool.setJdbcUrl(pool.getJdbcUrl() + ";LOCK_TIMEOUT=12345");
				return pool;
			}

		}

	}

	static class DriverCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource dataSource(JdbcConnectionDetails details) {
				org.h2.jdbcx.JdbcDataSource dataSource = new org.h2.jdbcx.JdbcDataSource();
				dataSource.setURL(details.getJdbcUrl());
				dataSource.setUser(details.getUsername());
				dataSource.setPassword(details.getPassword());
				return dataSource;
			}

		}

	}

	static class OpaqueMethodCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource hiding(JdbcConnectionDetails details) {
				return new Opaque(pool(details));
			}

		}

	}

	static class OpaquePoolCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource pool(JdbcConnectionDetails details) {
				return WrappedDataSourceTests.pool(details);
			}

			@Bean
			@Primary
			DataSource hiding(@Qualifier("pool") DataSource pool) {
				return new OpaquePool(pool);
			}

		}

	}

	static class SilentCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			DataSource hiding(JdbcConnectionDetails details) {
				return new Opaque(pool(details)) {

					@Override
					public Connection getConnection() throws SQLException {
						throw new SQLException("no tenant");
					}

				};
			}

		}

	}

	static class OtherDatabaseCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Config extends Database {

			@Bean
			@Primary
			DataSource pool(JdbcConnectionDetails details) {
				return WrappedDataSourceTests.pool(details);
			}

			@Bean
			DataSource other() {
				return new Opaque(new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:other"));
			}

		}

	}

}
