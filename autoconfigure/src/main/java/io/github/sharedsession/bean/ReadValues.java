package io.github.sharedsession.bean;

import java.lang.ref.WeakReference;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Values that nobody changes, which this JVM has read: each once for all of its contexts,
 * for as long as one of them has it.
 */
final class ReadValues {

	/** By generation, which tells apart all that was ever created. */
	private static final Map<String, ReadValues> VALUES = new ConcurrentHashMap<>();

	/** Class loaders of contexts may have types of their own. */
	private final Map<Type, WeakReference<Object>> byType = new ConcurrentHashMap<>();

	private ReadValues() {
	}

	/**
	 * Return the value, read by the given reader unless it was before.
	 * @param generation what is read
	 * @param type the type of the value
	 * @param reader reads it
	 */
	static <V> V get(String generation, Type type, Supplier<V> reader) {
		VALUES.values().removeIf(ReadValues::isUnused);
		return VALUES.computeIfAbsent(generation, (key) -> new ReadValues()).get(type, reader);
	}

	private boolean isUnused() {
		return !this.byType.isEmpty() && this.byType.values().stream().allMatch((value) -> value.get() == null);
	}

	@SuppressWarnings("unchecked")
	private synchronized <V> V get(Type type, Supplier<V> reader) {
		WeakReference<Object> former = this.byType.get(type);
		V value = (former != null) ? (V) former.get() : null;
		if (value == null) {
			value = reader.get();
			this.byType.put(type, new WeakReference<>(value));
		}
		return value;
	}

}
