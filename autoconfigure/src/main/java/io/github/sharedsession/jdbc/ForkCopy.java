package io.github.sharedsession.jdbc;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The copy that all contexts of this JVM use, made when the first of them wants it.
 */
final class ForkCopy implements JvmHeld.Closeable {

	private static final JvmHeld<ForkCopy> copies = new JvmHeld<>();

	private static final Log logger = LogFactory.getLog(ForkCopy.class);

	/** Once is enough for a JVM. */
	private static final AtomicBoolean told = new AtomicBoolean();

	private final Copies source;

	private @Nullable String database;

	/** The rows after the migrations, or {@code null} when nobody is to be told. */
	private @Nullable RowCounts migrated;

	private ForkCopy(Copies source) {
		this.source = source;
	}

	/**
	 * Acquire the copy for a context.
	 * @param bean the bean of the context, when the context would have initialised the
	 * database if it were its own; it is told then when it finds the rows of another
	 */
	static String acquire(Copies source, @Nullable String bean) {
		ForkCopy copy = copies.acquire(source.template(), () -> new ForkCopy(source));
		boolean acquired = false;
		try {
			String database = copy.database(bean);
			acquired = true;
			return database;
		}
		finally {
			if (!acquired) {
				release(source.template());
			}
		}
	}

	static void release(DatabaseTemplate template) {
		copies.release(template);
	}

	static void forget(DatabaseTemplate template) {
		copies.forget(template);
	}

	private synchronized String database(@Nullable String bean) {
		String database = this.database;
		if (database == null) {
			database = this.source.make();
			this.database = database;
			this.migrated = (bean != null) ? RowCounts.of(this.source.server(), database) : null;
		}
		else if (bean != null && this.migrated != null && !told.get()) {
			tell(bean, this.migrated, RowCounts.of(this.source.server(), database));
		}
		return database;
	}

	private static void tell(String bean, RowCounts migrated, @Nullable RowCounts now) {
		Set<String> tables = (now != null) ? migrated.differencesTo(now) : Set.of();
		if (!tables.isEmpty() && told.compareAndSet(false, true)) {
			logger.warn("The copy of the " + bean + " has other rows than after its migrations, in "
					+ String.join(", ", tables) + ": an earlier context of this JVM, or its tests, wrote them. "
					+ "All contexts of a fork have one copy, and none runs the scripts or makes the schema again. If "
					+ "tests must not see that, choose .copied(DatabaseCopy.PER_CONTEXT), a copy for each context, or "
					+ "PER_TEST, a copy for each test. This is said once for each JVM.");
		}
	}

	@Override
	public synchronized void close() {
		if (this.database != null) {
			this.source.dropQuietly(this.database);
		}
	}

}
