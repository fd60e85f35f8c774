package io.github.sharedsession.bean;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.doctor.Doctor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that can't be written or read back appear nowhere: not on the console, in
 * exceptions and their causes, in records, events, logs, the report, nor in what the
 * doctor says.
 */
class SecretValuesTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path build;

	@Test
	void noPartOfAValueIsPrinted() throws IOException {
		Files.createFile(this.build.resolve("pom.xml"));
		Files.createDirectories(this.build.resolve("target"));
		Map<String, String> outputs = new TreeMap<>();
		try (MemberProcess fork = SecretValuesMain.start(this.build.toString())) {
			fork.await("waiting");
			for (String command : List.of("list", "show", "doctor")) {
				outputs.put("doctor " + command, doctor(command));
			}
			addFiles(outputs);
			fork.end();
			outputs.put("console", String.join("\n", fork.seen()));
		}
		addFiles(outputs);
		assertThat(outputs.keySet()).anyMatch((name) -> name.endsWith("report.html"))
			.anyMatch((name) -> name.endsWith("report.json"))
			.anyMatch((name) -> name.endsWith("/failure"))
			.anyMatch((name) -> name.contains("/events/"));
		assertThat(outputs.get("console")).doesNotContain("got ").contains("refused fuse", "refused settings");
		List<String> leaks = new ArrayList<>();
		outputs.forEach((name, text) -> text.lines()
			.filter((line) -> line.contains(SecretValuesMain.SECRET))
			.forEach((line) -> leaks.add(name + ": " + line)));
		assertThat(leaks).isEmpty();
	}

	private String doctor(String command) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		new Doctor(new PrintStream(output, true, StandardCharsets.UTF_8))
			.run(List.of(command, "--directory=" + this.build.resolve("target/root")));
		return output.toString(StandardCharsets.UTF_8);
	}

	/** All files but those whose purpose it is to hold a value. */
	private void addFiles(Map<String, String> outputs) throws IOException {
		try (Stream<Path> files = Files.walk(this.build)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				if (!List.of("value", "intent", "server").contains(file.getFileName().toString())
						&& !file.toString().contains("/remains/")) {
					outputs.put(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
				}
			}
		}
	}

}
