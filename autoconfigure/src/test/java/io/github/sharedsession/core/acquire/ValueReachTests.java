package io.github.sharedsession.core.acquire;

import java.util.List;

import io.github.sharedsession.core.record.ValueText;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told of a value that means something else on another machine.
 */
class ValueReachTests {

	@Test
	void placesAreToldAndNothingOfTheTexts() {
		assertThat(ValueReach.references(List.of(new ValueText("/url", "http://localhost:8080/secret"),
				new ValueText("/name", "orders"), new ValueText("", "secret@127.0.0.1"))))
			.containsExactly("the host localhost at /url", "a loopback address");
	}

}
