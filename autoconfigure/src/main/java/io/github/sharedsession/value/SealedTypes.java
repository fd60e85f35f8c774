package io.github.sharedsession.value;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Has the class of a value of a sealed type written beside it. What is read is only
 * compared with the names of the classes that the sealed type permits: no class is loaded
 * by a name. A type that says itself how it is written is left alone.
 */
final class SealedTypes extends NopAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	private static final String PROPERTY = "@type";

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		return (annotated instanceof AnnotatedClass && isHandled(annotated.getRawType())) ? JsonTypeInfo.Value
			.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, PROPERTY, null, false, true) : null;
	}

	@Override
	public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
		if (!(annotated instanceof AnnotatedClass) || !isHandled(annotated.getRawType())) {
			return null;
		}
		List<NamedType> types = new ArrayList<>();
		for (Class<?> type : permitted(annotated.getRawType())) {
			// Simple names may be the same
			types.add(new NamedType(type, type.getName()));
		}
		return types;
	}

	/** Constants of an enum with bodies make it sealed, too. */
	static boolean isHandled(Class<?> type) {
		return type.isSealed() && !type.isEnum() && !type.getName().startsWith("java.")
				&& !AnnotatedElementUtils.isAnnotated(type, JsonTypeInfo.class)
				&& !hasOwnForm(type.getDeclaredMethods());
	}

	private static boolean hasOwnForm(Method[] methods) {
		for (Method method : methods) {
			if (method.isAnnotationPresent(JsonValue.class) || method.isAnnotationPresent(JsonCreator.class)) {
				return true;
			}
		}
		return false;
	}

	/** All that a sealed type permits, at any depth, and the type itself. */
	static Set<Class<?>> permitted(Class<?> type) {
		Set<Class<?>> types = new LinkedHashSet<>();
		collect(type, types);
		return types;
	}

	private static void collect(Class<?> type, Set<Class<?>> types) {
		if (types.add(type) && type.isSealed() && !type.isEnum()) {
			for (Class<?> permitted : type.getPermittedSubclasses()) {
				collect(permitted, types);
			}
		}
	}

}
