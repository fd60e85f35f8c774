package io.github.sharedsession.value;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;

/**
 * The fields in which an object has its state, whether or not Jackson writes them: what
 * has no getter is lost without a word. Those that are left out on purpose do not count,
 * transient ones and what {@code @JsonIgnore} names.
 */
final class ValueFields {

	private final JsonMapper mapper;

	private final Map<Class<?>, List<Field>> fields = new HashMap<>();

	ValueFields(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/** Those of the class and its superclasses, as far as they are not the JDK's. */
	List<Field> of(Class<?> type) {
		List<Field> found = this.fields.get(type);
		if (found == null) {
			found = find(type);
			this.fields.put(type, found);
		}
		return found;
	}

	private List<Field> find(Class<?> type) {
		List<Field> found = new ArrayList<>();
		try {
			Set<String> ignored = ignored(type);
			for (Class<?> declaring = type; declaring != null
					&& !isOfJdk(declaring); declaring = declaring.getSuperclass()) {
				for (Field field : declaring.getDeclaredFields()) {
					if (isState(field) && !ignored.contains(field.getName()) && field.trySetAccessible()) {
						found.add(field);
					}
				}
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// What Jackson can't handle: the text may quote data
		}
		return found;
	}

	private static boolean isOfJdk(Class<?> type) {
		return type.getClassLoader() == null;
	}

	/** Compilers put a dollar into the names of what they add. */
	private static boolean isState(Field field) {
		int modifiers = field.getModifiers();
		return !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers) && !field.isSynthetic()
				&& !field.getName().contains("$");
	}

	private Set<String> ignored(Class<?> type) {
		// Which tells, unlike that for writing
		DeserializationConfig config = this.mapper.deserializationConfig();
		ClassIntrospector introspector = config.classIntrospectorInstance();
		JavaType javaType = this.mapper.constructType(type);
		AnnotatedClass annotated = introspector.introspectClassAnnotations(javaType);
		Set<String> ignored = new HashSet<>(config.getDefaultPropertyIgnorals(type, annotated).getIgnored());
		BeanDescription description = introspector.introspectForDeserialization(javaType, annotated);
		// Else there are no names yet
		description.findProperties();
		Set<String> names = description.getIgnoredPropertyNames();
		ignored.addAll((names != null) ? names : Set.of());
		return ignored;
	}

	/**
	 * Whether Jackson writes an object by its properties, and not in a form of its own.
	 */
	boolean areWritten(Class<?> type) {
		boolean[] written = { false };
		try {
			this.mapper.acceptJsonFormatVisitor(type, new JsonFormatVisitorWrapper.Base() {

				@Override
				public @Nullable JsonObjectFormatVisitor expectObjectFormat(JavaType objectType) {
					written[0] |= objectType.hasRawClass(type);
					return null;
				}

			});
		}
		catch (RuntimeException | LinkageError ex) {
			// As above
		}
		return written[0];
	}

}
