package io.github.sharedsession.value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;

/**
 * The properties that types have in JSON: only their names may be told.
 */
final class DeclaredProperties {

	/**
	 * Stands for a name that no type declares: it may be the key of a map, and so data.
	 */
	static final String UNDECLARED = "*";

	private final JsonMapper mapper;

	DeclaredProperties(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/** Names and types; empty for what is not an object, as for no type. */
	Map<String, JavaType> of(@Nullable JavaType type) {
		Map<String, JavaType> properties = new HashMap<>();
		if (type != null) {
			all(type).forEach((property) -> properties.put(property.getName(), property.getType()));
		}
		return properties;
	}

	/** Empty for what is not an object. */
	List<BeanProperty> all(JavaType type) {
		List<BeanProperty> properties = new ArrayList<>();
		try {
			collect(type, properties);
		}
		catch (RuntimeException | LinkageError ex) {
			// Its own serializer, or what Jackson can't handle: the text may quote data
		}
		return properties;
	}

	private void collect(JavaType type, List<BeanProperty> properties) {
		this.mapper.acceptJsonFormatVisitor(type, new JsonFormatVisitorWrapper.Base() {

			@Override
			public JsonObjectFormatVisitor expectObjectFormat(JavaType objectType) {
				return new JsonObjectFormatVisitor.Base(getContext()) {

					@Override
					public void property(BeanProperty property) {
						properties.add(property);
					}

					@Override
					public void optionalProperty(BeanProperty property) {
						property(property);
					}

				};
			}

		});
	}

}
