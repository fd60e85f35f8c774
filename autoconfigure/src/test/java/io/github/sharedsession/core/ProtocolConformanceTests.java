package io.github.sharedsession.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.core.model.Program;
import io.github.sharedsession.core.model.Program.Event;
import io.github.sharedsession.core.model.ProgramMutations;
import io.github.sharedsession.core.model.ResourceProtocol;
import io.github.sharedsession.core.process.SessionIdentity;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.core.session.SessionEntry;
import io.github.sharedsession.core.session.SessionExit;
import io.github.sharedsession.store.FileStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.sharedsession.core.model.ResourceProtocol.ACQUIRE;
import static io.github.sharedsession.core.model.ResourceProtocol.LEASE;
import static io.github.sharedsession.core.model.ResourceProtocol.RELEASE;
import static io.github.sharedsession.core.model.ResourceProtocol.SWEEP;
import static io.github.sharedsession.core.model.ResourceProtocol.TEAR_DOWN_DEPENDENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The production code does what the searched {@link ResourceProtocol} says, step by step:
 * a step more, a step less or another order is a failure here.
 */
class ProtocolConformanceTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private final List<MemberProcess> others = new ArrayList<>();

	private final List<RecordedMember> members = new ArrayList<>();

	@AfterEach
	void end() {
		this.others.forEach(MemberProcess::close);
		this.members.forEach(RecordedMember::end);
	}

	private RecordedMember member() {
		return member(Duration.ZERO);
	}

	private RecordedMember member(Duration linger) {
		RecordedMember member = new RecordedMember(this.directory, "build", linger);
		this.members.add(member);
		return member;
	}

	private MemberProcess other(String session) {
		MemberProcess other = MemberProcess.start(this.directory, session);
		this.others.add(other);
		return other;
	}

	private static void assertThatProgramDoes(List<Event> trace, String... beginnings) {
		assertThat(ProtocolRecorder.deviation(ResourceProtocol.program(), trace, beginnings)).isNull();
	}

	private static void assertThatProgramDoes(RecordedMember member, String bean, String... beginnings) {
		assertThat(member.recorder().traces(bean)).singleElement()
			.satisfies((trace) -> assertThatProgramDoes(trace, beginnings));
	}

	private static void assertFails(RecordedMember member, String bean, String... options) {
		assertThatExceptionOfType(SharedBeanCreationException.class).isThrownBy(() -> member.acquire(bean, options));
	}

	@Test
	void memberWithoutAValueIsWaitedFor() throws IOException, InterruptedException {
		MemberProcess strange = other("build");
		strange.send("acquire a -").await("acquired a");
		deleteValue();
		RecordedMember member = member();
		Thread killer = new Thread(() -> {
			member.recorder().await("a READ_VALUE ABSENT", 2);
			strange.kill();
		});
		killer.start();
		member.acquire("a");
		killer.join();
		assertThatProgramDoes(member.end(), "a", ACQUIRE, RELEASE);
		assertThat(member.recorder().all()).containsSubsequence("a SHARE GRANTED", "a READ_VALUE ABSENT",
				"a LEAVE DONE", "a EXCLUDE GRANTED", "a MAKE DONE");
	}

	private void deleteValue() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			Files.delete(files.filter((file) -> file.endsWith("value")).findFirst().orElseThrow());
		}
	}

	@Test
	void onlyMemberCreatesAndDestroys() {
		RecordedMember member = member();
		member.acquire("a");
		assertThatProgramDoes(member.end(), "a", ACQUIRE, RELEASE);
	}

	@Test
	void checkpointedCreationIsPublished() {
		RecordedMember member = member();
		member.acquire("a", "checkpoint");
		assertThatProgramDoes(member.end(), "a", ACQUIRE, RELEASE);
	}

	@Test
	void secondMemberJoinsAndLeavesFirst() {
		other("build").send("acquire a -").await("acquired a");
		RecordedMember member = member();
		member.acquire("a");
		member.end();
		assertThatProgramDoes(member, "a", ACQUIRE, RELEASE);
		assertThat(member.recorder().all()).contains("a EXCLUDE REFUSED", "a SHARE GRANTED")
			.doesNotContain("a MAKE DONE", "a DESTROY DONE");
	}

	@Test
	void creatorLeavesWhileOthersStay() {
		RecordedMember member = member();
		member.acquire("a");
		MemberProcess other = other("build");
		other.send("acquire a -").await("acquired a");
		assertThatProgramDoes(member.end(), "a", ACQUIRE, RELEASE);
		assertThat(member.recorder().all()).doesNotContain("a DESTROY DONE");
	}

	@Test
	void joinerIsTheLastToLeave() {
		MemberProcess creator = other("build");
		creator.send("acquire a -").await("acquired a");
		RecordedMember member = member();
		member.acquire("a");
		creator.end();
		assertThatProgramDoes(member.end(), "a", ACQUIRE, RELEASE);
		assertThat(member.recorder().all()).contains("a DESTROY DONE").doesNotContain("a MAKE DONE");
	}

	@Test
	void leaverLingersForOthers() throws InterruptedException {
		RecordedMember member = member(Duration.ofMinutes(5));
		member.acquire("a");
		MemberProcess other = other("build");
		other.send("acquire other -").await("acquired other");
		Thread killer = new Thread(() -> {
			// The creator's, the leaver's, and that of the leaver that has lingered
			member.recorder().await("a EXCLUDE GRANTED", 3);
			other.kill();
		});
		killer.start();
		member.end();
		killer.join();
		assertThatProgramDoes(member, "a", ACQUIRE, RELEASE);
		assertThat(member.recorder().all()).containsSubsequence("a MAKE DONE", "a UNLOCK DONE", "a EXCLUDE GRANTED",
				"a LEAVE DONE", "a SHARE GRANTED", "a UNLOCK DONE", "a DESTROY DONE");
	}

	@Test
	void creationThatThrowsAtOnceIsRecordedAndReplayed() {
		RecordedMember member = member();
		assertFails(member, "a", "throw");
		assertFails(member, "a");
		assertThatProgramDoes(member.end(), "a", ACQUIRE, ACQUIRE);
		assertThat(member.recorder().all()).containsOnlyOnce("a WRITE_FAILURE DONE");
	}

	@Test
	void creationThatThrowsAfterItsCheckpointIsUndone() {
		RecordedMember member = member();
		assertFails(member, "a", "checkpoint", "throw-late");
		assertThatProgramDoes(member.end(), "a", ACQUIRE);
		assertThat(member.recorder().all()).contains("a DESTROY DONE");
	}

	@Test
	void creationThatThrowsBeforeItsCheckpointIsNotTakenForOneThatDidNotEnd() {
		RecordedMember member = member();
		assertFails(member, "a", "throw-late");
		assertThatProgramDoes(member.end(), "a", ACQUIRE);
		assertThat(member.recorder().all()).doesNotContain("a REPORT DONE");
	}

	@Test
	void failedCreationThatCannotBeUndoneIsKept() {
		RecordedMember member = member();
		assertFails(member, "a", "checkpoint", "throw-late", "destroy-throws");
		assertThatProgramDoes(member.end(), "a", ACQUIRE);
		assertThat(member.recorder().all()).contains("a INTENT_TO_REMAINS DONE");
	}

	@Test
	void tearDownThatThrowsIsKeptAndTriedLater() {
		RecordedMember member = member();
		member.acquire("a", "destroy-throws");
		member.end();
		member.acquire("a", "destroy-throws");
		member.end();
		member.acquire("a");
		assertThatProgramDoes(member.end(), "a", ACQUIRE, RELEASE, ACQUIRE, RELEASE, ACQUIRE, RELEASE);
		// Its own, its own and the older, all of them: one try at each opportunity
		assertThat(member.recorder().all().stream().filter("a DESTROY THROWS"::equals)).hasSize(3);
		assertThat(member.recorder().all().stream().filter("a DELETE_REMAINS DONE"::equals)).hasSize(2);
	}

	@Test
	void leftoversOfKilledMembersGoFirst() {
		Map<String, String> options = Map.of("published", "", "checkpointed", " checkpoint block", "begun", " block");
		options.forEach((bean, option) -> {
			MemberProcess killed = other("build");
			killed.send("acquire " + bean + " -" + option)
				.await(option.isEmpty() ? "acquired " : option.startsWith(" check") ? "checkpointed" : "creating");
			killed.kill();
		});
		RecordedMember member = member();
		options.keySet().forEach(member::acquire);
		member.end();
		options.keySet().forEach((bean) -> assertThatProgramDoes(member, bean, ACQUIRE, RELEASE));
		assertThat(member.recorder().all()).contains("published VALUE_TO_INTENT DONE", "begun REPORT DONE",
				"checkpointed READ_INTENT PRESENT");
	}

	@Test
	void leftoverOfADeadSessionIsSweptUnderItsLock() {
		MemberProcess killed = other("another build");
		killed.send("acquire a -").await("acquired a");
		killed.kill();
		RecordedMember member = member();
		member.acquire("a");
		member.end();
		List<List<Event>> traces = member.recorder().traces("a");
		assertThat(traces).hasSize(2);
		assertThatProgramDoes(traces.get(0), SWEEP);
		assertThatProgramDoes(traces.get(1), ACQUIRE, RELEASE);
		List<String> enters = List.of("root: EXCLUDE", "members: SHARE", "forks: SHARE", "forks: LEAVE",
				"forks: EXCLUDE", "forks: LEAVE", "forks: SHARE", "root: LEAVE");
		List<String> claims = List.of("root: EXCLUDE", "members: SHARE", "members: LEAVE", "members: EXCLUDE",
				"root: LEAVE");
		List<String> hasSwept = List.of("root: EXCLUDE", "remove directory", "members: LEAVE", "root: LEAVE");
		List<String> leaves = List.of("root: EXCLUDE", "forks: LEAVE", "members: LEAVE", "forks: EXCLUDE",
				"members: EXCLUDE", "remove directory", "forks: LEAVE", "members: LEAVE", "root: LEAVE");
		assertThat(member.recorder().session())
			.isEqualTo(Stream.of(enters, claims, hasSwept, leaves).flatMap(List::stream).toList());
	}

	@Test
	void livingSessionIsLeftAlone() {
		other("another build").send("acquire a -").await("acquired a");
		RecordedMember member = member();
		member.acquire("a");
		member.end();
		assertThat(member.recorder().traces("a")).hasSize(1);
		assertThat(member.recorder().session()).containsSubsequence("root: EXCLUDE", "members: SHARE", "members: LEAVE",
				"members: EXCLUDE refused", "root: LEAVE");
	}

	@Test
	void hostLooksForForksUnderRoot() throws IOException {
		MemberProcess fork = other("build");
		fork.send("acquire a -").await("acquired a");
		ProtocolRecorder recorder = new ProtocolRecorder();
		Session host = new Session(new RecordingStore(FileStore.open(this.directory, (warning) -> {
		}), recorder), SessionIdentity.ofDirectory(sessionDirectory()), null, Duration.ZERO,
				new MemberMain.PrintingLog());
		new SessionEntry(host).enterAsHost();
		assertThat(host.hasForks()).isTrue();
		fork.end();
		assertThat(host.hasForks()).isFalse();
		new SessionExit(host).leave(Duration.ofSeconds(10));
		assertThat(recorder.session()).containsExactly("root: EXCLUDE", "members: SHARE", "root: LEAVE",
				"root: EXCLUDE", "forks: EXCLUDE refused", "root: LEAVE", "root: EXCLUDE", "forks: EXCLUDE",
				"forks: LEAVE", "root: LEAVE", "root: EXCLUDE", "members: LEAVE", "members: EXCLUDE",
				"remove directory", "members: LEAVE", "root: LEAVE");
	}

	private String sessionDirectory() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> String.valueOf(file.getFileName()))
				.filter((name) -> name.startsWith("s-"))
				.findFirst()
				.orElseThrow();
		}
	}

	@Test
	void dependencyIsLeasedBeforeTheIntentIsWritten() {
		RecordedMember member = member();
		member.acquire("b", "needs-a");
		member.end();
		assertThatProgramDoes(member, "a", ACQUIRE, RELEASE);
		assertThatProgramDoes(member, "b", ACQUIRE, RELEASE);
		assertThat(member.recorder().all()).containsSubsequence("b READ_FAILURE ABSENT", "a LOCK GRANTED",
				"a PUBLISH DONE", "a UNLOCK DONE", "b WRITE_INTENT DONE", "b MAKE DONE", "b PUBLISH DONE",
				"b UNLOCK DONE", "b LOCK GRANTED", "b DESTROY DONE", "b UNLOCK DONE", "a LOCK GRANTED",
				"a DESTROY DONE");
		assertThat(member.recorder().all()).containsOnlyOnce("b WRITE_INTENT DONE");
	}

	@Test
	void dependencyObtainedMeanwhileIsRecordedBeforeItIsUsed() {
		RecordedMember member = member();
		member.acquire("b", "asks-a");
		member.end();
		assertThatProgramDoes(member, "a", ACQUIRE, RELEASE);
		assertThatProgramDoes(member, "b", ACQUIRE, RELEASE);
		assertThat(member.recorder().all()).containsSubsequence("b WRITE_INTENT DONE", "a LOCK GRANTED",
				"a PUBLISH DONE", "a UNLOCK DONE", "b WRITE_INTENT DONE", "b MAKE DONE", "b UNLOCK DONE",
				"b DESTROY DONE", "a DESTROY DONE");
	}

	@Test
	void joinerLeasesWhatTheResourceWasMadeWith() {
		MemberProcess creator = other("build");
		creator.send("acquire b a").await("acquired b");
		RecordedMember member = member();
		member.acquire("b");
		creator.end();
		member.end();
		assertThatProgramDoes(member, "b", ACQUIRE, RELEASE);
		assertThatProgramDoes(member, "a", LEASE, RELEASE);
		assertThat(member.recorder().all()).containsSubsequence("b SHARE GRANTED", "a LOCK GRANTED", "a SHARE GRANTED",
				"a UNLOCK DONE", "b UNLOCK DONE", "b DESTROY DONE", "b UNLOCK DONE", "a LOCK GRANTED",
				"a DESTROY DONE");
	}

	@Test
	void dependentIsTornDownBeforeWhatItWasMadeWith() {
		MemberProcess killed = other("build");
		killed.send("acquire b a").await("acquired b");
		killed.kill();
		RecordedMember member = member();
		member.acquire("a");
		member.end();
		assertThatProgramDoes(member, "b", TEAR_DOWN_DEPENDENT);
		assertThatProgramDoes(member, "a", ACQUIRE, RELEASE);
		assertThat(member.recorder().all()).containsSubsequence("a VALUE_TO_INTENT DONE", "b LOCK GRANTED",
				"b EXCLUDE GRANTED", "b VALUE_TO_INTENT DONE", "b DESTROY DONE", "b DELETE_INTENT DONE",
				"b UNLOCK DONE", "a DESTROY DONE", "a DELETE_INTENT DONE", "a MAKE DONE");
	}

	/**
	 * The comparison is strict enough to tell: what is wrong in the model is not what the
	 * production code does.
	 */
	@Test
	void productionDoesNoneOfTheWrongThings() throws IOException, InterruptedException {
		MemberProcess killed = other("build");
		killed.send("acquire a - checkpoint").await("acquired a");
		killed.kill();
		RecordedMember member = member();
		member.acquire("a", "checkpoint", "destroy-throws");
		assertFails(member, "b", "checkpoint", "throw-late", "destroy-throws");
		assertFails(member, "b");
		member.end();
		RecordedMember next = member();
		next.acquire("a", "checkpoint");
		MemberProcess joiner = other("build");
		joiner.send("acquire a -").await("acquired a");
		next.end();
		joiner.end();
		memberWithoutAValueIsWaitedFor();
		RecordedMember waiting = this.members.get(this.members.size() - 1);
		List<List<Event>> traces = List.of(member.recorder().traces("a").get(0), next.recorder().traces("a").get(0),
				waiting.recorder().traces("a").get(0));
		List<Event> failing = member.recorder().traces("b").get(0);
		for (ProgramMutations mutation : ProgramMutations.values()) {
			Program wrong = mutation.program();
			boolean accepted = traces.stream()
				.allMatch((trace) -> ProtocolRecorder.deviation(wrong, trace, ACQUIRE, RELEASE) == null)
					&& ProtocolRecorder.deviation(wrong, failing, ACQUIRE, ACQUIRE) == null;
			assertThat(accepted).as("what was done is what %s would do", mutation).isFalse();
		}
		traces.forEach((trace) -> assertThatProgramDoes(trace, ACQUIRE, RELEASE));
		assertThatProgramDoes(failing, ACQUIRE, ACQUIRE);
	}

}
