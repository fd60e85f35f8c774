package io.github.sharedsession.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The copy that all contexts of this JVM use, made when the first of them wants it.
 */
final class ForkCopy implements JvmHeld.Closeable {

	private static final JvmHeld<ForkCopy> copies = new JvmHeld<>();

	private final Copies source;

	private @Nullable String database;

	private ForkCopy(Copies source) {
		this.source = source;
	}

	static String acquire(Copies source) {
		ForkCopy copy = copies.acquire(source.template(), () -> new ForkCopy(source));
		boolean acquired = false;
		try {
			String database = copy.database();
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

	private synchronized String database() {
		String database = this.database;
		if (database == null) {
			database = this.source.make();
			this.database = database;
		}
		return database;
	}

	@Override
	public synchronized void close() {
		if (this.database != null) {
			this.source.dropQuietly(this.database);
		}
	}

}
