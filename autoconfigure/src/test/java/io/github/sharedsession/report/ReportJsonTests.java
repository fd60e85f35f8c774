package io.github.sharedsession.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The report as JSON, and its schema.
 */
class ReportJsonTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final String HOSTILE = "</script><!--<script>\"\\'\n\r\t\u0000\u2028\u2029\ud83d\ude00\ud800 größe &amp; ${x}";

	private final List<String> problems = new ArrayList<>();

	@Test
	void anyTextSurvives() {
		Report report = new Report(HOSTILE, HOSTILE, 1, 2, List.of(), List.of(), List.of(), List.of());
		String json = ReportJson.write(report);
		assertThat(MAPPER.readTree(json).get("build").asString()).isEqualTo(HOSTILE);
		assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\n");
	}

	@Test
	void numbersAndAbsentOnesAreTold() {
		JsonNode json = MAPPER.readTree(ReportJson.write(Stories.killedFork().report()));
		assertThat(json.at("/members").size()).isEqualTo(5);
		assertThat(json.at("/resources/1/creation").asLong()).isEqualTo(3699);
		assertThat(json.at("/resources/1/lifetime").isNull()).isTrue();
		assertThat(json.at("/resources/1/dependencies/0").asInt()).isZero();
		assertThat(json.at("/failures/0/trace").asString()).contains("\n\tat ");
	}

	@Test
	void reportsAreAsTheSchemaSays() throws IOException {
		JsonNode schema = MAPPER.readTree(Files.readString(Path.of("..", "docs", "report.schema.json")));
		for (Story story : List.of(Stories.killedFork(), Stories.generated(3, 5), new Story().enters(1, 0))) {
			check(MAPPER.readTree(ReportJson.write(story.report())), schema, schema, "");
		}
		assertThat(this.problems).isEmpty();
	}

	@Test
	void schemaRefusesOtherThings() throws IOException {
		JsonNode schema = MAPPER.readTree(Files.readString(Path.of("..", "docs", "report.schema.json")));
		String json = ReportJson.write(Stories.killedFork().report());
		for (String change : List.of("\"pid\":1001>\"pid\":\"1001\"", "\"kind\":\"using\">\"kind\":\"abusing\"",
				"\"gone\":false>\"gone\":false,\"more\":1", "\"state\":\"none\",>")) {
			String[] parts = change.split(">", -1);
			String changed = json.replace(parts[0], parts[1]);
			assertThat(changed).isNotEqualTo(json);
			this.problems.clear();
			check(MAPPER.readTree(changed), schema, schema, "");
			assertThat(this.problems).as(change).isNotEmpty();
		}
	}

	/** As much of JSON Schema as the schema uses. */
	private void check(JsonNode value, JsonNode type, JsonNode schema, String path) {
		if (type.has("$ref")) {
			check(value, schema.at(type.get("$ref").asString().substring(1)), schema, path);
			return;
		}
		Set<String> known = Set.of("$schema", "$id", "$defs", "title", "description", "type", "properties", "required",
				"additionalProperties", "items", "enum", "const", "minimum");
		type.propertyNames().forEach((name) -> expect(known.contains(name), path, "keyword " + name));
		expect(!type.has("const") || type.get("const").equals(value), path, "const");
		expect(!type.has("enum") || type.get("enum").valueStream().anyMatch(value::equals), path, "enum");
		expect(!type.has("minimum") || value.isNull() || value.asLong() >= type.get("minimum").asLong(), path,
				"minimum");
		expect(!type.has("type") || types(type).contains(typeOf(value)), path, "type");
		if (value.isObject()) {
			type.path("required").forEach((name) -> expect(value.has(name.asString()), path, "lacks " + name));
			value.properties().forEach((property) -> {
				JsonNode propertyType = type.path("properties").path(property.getKey());
				expect(!propertyType.isMissingNode(), path, "unknown " + property.getKey());
				check(property.getValue(), propertyType, schema, path + "/" + property.getKey());
			});
		}
		for (int i = 0; i < value.size() && value.isArray(); i++) {
			check(value.get(i), type.path("items"), schema, path + "/" + i);
		}
	}

	private void expect(boolean condition, String path, String problem) {
		if (!condition) {
			this.problems.add(path + ": " + problem);
		}
	}

	private static List<String> types(JsonNode type) {
		JsonNode types = type.get("type");
		return types.isArray() ? types.valueStream().map(JsonNode::asString).toList() : List.of(types.asString());
	}

	private static String typeOf(JsonNode value) {
		return value.isObject() ? "object" : value.isArray() ? "array" : value.isString() ? "string"
				: value.isIntegralNumber() ? "integer" : value.isBoolean() ? "boolean" : "null";
	}

}
