package io.github.sharedsession.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.sharedsession.core.session.JvmEnd;

/**
 * What all contexts of this JVM hold together, one thing a template. It is kept while no
 * context is open, since the next may come, and closed when the JVM's test run ends.
 *
 * @param <R> what is held; closing it must not throw
 */
final class JvmHeld<R extends JvmHeld.Closeable> {

	private final Map<String, Entry<R>> entries = new HashMap<>();

	private boolean endRegistered;

	R acquire(DatabaseTemplate template, Supplier<R> supplier) {
		synchronized (this.entries) {
			Entry<R> entry = this.entries.computeIfAbsent(template.copyPrefix(), (name) -> new Entry<>(supplier.get()));
			entry.contexts++;
			if (!this.endRegistered) {
				this.endRegistered = true;
				JvmEnd.onEndCloseContexts(this::closeUnused);
			}
			return entry.held;
		}
	}

	void release(DatabaseTemplate template) {
		synchronized (this.entries) {
			Entry<R> entry = this.entries.get(template.copyPrefix());
			if (entry != null) {
				entry.contexts--;
			}
		}
		if (JvmEnd.hasBegun()) {
			closeUnused();
		}
	}

	/** The template is about to be dropped with all its copies. */
	void forget(DatabaseTemplate template) {
		Entry<R> entry;
		synchronized (this.entries) {
			entry = this.entries.remove(template.copyPrefix());
		}
		if (entry != null) {
			entry.held.close();
		}
	}

	private void closeUnused() {
		List<Entry<R>> unused;
		synchronized (this.entries) {
			unused = new ArrayList<>(this.entries.values());
			unused.removeIf((entry) -> entry.contexts > 0);
			this.entries.values().removeAll(unused);
		}
		unused.forEach((entry) -> entry.held.close());
	}

	private static final class Entry<R> {

		private final R held;

		private int contexts;

		Entry(R held) {
			this.held = held;
		}

	}

	/** Is closed without an exception. */
	interface Closeable extends AutoCloseable {

		@Override
		void close();

	}

}
