package io.github.sharedsession.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.core.model.CachedMutations;
import io.github.sharedsession.core.model.Program;
import io.github.sharedsession.core.model.Program.Event;
import io.github.sharedsession.core.model.ResourceProtocol;
import io.github.sharedsession.core.session.CacheLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.sharedsession.core.model.ResourceProtocol.ACQUIRE;
import static io.github.sharedsession.core.model.ResourceProtocol.ACQUIRE_CACHED;
import static io.github.sharedsession.core.model.ResourceProtocol.EVICT;
import static io.github.sharedsession.core.model.ResourceProtocol.LEASE_CACHED;
import static io.github.sharedsession.core.model.ResourceProtocol.RELEASE;
import static io.github.sharedsession.core.model.ResourceProtocol.RELEASE_CACHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With what outlives its session the production code does what the searched
 * {@link ResourceProtocol} says, step by step.
 */
class CachedConformanceTests {

	private static final CacheLimits ONE = new CacheLimits(Duration.ofDays(30), 1);

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

	private RecordedMember member(String session, CacheLimits limits) {
		RecordedMember member = new RecordedMember(this.directory, session, Duration.ZERO, limits);
		this.members.add(member);
		return member;
	}

	private RecordedMember member(String session) {
		return member(session, CacheLimits.DEFAULT);
	}

	private MemberProcess other(String session) {
		MemberProcess other = MemberProcess.start(this.directory, session);
		this.others.add(other);
		return other;
	}

	/** The traces of all fingerprints, in the order in which they were first touched. */
	private static void assertThatProgramDoes(RecordedMember member, String bean, String[]... beginnings) {
		List<List<Event>> traces = member.recorder().traces(bean);
		assertThat(traces).hasSameSizeAs(beginnings);
		for (int i = 0; i < beginnings.length; i++) {
			assertThat(ProtocolRecorder.deviation(ResourceProtocol.program(), traces.get(i), beginnings[i])).isNull();
		}
	}

	private static String[] steps(String... beginnings) {
		return beginnings;
	}

	@Test
	void createdIsReleasedAndFoundByTheNextSession() {
		RecordedMember first = member("build 1");
		String value = first.acquire("cached");
		assertThatProgramDoes(first.end(), "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED));
		assertThat(first.recorder().all()).contains("cached PUBLISH DONE").doesNotContain("cached DESTROY DONE");
		RecordedMember next = member("build 2");
		assertThat(next.acquire("cached")).isEqualTo(value);
		assertThatProgramDoes(next.end(), "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED));
		assertThat(next.recorder().all())
			.containsSubsequence("cached LOCK GRANTED", "cached EXCLUDE GRANTED", "cached PROBE VALID",
					"cached LEAVE DONE", "cached SHARE GRANTED", "cached UNLOCK DONE")
			.doesNotContain("cached MAKE DONE", "cached DESTROY DONE");
	}

	@Test
	void accountTellsWhatWasFoundAndWhatWasEvicted() {
		MemberProcess creator = other("build 1");
		creator.send("acquire cached -").await("acquired cached");
		creator.end();
		RecordedMember finder = member("build 2");
		finder.acquire("cached");
		finder.end();
		assertThat(finder.messages()).anyMatch((account) -> account
			.matches("(?s).*cached  found in the cache by (pid|fork) \\d+, created earlier in [\\d.]+ m?s\\R"));
		RecordedMember evictor = member("build 3", ONE);
		evictor.acquire("cached-2");
		evictor.end();
		assertThat(evictor.messages())
			.anyMatch((account) -> account.matches("(?s).*  older ones torn down by (pid|fork) \\d+\\R"));
	}

	@Test
	void memberOfAnotherSessionJoinsAndProbes() {
		String value = other("build 1").send("acquire cached -").await("acquired cached");
		RecordedMember member = member("build 2");
		assertThat(member.acquire("cached")).isEqualTo(value);
		assertThatProgramDoes(member.end(), "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED));
		assertThat(member.recorder().all()).containsSubsequence("cached EXCLUDE REFUSED", "cached SHARE GRANTED",
				"cached PROBE VALID");
	}

	@Test
	void invalidAndOutdatedAreTornDownAndMadeAgain() {
		for (String option : List.of("invalid", "probe-throws", "outdated")) {
			RecordedMember first = member("build 1");
			String value = first.acquire("cached");
			first.end();
			RecordedMember next = member("build 2");
			assertThat(next.acquire("cached", option)).isNotEqualTo(value);
			assertThatProgramDoes(next.end(), "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED));
			assertThat(next.recorder().all()).containsSubsequence("cached VALUE_TO_INTENT DONE", "cached DESTROY DONE",
					"cached DELETE_INTENT DONE", "cached MAKE DONE");
		}
	}

	@Test
	void invalidInUseIsWaitedForAndTornDownByNobodyElse() throws InterruptedException {
		MemberProcess user = other("build 1");
		user.send("acquire cached -").await("acquired cached");
		RecordedMember member = member("build 2");
		Thread killer = new Thread(() -> {
			member.recorder().await("cached PROBE INVALID", 2);
			user.kill();
		});
		killer.start();
		member.acquire("cached", "invalid");
		killer.join();
		assertThatProgramDoes(member.end(), "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED));
		assertThat(member.recorder().all()).containsSubsequence("cached EXCLUDE REFUSED", "cached PROBE INVALID",
				"cached LEAVE DONE", "cached EXCLUDE GRANTED", "cached PROBE INVALID", "cached DESTROY DONE",
				"cached MAKE DONE");
	}

	@Test
	void creationThatThrowsIsRecordedForItsSessionOnly() {
		RecordedMember member = member("build 1");
		assertThatExceptionOfType(SharedBeanCreationException.class)
			.isThrownBy(() -> member.acquire("cached", "checkpoint", "throw-late"));
		assertThatExceptionOfType(SharedBeanCreationException.class).isThrownBy(() -> member.acquire("cached"))
			.withMessageContaining("not tried again in this session");
		RecordedMember other = member("build 2");
		assertThat(other.acquire("cached")).isNotEmpty();
		other.end();
		assertThatProgramDoes(member, "cached", steps(ACQUIRE_CACHED, ACQUIRE_CACHED));
		assertThatProgramDoes(other, "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED));
		assertThat(member.recorder().all()).containsOnlyOnce("cached WRITE_FAILURE DONE");
	}

	@Test
	void leftoverOfAKilledCreationGoesFirst() {
		MemberProcess killed = other("build 1");
		killed.send("acquire cached - checkpoint block").await("checkpointed cached");
		killed.kill();
		RecordedMember member = member("build 2");
		member.acquire("cached");
		assertThatProgramDoes(member.end(), "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED));
		assertThat(member.recorder().all()).containsSubsequence("cached READ_INTENT PRESENT", "cached DESTROY DONE",
				"cached DELETE_INTENT DONE", "cached MAKE DONE");
	}

	@Test
	void whatIsOverTheLimitIsEvictedUnlessItIsUsedOrNamed() {
		RecordedMember former = member("build 1");
		former.acquire("cached");
		former.end();
		RecordedMember member = member("build 2", ONE);
		member.acquire("cached-2");
		assertThatProgramDoes(member.end(), "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED), steps(EVICT));
		assertThat(member.recorder().all()).containsSubsequence("cached VALUE_TO_INTENT DONE", "cached DESTROY DONE",
				"cached DELETE_INTENT DONE", "cached REMOVE_DIRECTORY DONE");
		MemberProcess user = other("build 3");
		user.send("acquire cached-2 -").await("acquired cached-2");
		RecordedMember inUse = member("build 4", ONE);
		inUse.acquire("cached-3");
		assertThatProgramDoes(inUse.end(), "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED), steps(EVICT));
		assertThat(inUse.recorder().all()).doesNotContain("cached DESTROY DONE");
	}

	@Test
	void whatARecordOfADeadSessionNamesIsKeptUntilThatIsTornDown() {
		MemberProcess killed = other("build 1");
		killed.send("acquire b cached").await("acquired b");
		killed.kill();
		RecordedMember member = member("build 2", ONE);
		member.acquire("cached-2");
		member.end();
		assertThatProgramDoes(member, "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED), steps(EVICT));
		assertThat(member.recorder().all()).doesNotContain("cached DESTROY DONE");
		RecordedMember next = member("build 3", ONE);
		next.acquire("b");
		next.acquire("cached-3");
		next.end();
		assertThat(next.recorder().all()).contains("b DESTROY DONE", "cached DESTROY DONE");
	}

	@Test
	void tearDownThatThrowsKeepsRecordAndDirectory() {
		RecordedMember former = member("build 1");
		former.acquire("cached");
		former.end();
		RecordedMember member = member("build 2", ONE);
		member.acquire("cached-2", "destroy-throws");
		assertThatProgramDoes(member.end(), "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED), steps(EVICT));
		assertThat(member.recorder().all()).contains("cached INTENT_TO_REMAINS DONE")
			.doesNotContain("cached REMOVE_DIRECTORY DONE");
	}

	@Test
	void whatNobodyDeclaresAnyMoreGoesByItsAgeIfItIsOnlyADirectory() throws IOException {
		MemberProcess former = other("build 1");
		former.send("acquire cachedfiles - disposable").await("acquired cachedfiles");
		former.send("acquire cachedthing -").await("acquired cachedthing");
		former.end();
		RecordedMember member = member("build 2", new CacheLimits(Duration.ZERO, 3));
		member.acquire("cached");
		member.end();
		assertThat(member.recorder().all())
			.containsSubsequence("cachedfiles LOCK GRANTED", "cachedfiles EXCLUDE GRANTED",
					"cachedfiles VALUE_TO_INTENT DONE", "cachedfiles DELETE_INTENT DONE",
					"cachedfiles REMOVE_DIRECTORY DONE")
			.doesNotContain("cachedthing VALUE_TO_INTENT DONE");
		assertThat(member.messages()).filteredOn((message) -> message.contains("cachedthing"))
			.singleElement()
			.asString()
			.contains("Test.cachedthing()", "nothing on the class path", "destroy by hand", this.directory.toString());
		try (Stream<Path> definitions = Files.list(
				this.directory.resolve("cached").resolve("cachedfiles_" + MemberMain.key("cachedfiles").stableId()))) {
			assertThat(definitions).isEmpty();
		}
	}

	@Test
	void whatCouldNotBeTornDownIsTriedAgainWhenItIsFound() {
		RecordedMember first = member("build 1");
		first.acquire("cached");
		first.end();
		RecordedMember next = member("build 2");
		next.acquire("cached", "invalid", "destroy-throws");
		next.end();
		RecordedMember last = member("build 3");
		last.acquire("cached");
		assertThatProgramDoes(last.end(), "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED));
		assertThat(last.recorder().all()).containsSubsequence("cached PROBE VALID", "cached DESTROY DONE",
				"cached DELETE_REMAINS DONE", "cached SHARE GRANTED");
	}

	@Test
	void dependencyThatNobodyUsesIsLeasedForWhatWasMadeWithIt() {
		RecordedMember first = member("build 1");
		String value = first.acquire("cachedb", "needs-cacheda");
		first.end();
		RecordedMember next = member("build 2");
		assertThat(next.acquire("cachedb")).isEqualTo(value);
		next.end();
		assertThatProgramDoes(next, "cachedb", steps(ACQUIRE_CACHED, RELEASE_CACHED));
		assertThatProgramDoes(next, "cacheda", steps(LEASE_CACHED, RELEASE_CACHED));
		assertThat(next.recorder().all()).doesNotContain("cacheda MAKE DONE", "cachedb MAKE DONE");
	}

	@Test
	void resourceOfASessionIsMadeWithACachedOne() {
		RecordedMember member = member("build 1");
		member.acquire("b", "needs-cached");
		member.end();
		assertThatProgramDoes(member, "b", steps(ACQUIRE, RELEASE));
		assertThatProgramDoes(member, "cached", steps(ACQUIRE_CACHED, RELEASE_CACHED));
		assertThat(member.recorder().all()).containsSubsequence("cached PUBLISH DONE", "b WRITE_INTENT DONE",
				"b DESTROY DONE", "b UNLOCK DONE", "cached LEAVE DONE");
		assertThat(member.recorder().all()).doesNotContain("cached DESTROY DONE");
	}

	/**
	 * The comparison is strict enough to tell: what is wrong in the model is not what the
	 * production code does.
	 */
	@Test
	void productionDoesNoneOfTheWrongThings() throws InterruptedException {
		RecordedMember failing = member("build 1");
		assertThatExceptionOfType(SharedBeanCreationException.class)
			.isThrownBy(() -> failing.acquire("cached", "throw"));
		assertThatExceptionOfType(SharedBeanCreationException.class).isThrownBy(() -> failing.acquire("cached"));
		failing.end();
		RecordedMember creating = member("build 2");
		creating.acquire("cached");
		creating.end();
		RecordedMember finding = member("build 3");
		finding.acquire("cached");
		finding.end();
		RecordedMember replacing = member("build 4");
		replacing.acquire("cached", "invalid");
		replacing.end();
		invalidInUseIsWaitedForAndTornDownByNobodyElse();
		RecordedMember waiting = this.members.get(this.members.size() - 1);
		RecordedMember evicting = member("build 5", ONE);
		evicting.acquire("cached-2");
		evicting.end();
		whatIsOverTheLimitIsEvictedUnlessItIsUsedOrNamed();
		RecordedMember keeping = this.members.get(this.members.size() - 1);
		this.others.forEach(MemberProcess::close);
		RecordedMember throwing = member("build 6", ONE);
		throwing.acquire("cached-9", "destroy-throws");
		throwing.end();
		for (CachedMutations mutation : CachedMutations.values()) {
			Program wrong = mutation.program();
			boolean accepted = does(wrong, failing, 0, ACQUIRE_CACHED, ACQUIRE_CACHED)
					&& does(wrong, finding, 0, ACQUIRE_CACHED, RELEASE_CACHED)
					&& does(wrong, replacing, 0, ACQUIRE_CACHED, RELEASE_CACHED)
					&& does(wrong, waiting, 0, ACQUIRE_CACHED, RELEASE_CACHED) && does(wrong, evicting, 1, EVICT)
					&& does(wrong, keeping, 1, EVICT) && does(wrong, throwing, 1, EVICT);
			boolean onlyWhereNobodyLooked = mutation == CachedMutations.JOINER_DOES_NOT_LOOK_AGAIN;
			assertThat(accepted).as("what was done is what %s would do", mutation).isEqualTo(onlyWhereNobodyLooked);
		}
	}

	private static boolean does(Program program, RecordedMember member, int trace, String... beginnings) {
		return ProtocolRecorder.deviation(program, member.recorder().traces("cached").get(trace), beginnings) == null;
	}

}
