package io.github.sharedsession.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.host.ForkMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the doctor does with session hosts, and with what they have left.
 */
class DoctorHostTests {

	private static final String LONG_LINGER = "600000";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@SuppressWarnings("NullAway.Init")
	private Path root;

	@SuppressWarnings("NullAway.Init")
	private Path ledger;

	private final List<MemberProcess> forks = new ArrayList<>();

	@BeforeEach
	void makeLedger() throws IOException {
		this.root = this.temporary.resolve("root");
		this.ledger = Files.createFile(this.temporary.resolve("ledger"));
	}

	@AfterEach
	void killWhatIsLeft() {
		this.forks.forEach(MemberProcess::close);
		hosts().forEach(ProcessHandle::destroyForcibly);
	}

	@Test
	void stopEndsAHostThatNoForkUsesAndItsServers() throws Exception {
		fork().send("acquire a").await("acquired a");
		ProcessHandle host = hosts().get(0);
		DoctorCall refused = DoctorCall.of(this.root, "stop");
		assertThat(refused.code()).isEqualTo(Doctor.INCOMPLETE);
		assertThat(refused.output()).contains("pid " + host.pid() + " still runs", "Tests use it");
		this.forks.get(0).end();
		assertThat(DoctorCall.of(this.root, "list").output()).contains("host only", "session host");
		DoctorCall stop = DoctorCall.of(this.root, "stop");
		assertThat(stop.code()).isEqualTo(Doctor.OK);
		assertThat(stop.output()).contains("pid " + host.pid() + " was stopped");
		assertThat(host.isAlive()).isFalse();
		assertThat(verbs()).containsExactly("starting", "started", "closing", "closed");
	}

	@Test
	void cleanRecoversWhatAKilledHostHasLeft() throws Exception {
		MemberProcess fork = fork();
		fork.send("acquire a").await("acquired a");
		kill(hosts().get(0));
		fork.kill();
		assertThat(DoctorCall.of(this.root, "list").output()).contains("leftover   'a'", "hosted");
		DoctorCall clean = DoctorCall.of(this.root, "clean");
		assertThat(clean.output()).contains("was removed");
		assertThat(clean.code()).isEqualTo(Doctor.OK);
		assertThat(verbs()).containsExactly("starting", "started", "recovered");
		assertThat(this.root.toFile().list()).containsExactly("lock");
	}

	@Test
	void cleanKeepsWhatItCannotRecoverWithoutTheClassPathOfTheHost() throws Exception {
		MemberProcess fork = fork();
		fork.send("acquire a").await("acquired a");
		kill(hosts().get(0));
		fork.kill();
		Path arguments = find("arguments");
		Files.writeString(arguments,
				Files.readString(arguments).replaceFirst("(?m)^\"-cp\"\\n.*$", "\"-cp\"\n\"gone\""));
		DoctorCall clean = DoctorCall.of(this.root, "clean");
		assertThat(clean.code()).isEqualTo(Doctor.INCOMPLETE);
		assertThat(clean.output()).contains("was kept", "'a', declared by Test.a()", "hosted");
		assertThat(verbs()).containsExactly("starting", "started");
	}

	private MemberProcess fork() {
		MemberProcess fork = MemberProcess.start(ForkMain.class,
				List.of(this.root.toString(), "doctor", this.ledger.toString(), LONG_LINGER, "30000", "",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
		this.forks.add(fork);
		return fork;
	}

	/** Each has its file of arguments in the directory of its session. */
	private List<ProcessHandle> hosts() {
		return ProcessHandle.allProcesses()
			.filter((process) -> Stream.of(process.info().arguments().orElse(new String[0]))
				.anyMatch((argument) -> argument.startsWith("@" + this.root)))
			.toList();
	}

	private static void kill(ProcessHandle process) throws Exception {
		process.destroyForcibly();
		process.onExit().get(30, TimeUnit.SECONDS);
	}

	private List<String> verbs() throws IOException {
		return Files.readAllLines(this.ledger).stream().map((line) -> line.split(" ", -1)[0]).toList();
	}

	private Path find(String name) throws IOException {
		try (Stream<Path> files = Files.walk(this.root)) {
			return files.filter((file) -> file.endsWith(name)).findFirst().orElseThrow();
		}
	}

}
