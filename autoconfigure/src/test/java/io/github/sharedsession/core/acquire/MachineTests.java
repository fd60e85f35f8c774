package io.github.sharedsession.core.acquire;

import java.nio.file.Path;
import java.time.Duration;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.core.MemberMain;
import io.github.sharedsession.core.acquire.ResourceRequest.ServerRequest;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.CacheLimits;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.store.jdbc.JdbcSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sessions of several machines, as far as one JVM without a database can tell.
 */
class MachineTests {

	@Test
	void memberIsNamedWithItsMachineAndWrittenWithIt() {
		Member member = new Member("abc", 2, 4711, "build-7");
		assertThat(member).hasToString("fork 2, pid 4711 on build-7");
		assertThat(member.shortName()).isEqualTo("fork 2 on build-7");
		assertThat(new Member("abc", null, 4711, "build-7")).hasToString("pid 4711 on build-7");
		assertThat(Member.parse(member.format())).isEqualTo(member);
	}

	@Test
	void memberOfTheOnlyMachineIsNotNamedWithIt() {
		assertThat(new Member("abc", 2, 4711)).hasToString("fork 2, pid 4711");
		assertThat(new Member("abc", 2, 4711).format()).isEqualTo("abc 2 4711");
		assertThat(Member.parse("abc 2 4711")).isEqualTo(new Member("abc", 2, 4711));
	}

	@Test
	void processIdTellsNothingOfAnotherMachine() {
		long unused = Long.MAX_VALUE;
		assertThat(new Member("abc", 2, unused).mayLive()).isFalse();
		assertThat(new Member("abc", 2, ProcessHandle.current().pid()).mayLive()).isTrue();
		assertThat(new Member("abc", 2, unused, "build-7").mayLive()).isTrue();
		assertThat(new Member("abc", 2, unused, "build-7").isElsewhere()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatCanOnlyBeOnOneMachineIsRefused(boolean hosted) {
		JdbcSettings database = new JdbcSettings("jdbc:postgresql://localhost:1/none", null, null);
		SessionSettings settings = new SessionSettings(Path.of("none"), "id", Duration.ZERO, CacheLimits.DEFAULT,
				database);
		Coordinator coordinator = new Coordinator(settings, new MemberMain.PrintingLog());
		ServerRequest server = hosted ? new ServerRequest(new byte[0], new NoLauncher()) : null;
		ResourceRequest request = new ResourceRequest(MemberMain.key(hosted ? "server" : "cached"), "index",
				"Test.index()", Duration.ZERO, new NoRecipe(), server);
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> coordinator.acquire(request))
			.withMessageContaining("'index'")
			.withMessageContaining("several machines")
			.withMessageContaining(hosted ? "hosted server" : "cached")
			.withMessageContaining("Action:");
	}

	private static final class NoLauncher implements HostLauncher {

		@Override
		public String fingerprint() {
			throw new IllegalStateException("Asked for");
		}

		@Override
		public Process launch(Launch launch) {
			throw new IllegalStateException("Launched");
		}

	}

	private static final class NoRecipe implements Recipe {

		@Override
		public Created create(CreationContext creation) {
			throw new IllegalStateException("Created");
		}

		@Override
		public void destroy(byte[] value) {
			throw new IllegalStateException("Destroyed");
		}

	}

}
