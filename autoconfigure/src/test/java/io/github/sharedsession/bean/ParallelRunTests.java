package io.github.sharedsession.bean;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.autoconfigure.SharedSessionProperties.Enabled;
import io.github.sharedsession.core.MemberProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What depends on whether test JVMs run beside each other:
 * {@code shared-session.enabled=when-parallel} and conditions.
 */
class ParallelRunTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private final List<MemberProcess> forks = new ArrayList<>();

	@AfterEach
	void closeForks() {
		this.forks.forEach(MemberProcess::close);
	}

	@Test
	void jvmThatIsAloneSharesNothing() {
		MemberProcess alone = start("alone");
		assertThat(beans(alone)).isEqualTo("alone first");
		assertThat(alone.await("made by")).isEqualTo(String.valueOf(alone.pid()));
		MemberProcess later = start("later");
		alone.send("context");
		assertThat(alone.await("beans")).as("found out once").isEqualTo("alone first");
		// A JVM beside it may find out otherwise, and then has beans of its own
		assertThat(beans(later)).isEqualTo("parallel first");
		assertThat(later.await("made by")).isEqualTo(String.valueOf(later.pid()));
		this.forks.forEach(MemberProcess::end);
	}

	@Test
	void forksThatRunBesideEachOtherShare() {
		MemberProcess first = start("-jvmRun1");
		MemberProcess second = start("-jvmRun2");
		assertThat(beans(second)).isEqualTo("parallel second");
		String maker = second.await("made by");
		assertThat(maker).isEqualTo(String.valueOf(second.pid()));
		assertThat(beans(first)).isEqualTo("parallel first");
		assertThat(first.await("made by")).isEqualTo(maker);
		this.forks.forEach(MemberProcess::end);
	}

	@Test
	void onlyWorkerOfGradleIsAloneWhateverItsNumber() {
		start("GradleWorkerMain Gradle Compiler Daemon 2");
		MemberProcess alone = start("GradleWorkerMain Gradle Test Executor 3");
		assertThat(beans(alone)).isEqualTo("alone second");
		this.forks.forEach(MemberProcess::end);
	}

	@Test
	void workersOfGradleThatRunTestsShare() {
		MemberProcess first = start("GradleWorkerMain Gradle Test Executor 3");
		start("GradleWorkerMain Gradle Test Executor 4");
		assertThat(beans(first)).isEqualTo("parallel second");
		this.forks.forEach(MemberProcess::end);
	}

	@ParameterizedTest
	@CsvSource({ "true, TRUE", "false, FALSE", "when-parallel, WHEN_PARALLEL", "WHEN_PARALLEL, WHEN_PARALLEL" })
	void enabledIsRead(String text, Enabled enabled) {
		MockEnvironment environment = new MockEnvironment().withProperty("shared-session.enabled", text);
		assertThat(ContextSettings.of(environment).sharing()).isEqualTo(enabled);
	}

	private MemberProcess start(String label) {
		MemberProcess fork = ForkMain.start(this.directory.resolve("root").toString(), label);
		this.forks.add(fork);
		return fork;
	}

	private static String beans(MemberProcess fork) {
		return fork.send("context").await("beans");
	}

}
