package io.github.sharedsession.value;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * Compares a value with what was read back, all the way down: types must be the same. Of
 * collections and maps it is the kind that counts, and the order where they keep one, not
 * the class that implements it.
 */
final class CopyComparison {

	private static final String CHANGED = " is lost or changed when it is read back";

	private final ValueFields fields;

	/**
	 * A value may refer to itself, and one object may be read back as several of
	 * different types.
	 */
	private final Set<Compared> visited = new HashSet<>();

	private final Map<Class<?>, Boolean> written = new HashMap<>();

	private final Map<Class<?>, Boolean> comparable = new HashMap<>();

	CopyComparison(JsonMapper mapper) {
		this.fields = new ValueFields(mapper);
	}

	/**
	 * Find the first difference.
	 * @return what is different, with its path and types but no content, or {@code null}
	 */
	@Nullable String find(Object original, Object copy) {
		return find(original, copy, "");
	}

	private @Nullable String find(@Nullable Object original, @Nullable Object copy, String path) {
		if (original == copy) {
			return null;
		}
		if (original == null || copy == null) {
			return ValuePath.describe(path) + CHANGED;
		}
		if (original instanceof Map<?, ?> || original instanceof Collection<?>) {
			return findInContainer(original, copy, path);
		}
		if (original instanceof Map.Entry<?, ?> entry && copy instanceof Map.Entry<?, ?> other) {
			return firstOf(find(entry.getKey(), other.getKey(), ValuePath.entry(path)), entry.getValue(),
					other.getValue(), ValuePath.entry(path));
		}
		if (original.getClass() != copy.getClass()) {
			return retyped(original, copy, path);
		}
		return findInSameType(original, copy, path);
	}

	private @Nullable String findInContainer(Object original, Object copy, String path) {
		if (!isFirst(original, copy)) {
			return null;
		}
		String found = retyped(original, copy, path);
		if (original instanceof Map<?, ?> map && copy instanceof Map<?, ?> other) {
			found = findInMap(map, other, path);
		}
		else if (original instanceof Collection<?> elements && copy instanceof Collection<?> others) {
			found = findInCollection(elements, others, path);
		}
		// A class of the user may have more than its elements
		return (found != null || original.getClass() != copy.getClass()) ? found : findInFields(original, copy, path);
	}

	private boolean isFirst(Object original, Object copy) {
		return this.visited.add(new Compared(original, copy));
	}

	private @Nullable String findInSameType(Object original, Object copy, String path) {
		if (original instanceof Enum<?>) {
			// Two constants may be written by the same text
			return ValuePath.describe(path) + CHANGED;
		}
		if (original instanceof Object[] array) {
			return isFirst(original, copy) ? findInArray(array, (Object[]) copy, ValuePath.element(path)) : null;
		}
		if (original instanceof Optional<?> optional) {
			return find(optional.orElse(null), ((Optional<?>) copy).orElse(null), path);
		}
		if (original instanceof AtomicReference<?> reference) {
			return find(reference.get(), ((AtomicReference<?>) copy).get(), path);
		}
		if (original.getClass().getName().startsWith("java.")) {
			return isSame(original, copy) ? null : ValuePath.describe(path) + CHANGED;
		}
		return (isFirst(original, copy) && this.written.computeIfAbsent(original.getClass(), this.fields::areWritten))
				? findInFields(original, copy, path) : null;
	}

	private @Nullable String findInArray(Object[] array, Object[] copy, String path) {
		return (array.length == copy.length)
				? findInOrder(Arrays.asList(array).iterator(), Arrays.asList(copy).iterator(), path)
				: ValuePath.describe(path) + CHANGED;
	}

	private @Nullable String findInFields(Object original, Object copy, String path) {
		for (Field field : this.fields.of(original.getClass())) {
			Object left;
			Object right;
			try {
				left = field.get(original);
				right = field.get(copy);
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(ex);
			}
			String found = find(left, right, ValuePath.property(path, field.getName()));
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private @Nullable String findInMap(Map<?, ?> map, Map<?, ?> copy, String path) {
		String entry = ValuePath.entry(path);
		if (map.size() != copy.size()
				|| (map instanceof Properties properties && properties.stringPropertyNames().size() != map.size())) {
			return ValuePath.describe(entry) + CHANGED;
		}
		if (!isSameOrder(map, copy)) {
			return "the comparator of " + ValuePath.describe(path) + CHANGED;
		}
		boolean ordered = map instanceof SortedMap || map instanceof LinkedHashMap;
		Map<Object, Object> known = ordered ? Map.of() : bySelf(copy.keySet());
		Iterator<? extends Map.Entry<?, ?>> others = copy.entrySet().iterator();
		for (Map.Entry<?, ?> original : map.entrySet()) {
			Map.Entry<?, ?> other = others.next();
			Object key = original.getKey();
			String found = known.containsKey(key)
					? firstOf(find(key, known.get(key), entry), original.getValue(), copy.get(key), entry)
					: firstOf(find(key, other.getKey(), entry), original.getValue(), other.getValue(), entry);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private @Nullable String findInCollection(Collection<?> elements, Collection<?> copy, String path) {
		if (elements.size() != copy.size()) {
			return ValuePath.describe(ValuePath.element(path)) + CHANGED;
		}
		if (!isSameOrder(elements, copy)) {
			return "the comparator of " + ValuePath.describe(path) + CHANGED;
		}
		if ((elements instanceof Set != copy instanceof Set && (elements instanceof Set || elements instanceof List))
				|| isByPriority(elements) != isByPriority(copy)) {
			return retyped(elements, copy, path);
		}
		boolean ordered = !(elements instanceof Set) || elements instanceof SortedSet
				|| elements instanceof LinkedHashSet;
		return ordered ? findInOrder(elements.iterator(), copy.iterator(), ValuePath.element(path))
				: findInSet(elements, copy, ValuePath.element(path));
	}

	/** A set may be read back in another order. */
	private @Nullable String findInSet(Collection<?> elements, Collection<?> copy, String path) {
		Map<Object, Object> known = bySelf(copy);
		List<@Nullable Object> unknown = new ArrayList<>();
		for (Object element : elements) {
			if (known.containsKey(element)) {
				String found = find(element, known.remove(element), path);
				if (found != null) {
					return found;
				}
			}
			else {
				unknown.add(element);
			}
		}
		return findInOrder(unknown.iterator(), known.values().iterator(), path);
	}

	/** What is equal may yet be of another type. */
	private static Map<Object, Object> bySelf(Collection<?> elements) {
		Map<Object, Object> bySelf = new LinkedHashMap<>();
		elements.forEach((element) -> bySelf.put(element, element));
		return bySelf;
	}

	private @Nullable String findInOrder(Iterator<?> elements, Iterator<?> copy, String path) {
		String found = null;
		while (found == null && elements.hasNext() && copy.hasNext()) {
			found = find(elements.next(), copy.next(), path);
		}
		return found;
	}

	private @Nullable String firstOf(@Nullable String found, @Nullable Object original, @Nullable Object copy,
			String path) {
		return (found != null) ? found : find(original, copy, path);
	}

	private static boolean isByPriority(Collection<?> elements) {
		return elements instanceof PriorityQueue || elements instanceof PriorityBlockingQueue;
	}

	private static boolean isSameOrder(Object original, Object copy) {
		Comparator<?> comparator = comparator(original);
		return comparator == null || comparator == Comparator.naturalOrder() || comparator.equals(comparator(copy));
	}

	private static @Nullable Comparator<?> comparator(Object container) {
		return (container instanceof SortedMap<?, ?> map) ? map.comparator()
				: (container instanceof SortedSet<?> set) ? set.comparator()
						: (container instanceof PriorityQueue<?> queue) ? queue.comparator()
								: (container instanceof PriorityBlockingQueue<?> queue) ? queue.comparator() : null;
	}

	private boolean isSame(Object original, Object copy) {
		if (original instanceof Pattern pattern) {
			return pattern.flags() == ((Pattern) copy).flags();
		}
		return !isComparable(original.getClass()) || original.equals(copy);
	}

	/** Whether its type says what is equal; that of a URL asks a name server. */
	private boolean isComparable(Class<?> type) {
		return this.comparable.computeIfAbsent(type, (key) -> {
			Method equals = ClassUtils.getMethodIfAvailable(key, "equals", Object.class);
			return !type.isArray() && !type.getName().equals("java.net.URL") && equals != null
					&& equals.getDeclaringClass() != Object.class;
		});
	}

	private static String retyped(Object original, Object copy, String path) {
		return ValuePath.describe(path) + " has the type " + original.getClass().getTypeName()
				+ ", and would be read back as a " + copy.getClass().getTypeName();
	}

	/** By identity. */
	private record Compared(Object original, Object copy) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Compared compared && compared.original == this.original
					&& compared.copy == this.copy;
		}

		@Override
		public int hashCode() {
			return 31 * System.identityHashCode(this.original) + System.identityHashCode(this.copy);
		}

	}

}
