package io.github.sharedsession.core.acquire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.core.MemberProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the {@link Coordinator} with members in JVMs of their own.
 */
class CoordinatorTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	private final List<MemberProcess> members = new ArrayList<>();

	@AfterEach
	void closeMembers() {
		this.members.forEach(MemberProcess::close);
	}

	@Test
	void membersShareOneCreationAndTheLastDestroysIt() throws IOException {
		List<MemberProcess> all = List.of(start("build"), start("build"), start("build"), start("build"));
		all.forEach((member) -> member.send("acquire a -"));
		List<String> values = all.stream().map((member) -> member.await("acquired a")).toList();
		assertThat(values).hasSize(4).containsOnly(values.get(0));
		assertThat(all.stream().filter((member) -> saw(member, "creating a"))).hasSize(1);
		for (MemberProcess member : all.subList(0, 3)) {
			assertThat(saw(member.end(), "destroyed")).isFalse();
		}
		assertThat(saw(all.get(3).end(), "destroyed " + values.get(0))).isTrue();
		assertThat(files()).containsExactly("lock");
	}

	@Test
	void resourceIsMadeAgainAfterItsLastMemberHasGone() {
		MemberProcess first = start("build").send("acquire a -");
		String value = first.await("acquired a");
		first.end();
		assertThat(start("build").send("acquire a -").await("acquired a")).isNotEqualTo(value);
	}

	@Test
	void checkpointOfKilledCreatorIsDestroyedBeforeTheNextCreation() throws IOException {
		MemberProcess creator = start("build").send("acquire a - checkpoint block");
		String generation = creator.await("creating a");
		creator.await("checkpointed a");
		MemberProcess waiting = start("build").send("acquire a -");
		creator.kill();
		waiting.await("acquired a");
		assertThat(relevant(waiting)).first().isEqualTo("destroyed a-" + generation);
		assertThat(waiting.end().seen()).anyMatch((event) -> event.startsWith("destroyed a-"));
		assertThat(files()).containsExactly("lock");
	}

	@Test
	void creationKilledBeforeItsFirstCheckpointIsReported() {
		MemberProcess creator = start("build").send("acquire a - block");
		creator.await("creating a");
		MemberProcess waiting = start("build").send("acquire a -");
		creator.kill();
		assertThat(waiting.await("warn")).contains("'a'", "pid " + creator.pid(), "may have left something");
		waiting.await("acquired a");
	}

	@Test
	void interruptedMemberUndoesItsCreationAndThenWhatItWasMadeWith() throws IOException {
		MemberProcess member = start("build").send("acquire b a checkpoint block destroy-slowly");
		String generation = member.await("creating b");
		member.await("checkpointed b");
		assertThat(destroyed(member.interrupt())).hasSize(2).first().isEqualTo("destroyed b-" + generation);
		assertThat(files()).containsExactly("lock");
	}

	@Test
	void creationThatStopsItsJvmIsNotWaitedFor() throws IOException {
		MemberProcess member = start("build").send("acquire b a checkpoint exit");
		String generation = member.await("creating b");
		member.await("gone");
		assertThat(member.seen()).noneMatch((event) -> event.startsWith("warn") || event.startsWith("destroyed"));
		MemberProcess next = start("another build").send("acquire b a");
		next.await("acquired b");
		assertThat(destroyed(next)).contains("destroyed b-" + generation);
		next.end();
		assertThat(files()).containsExactly("lock");
	}

	@Test
	void tearDownIsTriedAgainWhenTheEndOfTheJvmHasInterruptedIt() throws IOException {
		MemberProcess member = start("build").send("acquire a - destroy-interrupted");
		String value = member.await("acquired a");
		assertThat(destroyed(member.end())).containsExactly("destroyed " + value);
		assertThat(member.seen()).noneMatch((event) -> event.startsWith("warn"));
		assertThat(files()).containsExactly("lock");
	}

	@Test
	void killedMemberDoesNotEndWhatOthersUse() {
		MemberProcess creator = start("build").send("acquire a -");
		String value = creator.await("acquired a");
		MemberProcess user = start("build").send("acquire a -");
		assertThat(user.await("acquired a")).isEqualTo(value);
		creator.kill();
		assertThat(start("build").send("acquire a -").await("acquired a")).isEqualTo(value);
	}

	@Test
	void leftoverOfKilledBuildIsDestroyedFirstByTheNextBuild() throws IOException {
		MemberProcess killed = start("build 1").send("acquire a -");
		String value = killed.await("acquired a");
		killed.kill();
		MemberProcess next = start("build 2").send("acquire a -");
		next.await("acquired a");
		assertThat(relevant(next)).first().isEqualTo("destroyed " + value);
		next.end();
		assertThat(files()).containsExactly("lock");
	}

	@Test
	void leftoverOfLivingBuildIsLeftAlone() {
		MemberProcess living = start("build 1").send("acquire a -");
		living.await("acquired a");
		MemberProcess other = start("build 2").send("acquire a -");
		other.await("acquired a");
		assertThat(other.seen()).noneMatch((event) -> event.startsWith("destroyed"));
	}

	@Test
	void failedCreationRunsOnceAndIsGivenToTheOthersWithItsCause() throws IOException {
		MemberProcess creator = start("build").send("acquire a - throw checkpoint");
		creator.await("creating a");
		assertThat(creator.await("error")).startsWith("SharedBeanCreationException")
			.contains("'a'", "Test.a()", "pid " + creator.pid(), "no luck with a", "Action:");
		assertThat(creator.seen()).anyMatch((event) -> event.startsWith("destroyed a-"));
		MemberProcess other = start("build").send("acquire a -");
		assertThat(other.await("error")).startsWith("SharedBeanCreationException")
			.contains("'a'", "pid " + creator.pid(), "no luck with a", "Action:", "caused at",
					"MemberMain$TestRecipe.create");
		assertThat(other.seen()).noneMatch((event) -> event.startsWith("creating"));
		creator.end();
		other.end();
		assertThat(files()).containsExactly("lock");
		start("build").send("acquire a -").await("acquired a");
	}

	@Test
	void dependencyIsDestroyedAfterItsDependentThoughAnotherMemberHeldItLast() {
		MemberProcess creator = start("build").send("acquire b a");
		String b = creator.await("acquired b");
		MemberProcess userOfA = start("build").send("acquire a -");
		String a = userOfA.await("acquired a");
		MemberProcess userOfB = start("build").send("acquire b a");
		assertThat(userOfB.await("acquired b")).isEqualTo(b);
		assertThat(creator.end().seen()).noneMatch((event) -> event.startsWith("destroyed"));
		assertThat(userOfA.end().seen()).noneMatch((event) -> event.startsWith("destroyed"));
		// It has joined b without ever asking for a
		assertThat(destroyed(userOfB.end())).containsExactly("destroyed " + b, "destroyed " + a);
	}

	@Test
	void dependentThatOnlyKilledMemberUsedIsDestroyedByMemberWhoseContextsClosedEarly() {
		MemberProcess killed = start("build").send("acquire b a");
		String b = killed.await("acquired b");
		MemberProcess userOfA = start("build").send("acquire a - close");
		String a = userOfA.await("acquired a");
		killed.kill();
		assertThat(destroyed(userOfA.end())).containsExactly("destroyed " + b, "destroyed " + a);
	}

	@Test
	void leftoverIsDestroyedBeforeWhatItWasMadeWith() throws IOException {
		for (String nextBuild : List.of("build", "another build")) {
			MemberProcess killed = start("build").send("acquire b a");
			String b = killed.await("acquired b");
			killed.kill();
			MemberProcess next = start(nextBuild).send("acquire a -");
			next.await("acquired a");
			assertThat(relevant(next)).hasSize(3);
			assertThat(relevant(next)).element(0).isEqualTo("destroyed " + b);
			assertThat(relevant(next)).element(1).asString().startsWith("destroyed a-");
			next.end();
			assertThat(files()).containsExactly("lock");
		}
	}

	@Test
	void tearDownThatThrowsKeepsTheRecordAndIsTriedAgain() throws IOException {
		MemberProcess member = start("build").send("acquire a - destroy-throws");
		String value = member.await("acquired a");
		assertThat(member.end().seen())
			.anyMatch((event) -> event.startsWith("warn") && event.contains("can't let go of a"));
		assertThat(files()).anyMatch((file) -> file.contains("/remains/"));
		MemberProcess next = start("build").send("acquire a -");
		next.await("acquired a");
		assertThat(relevant(next)).first().isEqualTo("destroyed " + value);
		next.end();
		assertThat(files()).containsExactly("lock");
	}

	@Test
	void waitThatTimesOutNamesTheCreator() {
		MemberProcess creator = start("build").send("acquire a - block");
		creator.await("creating a");
		MemberProcess waiting = start("build").send("acquire a - timeout=300");
		assertThat(waiting.await("error")).startsWith("SharedBeanWaitTimeoutException")
			.contains("'a'", "Test.a()", "0.3 s", "pid " + creator.pid(), "pid " + waiting.pid(), "Action:");
	}

	@Test
	void membersThatWaitForEachOtherAreToldTheCircle() {
		MemberProcess first = start("build");
		MemberProcess second = start("build");
		first.send("acquire a b wait");
		second.send("acquire b a wait");
		first.await("preparing a");
		second.await("preparing b");
		// Each holds its own by now, and goes on to ask for that of the other
		first.send("go");
		second.send("go");
		List<String> ends = List.of(awaitEnd(first), awaitEnd(second));
		assertThat(ends).anySatisfy((end) -> assertThat(end).startsWith("error SharedBeanCircularDependencyException")
			.contains("'a'", "'b'", "circle", "Action:"));
	}

	private static String awaitEnd(MemberProcess member) {
		while (true) {
			String event = member.await("");
			if (event.startsWith("error") || event.startsWith("acquired")) {
				return event;
			}
		}
	}

	@Test
	void leaverLingersForMembersThatMayStillWantTheResource() {
		MemberProcess creator = start("build", 30_000);
		MemberProcess late = start("build", 30_000);
		late.send("acquire other -").await("acquired other");
		String value = creator.send("acquire a -").await("acquired a");
		creator.send("end");
		assertThat(late.send("acquire a -").await("acquired a")).isEqualTo(value);
		creator.await("ended");
		assertThat(creator.seen()).noneMatch((event) -> event.startsWith("destroyed"));
	}

	@Test
	void corruptRecordIsAnErrorThatNamesTheFile() throws IOException {
		MemberProcess killed = start("build").send("acquire a -");
		killed.await("acquired a");
		killed.kill();
		Path value = find("value");
		Files.writeString(value, "nonsense");
		assertThat(start("build").send("acquire a -").await("error")).startsWith("SharedSessionRecordException")
			.contains(value.getFileName().toString(), "not a record of this library", "Action:");
		assertThat(value).hasContent("nonsense");
	}

	private static boolean saw(MemberProcess member, String start) {
		return member.seen().stream().anyMatch((event) -> event.startsWith(start));
	}

	private static List<String> relevant(MemberProcess member) {
		return member.seen()
			.stream()
			.filter((event) -> event.startsWith("creating") || event.startsWith("destroyed"))
			.toList();
	}

	private static List<String> destroyed(MemberProcess member) {
		return member.seen().stream().filter((event) -> event.startsWith("destroyed")).toList();
	}

	private MemberProcess start(String session) {
		return start(session, 0);
	}

	private MemberProcess start(String session, long linger) {
		MemberProcess member = MemberProcess.start(this.temporary.resolve("root"), session, linger);
		this.members.add(member);
		return member;
	}

	private List<String> files() throws IOException {
		Path root = this.temporary.resolve("root");
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((file) -> !file.equals(root)).map((file) -> root.relativize(file).toString()).toList();
		}
	}

	private Path find(String name) throws IOException {
		try (Stream<Path> files = Files.walk(this.temporary)) {
			return files.filter((file) -> file.endsWith(name)).findFirst().orElseThrow();
		}
	}

}
