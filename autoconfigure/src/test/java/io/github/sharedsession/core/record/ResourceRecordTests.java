package io.github.sharedsession.core.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.SharedSessionRecordException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link ResourceRecord}, {@link FailureRecord} and {@link RecordedProperties}.
 */
@SuppressWarnings("NullAway") // javac 17 does not read annotations of type arguments from
								// class files
class ResourceRecordTests {

	private static final String FILE = "some/value";

	private final ResourceRecord record = new ResourceRecord("abc", "größe = 1\n", "a.B.c()", new Member("m1", 3, 4711),
			Map.of("a_1_2", "g1", "b_1_2", "g2"),
			RecordedProperties.of(List.of("db.url", "other"), Map.of("db.url", "secret")::get),
			"value\n1".getBytes(StandardCharsets.UTF_8));

	@Test
	void everythingIsReadBack() {
		ResourceRecord copy = ResourceRecord.decode(this.record.encode(), FILE);
		assertThat(copy).usingRecursiveComparison().isEqualTo(this.record);
		ResourceRecord withoutValue = new ResourceRecord("g", "b", "m", new Member("m", null, 1), Map.of(),
				RecordedProperties.none(), null);
		assertThat(ResourceRecord.decode(withoutValue.encode(), FILE)).usingRecursiveComparison()
			.isEqualTo(withoutValue);
	}

	@Test
	void everyCharacterIsReadBack() {
		StringBuilder all = new StringBuilder();
		for (char character = 0; character < 0x180; character++) {
			all.append(character);
		}
		ResourceRecord copy = new ResourceRecord(RandomId.next(), all.toString(), " \\ m=#!: ",
				new Member("m", null, 1), Map.of(), new RecordedProperties("", Map.of(all.toString(), all.toString())),
				null);
		assertThat(ResourceRecord.decode(copy.encode(), FILE)).usingRecursiveComparison().isEqualTo(copy);
	}

	/** Its time zone alone takes a fresh JVM 100 ms. */
	@Test
	void recordHasNoDate() {
		assertThat(new String(this.record.encode(), StandardCharsets.UTF_8)).doesNotContain("\n#");
	}

	@Test
	void noTruncationIsTakenForARecord() {
		byte[] content = this.record.encode();
		for (int length = 0; length < content.length; length++) {
			byte[] truncated = Arrays.copyOf(content, length);
			assertThatExceptionOfType(SharedSessionRecordException.class)
				.isThrownBy(() -> ResourceRecord.decode(truncated, FILE))
				.withMessageContaining(FILE);
		}
	}

	@Test
	void noFlippedBitIsTakenForARecord() {
		byte[] content = this.record.encode();
		for (int i = 0; i < content.length; i++) {
			byte[] flipped = content.clone();
			flipped[i] ^= 1;
			assertThatExceptionOfType(SharedSessionRecordException.class)
				.isThrownBy(() -> ResourceRecord.decode(flipped, FILE))
				.withMessageContaining(FILE);
		}
	}

	@Test
	void newerFormatIsNamed() {
		byte[] content = "shared-session-record 2 whatever\n".getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(SharedSessionRecordException.class)
			.isThrownBy(() -> ResourceRecord.decode(content, FILE))
			.withMessageContaining("format 2")
			.withMessageContaining("Action:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "shared-session-record 1", "shared-session-record 1 0 -5 3\nabc" })
	void foreignContentIsNoRecord(String content) {
		assertThatExceptionOfType(SharedSessionRecordException.class)
			.isThrownBy(() -> ResourceRecord.decode(content.getBytes(StandardCharsets.UTF_8), FILE));
	}

	@Test
	void valuesOfPropertiesAreNotRecorded() {
		assertThat(new String(this.record.encode(), StandardCharsets.UTF_8)).contains("db.url")
			.doesNotContain("secret");
	}

	@Test
	void changedPropertiesAreNoticed() {
		RecordedProperties properties = this.record.properties();
		assertThat(properties.changed(Map.of("db.url", "secret")::get)).isEmpty();
		assertThat(properties.changed(Map.of("db.url", "secret", "other", "")::get)).containsExactly("other");
		assertThat(properties.changed(Map.<String, String>of()::get)).containsExactly("db.url");
	}

	@Test
	void damagedFailureCountsAsNone() {
		FailureRecord failure = new FailureRecord("SharedBeanCreationException", "d", "a", "t", new Member("m", 1, 2),
				RecordedCause.of(new IllegalStateException("no license", new UnsupportedOperationException())));
		byte[] content = failure.encode();
		assertThat(FailureRecord.decode(content)).isEqualTo(failure);
		for (int length = 0; length < content.length; length++) {
			assertThat(FailureRecord.decode(Arrays.copyOf(content, length))).isNull();
		}
	}

}
