package io.github.sharedsession.value;

import java.util.HashSet;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the part of a declared type that can't be read back. A raw type, {@code Object}
 * and {@code ?} leave open what is there: JSON keeps no types, so what is read there is a
 * string, a number, a list or a map, whatever was written. A class would be loaded by a
 * name in a file, and an exception is not data.
 */
final class UntypedParts {

	private final JsonMapper mapper;

	private final DeclaredProperties properties;

	private final Set<JavaType> visited = new HashSet<>();

	UntypedParts(JsonMapper mapper) {
		this.mapper = mapper;
		this.properties = new DeclaredProperties(mapper);
	}

	/**
	 * Find the first such part.
	 * @return what is wrong with it, or {@code null} when there is none
	 */
	@Nullable String find(JavaType type) {
		return find(type, "");
	}

	private @Nullable String find(JavaType type, String path) {
		if (type.isJavaLangObject()) {
			return ValuePath.describe(path) + " is declared as Object, as '?' or by a raw type, which leaves open "
					+ "what is to be read back";
		}
		if (type.hasRawClass(Class.class)) {
			return ValuePath.describe(path) + " is a Class, and no class is loaded by a name that was read";
		}
		if (type.isTypeOrSubTypeOf(Throwable.class)) {
			return ValuePath.describe(path) + " is an exception, which is not data";
		}
		if (!this.visited.add(type)) {
			return null;
		}
		if (type.getKeyType() != null || type.getContentType() != null) {
			return findInContent(type, path);
		}
		for (BeanProperty property : this.properties.all(type)) {
			String found = (property.getAnnotation(JsonTypeInfo.class) != null) ? null
					: find(property.getType(), ValuePath.property(path, property.getName()));
			if (found != null) {
				return found;
			}
		}
		return SealedTypes.isHandled(type.getRawClass()) ? findInPermitted(type, path) : null;
	}

	private @Nullable String findInContent(JavaType type, String path) {
		JavaType key = type.getKeyType();
		String found = (key != null) ? find(key, ValuePath.entry(path)) : null;
		JavaType content = type.getContentType();
		if (found != null || content == null) {
			return found;
		}
		return find(content,
				(key != null) ? ValuePath.entry(path) : type.isReferenceType() ? path : ValuePath.element(path));
	}

	private @Nullable String findInPermitted(JavaType type, String path) {
		for (Class<?> permitted : SealedTypes.permitted(type.getRawClass())) {
			String found = (permitted != type.getRawClass())
					? find(this.mapper.getTypeFactory().constructSpecializedType(type, permitted), path) : null;
			if (found != null) {
				return found;
			}
		}
		return null;
	}

}
