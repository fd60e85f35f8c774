package io.github.sharedsession.jdbc;

import java.sql.SQLException;
import java.util.Objects;

import io.github.sharedsession.jdbc.TestDatabases.TestDatabase;
import io.github.sharedsession.report.BuildConsole;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The copies that one context uses one after the other, and the way to the present one.
 */
final class ContextDatabase implements TestDatabase {

	private static final Log logger = LogFactory.getLog(ContextDatabase.class);

	private static final String KEPT_PREFIX = "kept_";

	private final Copies source;

	private final DatabaseCopy copy;

	private final CopyPool pool;

	private final DataSourceRoutes routes = new DataSourceRoutes(this::present);

	private final RouteCheck check;

	private String database;

	private final RunningTestClasses testClasses = new RunningTestClasses();

	/** The class for which the present copy was taken. */
	private RunningTestClasses.@Nullable Running owner;

	private @Nullable String running;

	/** The one that has begun the test. */
	private @Nullable Thread runningThread;

	private final boolean keepFailed;

	/** The name under which the present copy is to be kept. */
	private @Nullable String keptName;

	private ContextDatabase(Copies source, DatabaseCopy copy, boolean keepFailed, CopyPool pool, RouteCheck check) {
		this.keepFailed = keepFailed;
		this.source = source;
		this.copy = copy;
		this.pool = pool;
		this.check = check;
		this.database = pool.take();
	}

	/**
	 * Give a context its first copy, for its start.
	 */
	static ContextDatabase open(Copies source, DatabaseCopy copy, boolean keepFailed,
			ConfigurableListableBeanFactory beanFactory) {
		CopyPool pool = CopyPool.acquire(source);
		ContextDatabase database = null;
		try {
			database = new ContextDatabase(source, copy, keepFailed, pool, new RouteCheck(beanFactory));
		}
		finally {
			if (database == null) {
				CopyPool.release(source.template());
			}
		}
		database.routes.register(beanFactory);
		TestDatabases databases = (TestDatabases) beanFactory.getSingleton(TestDatabases.BEAN_NAME);
		if (databases == null) {
			databases = new TestDatabases();
			beanFactory.registerSingleton(TestDatabases.BEAN_NAME, databases);
		}
		databases.add(database);
		return database;
	}

	/** How to connect to the present copy. */
	synchronized JdbcConnectionDetails details() {
		return this.source.server().connectionDetails(this.database);
	}

	private synchronized PresentCopy present() {
		return new PresentCopy(this.database, details());
	}

	@Override
	public synchronized void prepare(Class<?> testClass) {
		if (this.copy != DatabaseCopy.PER_CLASS || this.testClasses.contains(testClass)) {
			return;
		}
		refuseWhileRunning(testClass.getName());
		RunningTestClasses.Running other = this.testClasses.enter(testClass);
		if (other != null) {
			throw refuse(testClass.getName(), other.testClass().getName(), other.thread());
		}
		takeForClass();
	}

	@Override
	public synchronized void finish(Class<?> testClass) {
		this.testClasses.leave(testClass);
	}

	@Override
	public synchronized void begin(Class<?> testClass, String test) {
		refuseWhileRunning(test);
		prepare(testClass);
		if (this.copy == DatabaseCopy.PER_TEST) {
			next();
		}
		else {
			RunningTestClasses.Running innermost = Objects.requireNonNull(this.testClasses.innermost());
			if (innermost.testClass() != testClass) {
				throw refuse(test, innermost.testClass().getName(), innermost.thread());
			}
			if (!innermost.equals(this.owner)) {
				// It goes on after a nested class, as a parameterized one does
				takeForClass();
			}
		}
		this.check.verify();
		this.running = test;
		this.runningThread = Thread.currentThread();
	}

	private void takeForClass() {
		this.owner = this.testClasses.innermost();
		next();
	}

	private void refuseWhileRunning(String other) {
		if (this.running != null) {
			throw refuse(other, this.running, Objects.requireNonNull(this.runningThread));
		}
	}

	private static DatabaseParallelTestsException refuse(String test, String running, Thread thread) {
		String where = (thread != Thread.currentThread()) ? "in another thread" : "in this thread";
		return new DatabaseParallelTestsException(
				test + " wants a database of its own while " + running + " is still running " + where
						+ " with the same application context, whose DataSource can lead to one database only.",
				"Run the tests of one context one after the other (@Execution(SAME_THREAD)) and in several forks "
						+ "instead, or use DatabaseCopy.PER_CONTEXT, PER_FORK or SHARED.",
				null);
	}

	@Override
	public synchronized void end(String test, boolean failed) {
		this.running = null;
		if (failed && this.keepFailed && this.keptName == null) {
			String name = KEPT_PREFIX + this.database;
			this.keptName = name;
			BuildConsole.println("Shared session: the database of " + test + " is kept: " + name + " at "
					+ this.source.template().server() + ", user " + this.source.template().server().username());
		}
	}

	private void next() {
		PresentCopy former = present();
		this.database = this.pool.take();
		this.routes.leadTo(present());
		this.check.run(former, this.routes.areThere());
		discard(former.name());
	}

	private void discard(String former) {
		String name = this.keptName;
		this.keptName = null;
		if (name == null) {
			this.pool.discard(former);
			return;
		}
		this.pool.abandon(former);
		try {
			this.source.server().keep(former, name);
		}
		catch (SQLException ex) {
			logger.warn("The database " + former + " of a failed test can't be kept", ex);
			this.source.dropQuietly(former);
		}
	}

	synchronized void close() {
		this.routes.close();
		discard(this.database);
		CopyPool.release(this.source.template());
	}

}
