package io.github.sharedsession.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Copies that are made ahead by a thread of their own, and dropped by another, for all
 * contexts of this JVM.
 */
final class CopyPool implements JvmHeld.Closeable {

	private static final JvmHeld<CopyPool> pools = new JvmHeld<>();

	/** How many copies wait for their test. */
	private static final int AHEAD = 2;

	private static final int SECONDS_TO_END = 10;

	private final Copies source;

	private final ExecutorService maker;

	private final ExecutorService dropper;

	private final Deque<Future<String>> ahead = new ArrayDeque<>();

	private final Set<String> undropped = ConcurrentHashMap.newKeySet();

	private CopyPool(Copies source) {
		this.source = source;
		this.maker = executor("shared-session-copies");
		this.dropper = executor("shared-session-drops");
		fill();
	}

	private static ExecutorService executor(String name) {
		return Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
	}

	static CopyPool acquire(Copies source) {
		return pools.acquire(source.template(), () -> new CopyPool(source));
	}

	static void release(DatabaseTemplate template) {
		pools.release(template);
	}

	static void forget(DatabaseTemplate template) {
		pools.forget(template);
	}

	private void fill() {
		while (this.ahead.size() < AHEAD) {
			this.ahead.add(this.maker.submit(() -> {
				String database = this.source.make();
				this.undropped.add(database);
				return database;
			}));
		}
	}

	/**
	 * Take the next copy, waiting for it if need be.
	 */
	String take() {
		Future<String> next;
		synchronized (this) {
			next = this.ahead.remove();
			fill();
		}
		try {
			return next.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SharedDatabaseException("The wait for a copy of " + this.source.template() + " was interrupted.",
					"Look who interrupts the test.", ex);
		}
	}

	/** The copy is used no more. */
	void discard(String database) {
		this.dropper.execute(() -> drop(database));
	}

	/** The copy is used no more, and to be dropped by somebody else. */
	void abandon(String database) {
		this.undropped.remove(database);
	}

	private void drop(String database) {
		if (this.undropped.remove(database)) {
			this.source.dropQuietly(database);
		}
	}

	@Override
	public void close() {
		this.maker.shutdownNow();
		this.dropper.shutdown();
		try {
			this.maker.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
			this.dropper.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.undropped.forEach(this::drop);
	}

}
