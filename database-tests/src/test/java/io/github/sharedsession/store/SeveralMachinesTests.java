package io.github.sharedsession.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.core.MemberProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions over several machines, that is: over JVMs with names of hosts, home
 * directories and working directories of their own, which have nothing in common but a
 * server.
 */
public abstract class SeveralMachinesTests {

	private static final List<String> MACHINES = List.of("build-1", "build-2");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@SuppressWarnings("NullAway.Init")
	private Machines machines;

	/** What a {@link MemberMain} takes to open the store. */
	protected abstract List<String> server();

	/** Make the server give the locks of a member to others. */
	protected abstract void lose(MemberProcess member);

	/** Wait until the server knows that a member is dead. */
	protected void awaitDeath(MemberProcess killed) {
	}

	/** Where the server listens on this machine. */
	protected abstract int port();

	private String address() {
		return server().get(0).replaceFirst("\\?.*", "");
	}

	/** What the server has of sessions. */
	protected abstract List<String> names();

	@BeforeEach
	void createMachines() {
		this.machines = new Machines(this.temporary);
	}

	@AfterEach
	void endMembers() {
		this.machines.close();
	}

	@Test
	void forksOfAllMachinesShareOneCreationAndTheLastOfThemDestroysIt() throws IOException {
		List<MemberProcess> all = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			MACHINES.forEach((machine) -> all.add(start(machine)));
		}
		all.forEach((member) -> member.send("acquire a -"));
		List<String> values = all.stream().map((member) -> member.await("acquired a")).toList();
		assertThat(values).containsOnly(values.get(0));
		assertThat(seen("creating a")).hasSize(1);
		assertThat(seen("info Reusing the shared bean 'a' of pid")).hasSize(7)
			.allMatch((message) -> message.matches(".* of pid \\d+ on build-[12] in pid \\d+ on build-[12], after .*"));
		for (MemberProcess member : all.subList(0, 7)) {
			member.end();
		}
		assertThat(seen("destroyed")).isEmpty();
		all.get(7).end();
		assertThat(seen("destroyed")).containsExactly("destroyed " + values.get(0));
		assertThat(seen("warn")).isEmpty();
		assertThat(seen("account")).singleElement()
			.asString()
			.contains("in 8 JVMs", "on build-1", "on build-2", "created by pid", "torn down by pid");
		assertNothingIsLeft();
	}

	@Test
	void creatorThatIsKilledIsFollowedByAForkOfAnotherMachine() throws IOException {
		MemberProcess killed = start("build-1").send("acquire a - checkpoint block");
		killed.await("checkpointed a");
		String checkpoint = killed.seen().stream().filter((event) -> event.startsWith("creating")).toList().get(0);
		List<MemberProcess> others = List.of(start("build-2"), start("build-2"), start("build-1"));
		others.forEach((member) -> member.send("acquire a -"));
		killed.kill();
		List<String> values = others.stream().map((member) -> member.await("acquired a")).toList();
		assertThat(values).containsOnly(values.get(0));
		assertThat(seen("creating a")).hasSize(2);
		assertThat(seen("destroyed")).containsExactly("destroyed a-" + checkpoint.substring("creating a ".length()));
		others.forEach(MemberProcess::end);
		assertNothingIsLeft();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void creatorThatHasLostItsConnectionPublishesNothing(boolean stopped) throws Exception {
		MemberProcess creator = start("build-1").send("acquire a - checkpoint pause");
		creator.await("checkpointed a");
		if (stopped) {
			signal("STOP", creator);
		}
		lose(creator);
		MemberProcess other = start("build-2").send("acquire a -");
		String value = other.await("acquired a");
		assertThat(other.seen()).anyMatch((event) -> event.startsWith("destroyed a-"));
		if (stopped) {
			signal("CONT", creator);
		}
		creator.send("go");
		assertThat(creator.await("error")).startsWith("SharedSessionStoreException")
			.contains("'a'", "on build-1", "store of the shared session, " + address(), "has been lost",
					"all locks of this JVM", "Action:", "start it again");
		assertThat(creator.seen()).noneMatch((event) -> event.startsWith("destroyed"));
		assertThat(start("build-1").send("acquire a -").await("acquired a")).isEqualTo(value);
		creator.end();
		assertThat(creator.seen()).noneMatch((event) -> event.startsWith("destroyed"));
	}

	@Test
	void userThatHasLostItsConnectionGetsNothingMoreAndDestroysNothing() {
		MemberProcess user = start("build-1").send("acquire a -");
		String value = user.await("acquired a");
		MemberProcess other = start("build-2").send("acquire a -");
		assertThat(other.await("acquired a")).isEqualTo(value);
		lose(user);
		assertThat(user.send("acquire b -").await("error")).startsWith("SharedSessionStoreException")
			.contains("'b'", "has been lost");
		user.end();
		assertThat(user.seen()).noneMatch((event) -> event.startsWith("destroyed"));
		assertThat(other.end().seen()).contains("destroyed " + value);
	}

	@Test
	void memberOfAnotherMachineIsNamedWithIt() {
		MemberProcess creator = start("build-1").send("acquire a - block");
		creator.await("creating a");
		assertThat(start("build-2").send("acquire a - timeout=300").await("error"))
			.startsWith("SharedBeanWaitTimeoutException")
			.contains("pid " + creator.pid() + " on build-1", "' in " + address());
	}

	@Test
	void leftoverOfAKilledBuildIsDestroyedByTheNextOneOnAnotherMachine() throws IOException {
		MemberProcess killed = start("build-1");
		String value = killed.send("acquire a -").await("acquired a");
		killed.kill();
		awaitDeath(killed);
		MemberProcess next = start("build-2", "next run").send("acquire a -");
		next.await("acquired a");
		assertThat(next.seen()).contains("destroyed " + value);
		next.end();
		assertNothingIsLeft();
	}

	@Test
	void whatCanOnlyBeOnOneMachineIsRefused() {
		assertThat(start("build-1").send("acquire cached -").await("error"))
			.startsWith("SharedSessionConfigurationException")
			.contains("'cached'", "several machines", "Action:", "scope SESSION");
	}

	@Test
	void valueThatMakesSenseOnOneMachineIsToldByItsCreator() {
		MemberProcess creator = start("build-1").send("acquire a - listen");
		String value = creator.await("acquired a");
		assertThat(start("build-2").send("acquire a -").await("acquired a")).isEqualTo(value);
		assertThat(creator.seen()).filteredOn((event) -> event.startsWith("warn"))
			.singleElement()
			.asString()
			.contains("'a'", "Test.a()", "pid " + creator.pid() + " on build-1", "the host localhost", "scope FORK",
					"Creation.directory()")
			.doesNotContain(value, "http://");
		assertThat(seen("warn")).hasSize(1);
	}

	/** With {@code -Dlong-tests=true} as slow as from one continent to another. */
	@Test
	void slowLinkDelaysButOneForkCreatesForAll() throws IOException {
		try (Link link = Link.to(port())) {
			link.delay(Duration.ofMillis(Boolean.getBoolean("long-tests") ? 50 : 4));
			List<MemberProcess> all = List.of(startBehind(link), start("build-1"), startBehind(link), start("build-1"));
			all.forEach((member) -> member.send("acquire a -"));
			List<String> values = all.stream().map((member) -> member.await("acquired a")).toList();
			assertThat(values).containsOnly(values.get(0));
			assertThat(seen("creating a")).hasSize(1);
			all.forEach(MemberProcess::end);
			assertThat(seen("destroyed")).containsExactly("destroyed " + values.get(0));
			assertNothingIsLeft();
		}
	}

	@Test
	void creatorBehindACutLinkPublishesNothingAndSaysSo() throws IOException {
		try (Link link = Link.to(port())) {
			MemberProcess creator = startBehind(link).send("acquire a - checkpoint pause");
			creator.await("checkpointed a");
			link.cut();
			// As the server finds out, by itself, after some time
			lose(creator);
			MemberProcess other = start("build-1").send("acquire a -");
			String value = other.await("acquired a");
			assertThat(other.seen()).anyMatch((event) -> event.startsWith("destroyed a-"));
			creator.send("go");
			assertThat(creator.await("error")).startsWith("SharedSessionStoreException")
				.contains("'a'", "on build-2", "has been lost", "Action:");
			assertThat(start("build-1").send("acquire a -").await("acquired a")).isEqualTo(value);
			creator.end();
			assertThat(creator.seen()).noneMatch((event) -> event.startsWith("destroyed"));
		}
	}

	private MemberProcess startBehind(Link link) {
		return this.machines.start("build-2", "run",
				server().stream().map((word) -> word.replace(":" + port(), ":" + link.port())).toList());
	}

	private MemberProcess start(String machine) {
		return start(machine, "run");
	}

	private MemberProcess start(String machine, String session) {
		return this.machines.start(machine, session, server());
	}

	private List<String> seen(String start) {
		return this.machines.seen(start);
	}

	private static void signal(String signal, MemberProcess process) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).inheritIO().start();
		assertThat(kill.waitFor()).isZero();
	}

	private void assertNothingIsLeft() throws IOException {
		assertThat(names()).isEmpty();
		this.machines.assertNoFilesAreLeft();
	}

}
