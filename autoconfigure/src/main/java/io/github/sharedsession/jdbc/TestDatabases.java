package io.github.sharedsession.jdbc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The databases of one context that tests change. Registered as a singleton; has nothing
 * that needs a library for databases, so that it can be looked for without.
 */
final class TestDatabases {

	static final String BEAN_NAME = TestDatabases.class.getName();

	private final List<TestDatabase> databases = new CopyOnWriteArrayList<>();

	void add(TestDatabase database) {
		this.databases.add(database);
	}

	List<TestDatabase> all() {
		return this.databases;
	}

	/**
	 * A database that tests change.
	 */
	interface TestDatabase {

		/** The test class is about to begin, or has begun. */
		void prepare(Class<?> testClass);

		/** The test class has ended. */
		void finish(Class<?> testClass);

		/** A test is about to begin. */
		void begin(Class<?> testClass, String test);

		/** A test has ended that had begun. */
		void end(String test, boolean failed);

	}

}
