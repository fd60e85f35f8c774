package io.github.sharedsession.value;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.core.record.ValueText;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of where texts are found in a value, and of what is told of their places.
 */
class JsonTextsTests {

	@Test
	void textsAreToldByTheirPlaces() {
		assertThat(texts(Cluster.class,
				new Cluster("orders", 3,
						List.of(new Node(URI.create("http://one"), Map.of("size", "9")),
								new Node(URI.create("http://two"), Map.of())))))
			.containsExactlyInAnyOrder(new ValueText("/name", "orders"), new ValueText("/nodes/0/url", "http://one"),
					new ValueText("/nodes/0/settings/*", "9"), new ValueText("/nodes/1/url", "http://two"));
	}

	@Test
	void textMayBeAllOfTheValue() {
		assertThat(texts(String.class, "text")).containsExactly(new ValueText("", "text"));
		assertThat(texts(Integer.class, 3)).isEmpty();
	}

	private static <V> List<ValueText> texts(Class<V> type, V value) {
		JsonValueCodec<V> codec = new JsonValueCodec<>(() -> "bean", type);
		return codec.texts(codec.write(value));
	}

	private record Cluster(String name, int size, List<Node> nodes) {
	}

	private record Node(URI url, Map<String, String> settings) {
	}

}
