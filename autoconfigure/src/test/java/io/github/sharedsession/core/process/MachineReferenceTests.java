package io.github.sharedsession.core.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is recognized as meaning something else on another machine.
 */
class MachineReferenceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "localhost | LOCALHOST", "jdbc:postgresql://LocalHost:5432/db | LOCALHOST",
					"http://user@localhost/ | LOCALHOST", "http://orders.localhost:8080 | LOCALHOST",
					"localhost.localdomain | LOCALHOST", "kafka-1:9092,localhost:9092 | LOCALHOST",
					"served by localhost. | LOCALHOST", "127.0.0.1 | LOOPBACK",
					"redis://:secret@127.0.1.1:6379 | LOOPBACK", "http://[::1]:8080/ | LOOPBACK", "::1 | LOOPBACK",
					"0:0:0:0:0:0:0:1 | LOOPBACK", "http://0.0.0.0:8080 | ANY_ADDRESS", "file:///var/lib/x | PATH",
					"jdbc:h2:file:./x | PATH", "C:\\Temp\\data | PATH", "D:/build/data | PATH" })
	void referencesAreRecognized(String text, MachineReference reference) {
		assertThat(MachineReference.in(text)).isEqualTo(reference);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "jdbc:postgresql://db.example.org:5432/db", "localhost-index", "my-localhost",
			"mylocalhost", "localhost.example.org", "127.0.0.1.example.org", "1127.0.0.1", "10.127.0.1",
			"version 127.0.0", "fe80::1", "2001:db8::1", "std::1x", "10.0.0.0", "10.0.0.0.0", "/", "/tmp",
			"/api/orders", "https://example.org/tmp/x", "profile:/no/such/file", "text/plain", "a:b", "c:d/e", "12:/30",
			"\0/tmp/x" })
	void otherTextsAreNot(String text) {
		assertThat(MachineReference.in(text)).isNull();
	}

	@Test
	void pathIsOneOfThisMachineWhenItExistsHere(@TempDir Path directory) throws Exception {
		Path file = Files.createFile(directory.resolve("data.db"));
		for (String text : List.of(directory.toString(), directory + "/", file.toString(), "jdbc:sqlite:" + file,
				"jdbc:h2:" + file + ";MODE=MySQL")) {
			assertThat(MachineReference.in(text)).as(text).isEqualTo(MachineReference.PATH);
		}
		assertThat(MachineReference.in(directory.resolve("missing").toString())).isNull();
	}

}
