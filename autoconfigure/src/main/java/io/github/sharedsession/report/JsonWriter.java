package io.github.sharedsession.report;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON that may also stand inside of an HTML page. A JSON library would cost the
 * end of a fork more than the whole report.
 */
final class JsonWriter {

	private final StringBuilder json = new StringBuilder();

	private boolean first = true;

	JsonWriter beginObject() {
		return begin('{');
	}

	JsonWriter endObject() {
		return end('}');
	}

	JsonWriter beginArray(String name) {
		return name(name).begin('[');
	}

	JsonWriter endArray() {
		return end(']');
	}

	JsonWriter beginObject(String name) {
		return name(name).begin('{');
	}

	JsonWriter property(String name, String value) {
		name(name);
		string(value);
		return this;
	}

	JsonWriter property(String name, long value) {
		return literal(name, String.valueOf(value));
	}

	JsonWriter property(String name, @Nullable Long value) {
		return literal(name, String.valueOf(value));
	}

	JsonWriter property(String name, boolean value) {
		return literal(name, String.valueOf(value));
	}

	private JsonWriter literal(String name, String value) {
		name(name).json.append(value);
		this.first = false;
		return this;
	}

	JsonWriter property(String name, List<Integer> values) {
		beginArray(name);
		for (Integer value : values) {
			separate();
			this.json.append(value);
		}
		return endArray();
	}

	JsonWriter strings(String name, Collection<String> values) {
		beginArray(name);
		for (String value : values) {
			separate();
			string(value);
		}
		return endArray();
	}

	private JsonWriter name(String name) {
		separate();
		string(name);
		this.json.append(':');
		this.first = true;
		return this;
	}

	private JsonWriter begin(char bracket) {
		separate();
		this.json.append(bracket);
		this.first = true;
		return this;
	}

	private JsonWriter end(char bracket) {
		this.json.append(bracket);
		this.first = false;
		return this;
	}

	private void separate() {
		if (!this.first) {
			this.json.append(',');
		}
		this.first = false;
	}

	private void string(String text) {
		this.json.append('"');
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			switch (character) {
				case '"', '\\' -> this.json.append('\\').append(character);
				case '\n' -> this.json.append("\\n");
				case '\t' -> this.json.append("\\t");
				default -> {
					// A page would end a script at "</script", and half a pair is no
					// UTF-8
					if (character < ' ' || "<>&\u2028\u2029".indexOf(character) >= 0
							|| Character.isSurrogate(character)) {
						this.json.append("\\u").append(Integer.toHexString(0x10000 | character), 1, 5);
					}
					else {
						this.json.append(character);
					}
				}
			}
		}
		this.json.append('"');
		this.first = false;
	}

	@Override
	public String toString() {
		return this.json.toString();
	}

}
