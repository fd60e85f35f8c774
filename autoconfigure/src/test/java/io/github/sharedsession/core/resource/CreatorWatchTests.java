package io.github.sharedsession.core.resource;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.core.LocalMember;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.core.process.ListeningPorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Resources that live in the fork that created them.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CreatorWatchTests {

	private static final String WARNING = "lives in the JVM that created it";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	private final List<MemberProcess> members = new ArrayList<>();

	@AfterEach
	void closeMembers() {
		this.members.forEach(MemberProcess::close);
	}

	@Test
	void creatorThatLeavesWhileOthersUseItsPortSaysSo() {
		MemberProcess creator = member();
		MemberProcess other = member();
		creator.send("acquire a - listen").await("acquired a");
		other.send("acquire a -").await("acquired a");
		creator.end();
		assertThat(warnings(creator)).singleElement()
			.asString()
			.contains("'a'", "Test.a()", "pid " + creator.pid() + " is ending", "SharedBean.hosted(");
		other.end();
		assertThat(warnings(other)).isEmpty();
		assertThat(other.seen()).anyMatch((line) -> line.contains("LIVED IN ITS CREATOR"));
	}

	@Test
	void creatorThatIsKilledWhileOthersUseItsPortIsNamedByThem() throws IOException {
		MemberProcess creator = member();
		MemberProcess other = member();
		creator.send("acquire a - listen").await("acquired a");
		other.send("acquire a -").await("acquired a");
		awaitNote();
		creator.kill();
		other.end();
		assertThat(warnings(other)).singleElement().asString().contains("pid " + creator.pid() + " has ended");
	}

	@Test
	void creatorThatIsKilledBeforeItHasNotedItsPortIsNoneThatServes() throws IOException {
		MemberProcess creator = member();
		MemberProcess other = member();
		creator.send("acquire a - listen").await("acquired a");
		other.send("acquire a -").await("acquired a");
		Files.delete(awaitNote());
		creator.kill();
		assertThat(warnings(other.end())).isEmpty();
		assertThat(LocalMember.files(this.temporary.resolve("root"))).containsExactly("lock");
	}

	/** It is written a little later than the value. */
	private Path awaitNote() throws IOException {
		Path definition = child(child(this.temporary.resolve("root"), "s-.*").resolve("resources"), "a_.*");
		Path note = child(definition, ".*").resolve("port");
		while (!Files.exists(note)) {
			Thread.onSpinWait();
		}
		return note;
	}

	private static Path child(Path directory, String pattern) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.getFileName().toString().matches(pattern)).findFirst().orElseThrow();
		}
	}

	@Test
	void creatorThatLeavesLastSaysNothing() {
		MemberProcess creator = member();
		MemberProcess other = member();
		creator.send("acquire a - listen").await("acquired a");
		other.send("acquire a -").await("acquired a");
		assertThat(warnings(other.end())).isEmpty();
		assertThat(warnings(creator.end())).isEmpty();
	}

	@Test
	void portOfAnotherProcessIsNobodysConcern() throws IOException {
		try (ServerSocket external = new ServerSocket(0)) {
			MemberProcess creator = member();
			MemberProcess other = member();
			creator.send("acquire a - port=" + external.getLocalPort()).await("acquired a");
			other.send("acquire a -").await("acquired a");
			assertThat(warnings(creator.end())).isEmpty();
			assertThat(warnings(other.end())).isEmpty();
		}
	}

	@Test
	void portIsFoundInTheProcessThatServesIt() throws IOException {
		long pid = ProcessHandle.current().pid();
		try (ServerSocket socket = new ServerSocket(0)) {
			byte[] value = ("http://localhost:" + socket.getLocalPort()).getBytes(StandardCharsets.UTF_8);
			assertThat(ListeningPorts.find(value, pid)).isEqualTo(socket.getLocalPort());
			assertThat(ListeningPorts.find(value, 1)).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"url\":\"jdbc:postgresql://localhost:5432/db\"} | 5432",
					"{\"url\":\"http://[::1]:8080\"} | 8080", "{\"port\":61616} | 61616",
					"{\"httpPort\" : \"8443\"} | 8443", "\"127.0.0.1:9092\" | 9092" })
	void portsAreRecognized(String value, int port) {
		assertThat(ListeningPorts.named(value.getBytes(StandardCharsets.UTF_8))).containsExactly(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"size\":8080}", "{\"name\":\"index-8080\"}", "2026-11-22T10:15:30.000Z",
			"{\"report\":\"8080 lines\"}", "[8080, 9090]", "a:123456" })
	void numbersThatAreNoPortsAreNot(String value) {
		assertThat(ListeningPorts.named(value.getBytes(StandardCharsets.UTF_8))).isEmpty();
	}

	private MemberProcess member() {
		MemberProcess member = MemberProcess.start(this.temporary.resolve("root"), "test");
		this.members.add(member);
		return member;
	}

	private static List<String> warnings(MemberProcess member) {
		return member.seen().stream().filter((line) -> line.startsWith("warn") && line.contains(WARNING)).toList();
	}

}
