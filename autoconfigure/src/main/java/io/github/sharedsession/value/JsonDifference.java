package io.github.sharedsession.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds what a value loses on its way through JSON, without telling any of its content.
 */
final class JsonDifference {

	private final DeclaredProperties properties;

	JsonDifference(JsonMapper mapper) {
		this.properties = new DeclaredProperties(mapper);
	}

	/**
	 * Find the first difference.
	 * @return the path of a property in quotes, or {@code null} when there is none
	 */
	@Nullable String find(JavaType type, JsonNode written, JsonNode readBack) {
		String path = find(type, written, readBack, "");
		return (path != null) ? ValuePath.describe(path) : null;
	}

	private @Nullable String find(@Nullable JavaType type, JsonNode written, JsonNode readBack, String path) {
		if (written.equals(readBack)) {
			return null;
		}
		if (written.isObject() && readBack.isObject()) {
			return findInObject(type, written, readBack, path);
		}
		if (written.isArray() && readBack.isArray()) {
			return findInArray((type != null) ? type.getContentType() : null, written, readBack, path);
		}
		return path;
	}

	private @Nullable String findInObject(@Nullable JavaType type, JsonNode written, JsonNode readBack, String path) {
		Map<String, JavaType> declared = this.properties.of(type);
		for (Map.Entry<String, JsonNode> property : written.properties()) {
			String name = property.getKey();
			boolean isDeclared = declared.containsKey(name);
			String child = (path.isEmpty() ? "" : path + ".") + (isDeclared ? name : DeclaredProperties.UNDECLARED);
			JavaType childType = isDeclared ? declared.get(name) : (type != null) ? type.getContentType() : null;
			JsonNode other = readBack.get(name);
			String difference = (other == null) ? child : find(childType, property.getValue(), other, child);
			if (difference != null) {
				return difference;
			}
		}
		return (written.size() == readBack.size()) ? null : path;
	}

	/** The elements of a set may come in another order. */
	private @Nullable String findInArray(@Nullable JavaType elementType, JsonNode written, JsonNode readBack,
			String path) {
		List<JsonNode> left = new ArrayList<>();
		readBack.forEach(left::add);
		int position = -1;
		for (JsonNode element : written) {
			position++;
			int index = -1;
			for (int i = 0; i < left.size() && index < 0; i++) {
				index = (find(elementType, element, left.get(i), path) == null) ? i : -1;
			}
			if (index < 0) {
				String within = (position < readBack.size())
						? find(elementType, element, readBack.get(position), path + "[]") : null;
				return (within != null) ? within : path + "[]";
			}
			left.remove(index);
		}
		return left.isEmpty() ? null : path + "[]";
	}

}
