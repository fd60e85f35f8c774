package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds what a value loses on its way through JSON, without telling any of its content.
 */
final class JsonDifference {

	private JsonDifference() {
	}

	/**
	 * Find the first difference.
	 * @return the path of a property in quotes, or {@code null} when there is none
	 */
	static @Nullable String find(JsonNode written, JsonNode readBack) {
		String path = find(written, readBack, "");
		return (path == null) ? null : path.isEmpty() ? "the value" : "the property '" + path + "'";
	}

	private static @Nullable String find(JsonNode written, JsonNode readBack, String path) {
		if (written.equals(readBack)) {
			return null;
		}
		if (written.isObject() && readBack.isObject()) {
			return findInObject(written, readBack, path);
		}
		if (written.isArray() && readBack.isArray()) {
			return findInArray(written, readBack, path);
		}
		return path;
	}

	private static @Nullable String findInObject(JsonNode written, JsonNode readBack, String path) {
		for (Map.Entry<String, JsonNode> property : written.properties()) {
			String child = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
			JsonNode other = readBack.get(property.getKey());
			String difference = (other == null) ? child : find(property.getValue(), other, child);
			if (difference != null) {
				return difference;
			}
		}
		return (written.size() == readBack.size()) ? null : path;
	}

	/** The elements of a set may come in another order. */
	private static @Nullable String findInArray(JsonNode written, JsonNode readBack, String path) {
		List<JsonNode> left = new ArrayList<>();
		readBack.forEach(left::add);
		for (JsonNode element : written) {
			int index = -1;
			for (int i = 0; i < left.size() && index < 0; i++) {
				index = (find(element, left.get(i), path) == null) ? i : -1;
			}
			if (index < 0) {
				return path + "[]";
			}
			left.remove(index);
		}
		return left.isEmpty() ? null : path + "[]";
	}

}
