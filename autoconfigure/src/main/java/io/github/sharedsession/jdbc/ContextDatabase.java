package io.github.sharedsession.jdbc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.sharedsession.jdbc.TestDatabases.TestDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The copies that one context uses one after the other, and the way to the present one.
 */
final class ContextDatabase implements TestDatabase {

	private final Copies source;

	private final DatabaseCopy copy;

	private final CopyPool pool;

	private final List<RoutingDataSource> dataSources = new CopyOnWriteArrayList<>();

	private String database;

	private @Nullable Class<?> testClass;

	private @Nullable String running;

	private ContextDatabase(Copies source, DatabaseCopy copy, CopyPool pool) {
		this.source = source;
		this.copy = copy;
		this.pool = pool;
		this.database = pool.take();
	}

	/**
	 * Give a context its first copy, for its start.
	 */
	static ContextDatabase open(Copies source, DatabaseCopy copy, ConfigurableListableBeanFactory beanFactory) {
		CopyPool pool = CopyPool.acquire(source);
		ContextDatabase database = null;
		try {
			database = new ContextDatabase(source, copy, pool);
		}
		finally {
			if (database == null) {
				CopyPool.release(source.template());
			}
		}
		beanFactory.addBeanPostProcessor(new RoutingPostProcessor(database));
		TestDatabases databases = (TestDatabases) beanFactory.getSingleton(TestDatabases.BEAN_NAME);
		if (databases == null) {
			databases = new TestDatabases();
			beanFactory.registerSingleton(TestDatabases.BEAN_NAME, databases);
		}
		databases.add(database);
		return database;
	}

	synchronized DatabaseConnectionDetails details() {
		return new DatabaseConnectionDetails(this.source.template(), this.database,
				this.source.server().connectionDetails(this.database));
	}

	RoutingDataSource route(javax.sql.DataSource dataSource) {
		RoutingDataSource route = new RoutingDataSource(dataSource);
		this.dataSources.add(route);
		return route;
	}

	@Override
	public synchronized void prepare(Class<?> testClass) {
		if (this.copy == DatabaseCopy.PER_CLASS && this.testClass != testClass) {
			refuseParallel(testClass.getName());
			this.testClass = testClass;
			next();
		}
	}

	@Override
	public synchronized void begin(Class<?> testClass, String test) {
		refuseParallel(test);
		prepare(testClass);
		if (this.copy == DatabaseCopy.PER_TEST) {
			next();
		}
		this.running = test;
	}

	private void refuseParallel(String test) {
		if (this.running != null) {
			throw new DatabaseParallelTestsException(
					test + " wants a database of its own while " + this.running
							+ " is still running in another thread with the same application context, whose "
							+ "DataSource can lead to one database only.",
					"Run the tests of one context in one thread (@Execution(SAME_THREAD)) and in several forks "
							+ "instead, or use DatabaseCopy.PER_CONTEXT, PER_FORK or SHARED.",
					null);
		}
	}

	@Override
	public synchronized void end(String test, boolean failed) {
		this.running = null;
	}

	private void next() {
		String former = this.database;
		this.database = this.pool.take();
		DatabaseConnectionDetails details = details();
		this.dataSources.forEach((dataSource) -> dataSource.leadTo(details));
		this.pool.discard(former);
	}

	synchronized void close() {
		this.dataSources.forEach(RoutingDataSource::close);
		this.pool.discard(this.database);
		CopyPool.release(this.source.template());
	}

}
