package io.github.sharedsession.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.core.record.ValueText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the texts in a value. Where they are is told as in a JSON pointer, with a
 * {@code *} for each name that is data itself.
 */
final class JsonTexts {

	private final DeclaredProperties properties;

	private final List<ValueText> texts = new ArrayList<>();

	JsonTexts(JsonMapper mapper) {
		this.properties = new DeclaredProperties(mapper);
	}

	List<ValueText> find(JavaType type, JsonNode value) {
		visit(type, value, "");
		return this.texts;
	}

	private void visit(@Nullable JavaType type, JsonNode node, String place) {
		if (node.isString()) {
			this.texts.add(new ValueText(place, node.stringValue()));
		}
		else if (node.isObject()) {
			visitObject(type, node, place);
		}
		else if (node.isArray()) {
			for (int i = 0; i < node.size(); i++) {
				visit(contentType(type), node.get(i), place + "/" + i);
			}
		}
	}

	private void visitObject(@Nullable JavaType type, JsonNode node, String place) {
		Map<String, JavaType> declared = this.properties.of(type);
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			String name = property.getKey();
			boolean isDeclared = declared.containsKey(name);
			visit(isDeclared ? declared.get(name) : contentType(type), property.getValue(),
					place + "/" + (isDeclared ? name : DeclaredProperties.UNDECLARED));
		}
	}

	private static @Nullable JavaType contentType(@Nullable JavaType type) {
		return (type != null) ? type.getContentType() : null;
	}

}
