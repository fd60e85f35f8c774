package io.github.sharedsession.value;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.BeanPropertyWriter;

import org.springframework.util.ClassUtils;

/**
 * Compares a value with what was read back, all the way down: types must be the same. Of
 * collections and maps it is the kind that counts, and the order where they keep one, not
 * the class that implements it.
 */
final class CopyComparison {

	private static final String CHANGED = " is lost or changed when it is read back";

	private final JsonMapper mapper;

	private final DeclaredProperties properties;

	/** A value may refer to itself. */
	private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Map<Class<?>, List<BeanPropertyWriter>> writers = new HashMap<>();

	private final Map<Class<?>, Boolean> comparable = new HashMap<>();

	CopyComparison(JsonMapper mapper) {
		this.mapper = mapper;
		this.properties = new DeclaredProperties(mapper);
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
		if (original instanceof Map<?, ?> map) {
			return (copy instanceof Map<?, ?> other) ? findInMap(map, other, path) : retyped(original, copy, path);
		}
		if (original instanceof Collection<?> elements) {
			return (copy instanceof Collection<?> others) ? findInCollection(elements, others, path)
					: retyped(original, copy, path);
		}
		if (original instanceof Map.Entry<?, ?> entry && copy instanceof Map.Entry<?, ?> other) {
			return firstOf(find(entry.getKey(), other.getKey(), ValuePath.entry(path)), entry.getValue(),
					other.getValue(), ValuePath.entry(path));
		}
		if (original instanceof JsonNode && copy instanceof JsonNode) {
			return null;
		}
		if (original.getClass() != copy.getClass()) {
			return retyped(original, copy, path);
		}
		return findInSameType(original, copy, path);
	}

	private @Nullable String findInSameType(Object original, Object copy, String path) {
		if (original instanceof Object[] array) {
			return this.visited.add(original) ? findInArray(array, (Object[]) copy, ValuePath.element(path)) : null;
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
		return this.visited.add(original) ? findInProperties(original, copy, path) : null;
	}

	private @Nullable String findInArray(Object[] array, Object[] copy, String path) {
		return (array.length == copy.length)
				? findInOrder(Arrays.asList(array).iterator(), Arrays.asList(copy).iterator(), path)
				: ValuePath.describe(path) + CHANGED;
	}

	private @Nullable String findInProperties(Object original, Object copy, String path) {
		for (BeanPropertyWriter writer : this.writers.computeIfAbsent(original.getClass(), this::writers)) {
			Object left;
			Object right;
			try {
				left = writer.get(original);
				right = writer.get(copy);
			}
			catch (Exception ex) {
				// One that is written by other means than its accessor
				continue;
			}
			String found = find(left, right, ValuePath.property(path, writer.getName()));
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private List<BeanPropertyWriter> writers(Class<?> type) {
		JavaType javaType = this.mapper.constructType(type);
		return this.properties.all(javaType)
			.stream()
			.filter(BeanPropertyWriter.class::isInstance)
			.map(BeanPropertyWriter.class::cast)
			.toList();
	}

	private @Nullable String findInMap(Map<?, ?> map, Map<?, ?> copy, String path) {
		if (!this.visited.add(map)) {
			return null;
		}
		String entry = ValuePath.entry(path);
		if (map.size() != copy.size()) {
			return ValuePath.describe(entry) + CHANGED;
		}
		if (map instanceof SortedMap<?, ?> sorted && !isSameOrder(sorted.comparator(),
				(copy instanceof SortedMap<?, ?> other) ? other.comparator() : null)) {
			return "the comparator of " + ValuePath.describe(path) + CHANGED;
		}
		boolean ordered = map instanceof SortedMap || map instanceof LinkedHashMap;
		Iterator<? extends Map.Entry<?, ?>> others = copy.entrySet().iterator();
		for (Map.Entry<?, ?> original : map.entrySet()) {
			Map.Entry<?, ?> other = others.next();
			String found = find(original.getKey(), other.getKey(), entry);
			if (found == null) {
				found = find(original.getValue(), other.getValue(), entry);
			}
			else if (!ordered && copy.containsKey(original.getKey())) {
				found = find(original.getValue(), copy.get(original.getKey()), entry);
			}
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private @Nullable String findInCollection(Collection<?> elements, Collection<?> copy, String path) {
		if (!this.visited.add(elements)) {
			return null;
		}
		if (elements.size() != copy.size()) {
			return ValuePath.describe(ValuePath.element(path)) + CHANGED;
		}
		if (elements instanceof SortedSet<?> sorted && !isSameOrder(sorted.comparator(),
				(copy instanceof SortedSet<?> other) ? other.comparator() : null)) {
			return "the comparator of " + ValuePath.describe(path) + CHANGED;
		}
		if (elements instanceof Set != copy instanceof Set && (elements instanceof Set || elements instanceof List)) {
			return retyped(elements, copy, path);
		}
		boolean ordered = !(elements instanceof Set) || elements instanceof SortedSet
				|| elements instanceof LinkedHashSet;
		return findInOrder(ordered ? elements.iterator() : unmatched(elements, copy),
				ordered ? copy.iterator() : unmatched(copy, elements), ValuePath.element(path));
	}

	/** A set may be read back in another order. */
	private static Iterator<?> unmatched(Collection<?> elements, Collection<?> others) {
		Set<Object> known = new HashSet<>(others);
		return elements.stream().filter((element) -> !known.contains(element)).iterator();
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

	private static boolean isSameOrder(@Nullable Comparator<?> comparator, @Nullable Comparator<?> other) {
		return comparator == null || comparator == Comparator.naturalOrder() || comparator.equals(other);
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

}
