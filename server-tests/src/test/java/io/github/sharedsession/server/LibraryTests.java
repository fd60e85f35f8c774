package io.github.sharedsession.server;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Library}.
 */
class LibraryTests {

	@Test
	void missingLibraryIsNamedWithItsCoordinates() {
		assertThatIllegalStateException()
			.isThrownBy(() -> Library.require(RedisServer.class, "com.example.Missing", "com.example:missing"))
			.withMessageContaining("RedisServer")
			.withMessageContaining("com.example:missing")
			.withMessageContaining("test scope");
	}

	@Test
	void presentLibraryIsFine() {
		assertThatNoException()
			.isThrownBy(() -> Library.require(RedisServer.class, LibraryTests.class.getName(), "com.example:present"));
	}

}
