package io.github.sharedsession.core.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.core.chaos.Violation.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HistoryChecker}, with histories that are good and bad.
 */
class HistoryCheckerTests {

	private static final String MADE_BY_M1 = """
			m1 start one 11
			m1 acquire 1 a
			m1 create one a a-x
			m1 acquired 1 a-x
			""";

	private static final String GONE = """
			m1 leaving
			m1 destroy a-x
			m1 destroyed a-x
			driver exited m1 0
			""";

	@Test
	void acceptsOneOfEachTornDownInOrder() {
		assertThat(check(MADE_BY_M1 + """
				m2 start one 12
				m2 acquire 1 b
				m2 acquire 1 a
				m2 acquired 1 a-x
				m2 create one b b-y
				m2 with b-y a-x
				m2 acquired 1 b-y a-x
				m1 leaving
				driver exited m1 0
				m2 leaving
				m2 destroy b-y
				m2 destroyed b-y
				m2 destroy a-x
				m2 destroyed a-x
				driver exited m2 0
				""")).isEmpty();
	}

	@Test
	void acceptsGenerationsOfDifferentSessions() {
		assertThat(check(MADE_BY_M1 + """
				m2 start two 12
				m2 create two a a-y
				m2 leaving
				m2 destroy a-y
				m2 destroyed a-y
				driver exited m2 0
				""" + GONE)).isEmpty();
	}

	@Test
	void catchesTwoLiveGenerations() {
		assertThat(check(MADE_BY_M1 + """
				m2 start one 12
				m2 create one a a-y
				m2 leaving
				m2 destroy a-y
				m2 destroyed a-y
				""" + GONE)).containsExactly(Kind.DOUBLE_CREATION);
	}

	@Test
	void catchesSecondCreationWhileTheFirstIsUnderWay() {
		assertThat(check("""
				m1 start one 11
				m1 create one a a-x
				m2 start one 12
				m2 create one a a-y
				m1 destroy a-x
				m1 destroyed a-x
				m2 destroy a-y
				m2 destroyed a-y
				""")).contains(Kind.DOUBLE_CREATION);
	}

	@Test
	void catchesSecondCreationBeforeCheckpointOfKilledCreatorIsTornDown() {
		assertThat(check("""
				m1 start one 11
				m1 create one a a-x
				m1 checkpoint a-x
				m1 killed somewhere
				m2 start one 12
				m2 create one a a-y
				m2 destroy a-x
				m2 destroyed a-x
				m2 destroy a-y
				m2 destroyed a-y
				""")).contains(Kind.DOUBLE_CREATION);
	}

	@Test
	void acceptsNextCreationAfterUnrecordedOneIsReported() {
		HistoryChecker checker = HistoryChecker.check(events("""
				m1 start one 11
				m1 create one a a-x
				m1 killed somewhere
				m2 start one 12
				m2 warned A creation of the shared bean 'a' (declared by A.a()) by pid 11 did not end, and may have left
				m2 create one a a-y
				m2 leaving
				m2 destroy a-y
				m2 destroyed a-y
				"""), List.of("a-x"), List.of());
		assertThat(checker.violations()).isEmpty();
		assertThat(checker.mayBeLeft()).isEqualTo(1);
	}

	@Test
	void catchesUnrecordedCreationThatIsNotReported() {
		assertThat(check("""
				m1 start one 11
				m1 create one a a-x
				m1 killed somewhere
				""")).containsExactly(Kind.UNREPORTED);
	}

	@Test
	void catchesUseAfterTearDown() {
		assertThat(check(MADE_BY_M1 + GONE + """
				m2 start one 12
				m2 acquire 1 a
				m2 acquired 1 a-x
				m2 leaving
				""")).containsExactly(Kind.USE_AFTER_TEAR_DOWN);
	}

	@Test
	void catchesUseOfSomethingThatIsNotThere() {
		assertThat(check(MADE_BY_M1 + "m1 missing a-x\n" + GONE)).containsExactly(Kind.USE_AFTER_TEAR_DOWN);
	}

	@Test
	void catchesCreationOnTopOfNothing() {
		assertThat(check(MADE_BY_M1 + GONE + """
				m2 start one 12
				m2 create one b b-y
				m2 with b-y a-x
				m2 destroy b-y
				m2 destroyed b-y
				""")).contains(Kind.USE_AFTER_TEAR_DOWN);
	}

	@Test
	void catchesTearDownWhileInUse() {
		assertThat(check(MADE_BY_M1 + """
				m2 start one 12
				m2 acquire 1 a
				m2 acquired 1 a-x
				""" + GONE + """
				m2 leaving
				driver exited m2 0
				""")).containsExactly(Kind.TORN_DOWN_IN_USE);
	}

	@Test
	void acceptsTearDownByTerminatedMemberWhoseContextCloses() {
		String end = """
				m1 closes a-x
				m1 destroy a-x
				m1 destroyed a-x
				m1 leaving
				""";
		assertThat(check(MADE_BY_M1 + "driver terminate m1\n" + end)).isEmpty();
		assertThat(check(MADE_BY_M1 + end)).containsExactly(Kind.TORN_DOWN_IN_USE);
	}

	@Test
	void acceptsTearDownOfWhatKilledMemberUsed() {
		assertThat(check(MADE_BY_M1 + """
				m2 start one 12
				m2 acquire 1 a
				m2 acquired 1 a-x
				driver kill m2 somewhere
				""" + GONE)).isEmpty();
	}

	@Test
	void catchesTearDownBeforeDependent() {
		assertThat(check(MADE_BY_M1 + """
				m1 create one b b-y
				m1 with b-y a-x
				m1 checkpoint b-y
				m1 leaving
				m1 destroy a-x
				m1 destroyed a-x
				m1 destroy b-y
				m1 destroyed b-y
				""")).containsExactly(Kind.TORN_DOWN_BEFORE_DEPENDENT);
	}

	@Test
	void catchesSecondTearDown() {
		assertThat(check(MADE_BY_M1 + GONE + """
				m2 start one 12
				m2 destroy a-x
				m2 destroyed a-x
				""")).containsExactly(Kind.TORN_DOWN_TWICE);
	}

	@Test
	void acceptsSecondTearDownAfterTheFirstWasKilled() {
		assertThat(check(MADE_BY_M1 + """
				m1 leaving
				m1 destroy a-x
				m1 destroyed a-x
				m1 killed somewhere
				m2 start one 12
				m2 destroy a-x
				m2 destroyed a-x
				""")).isEmpty();
	}

	@Test
	void acceptsSecondTearDownAfterTheFirstHasThrown() {
		assertThat(check(MADE_BY_M1 + """
				m1 leaving
				m1 destroy a-x
				m1 kept a-x
				driver exited m1 0
				m2 start one 12
				m2 destroy a-x
				m2 destroyed a-x
				""")).isEmpty();
	}

	@Test
	void catchesTearDownOfSomethingUnknown() {
		assertThat(check("m1 destroy a-x\n")).containsExactly(Kind.TORN_DOWN_UNKNOWN);
	}

	@Test
	void catchesLeaks() {
		assertThat(check(MADE_BY_M1 + "m1 leaving\n")).containsExactly(Kind.LEAK);
		assertThat(check(MADE_BY_M1 + "m1 leaving\nm1 destroy a-x\nm1 kept a-x\n")).containsExactly(Kind.LEAK);
		assertThat(kinds(HistoryChecker.check(events(MADE_BY_M1 + GONE), List.of("a-x"), List.of())))
			.containsExactly(Kind.LEAK);
		assertThat(kinds(HistoryChecker.check(List.of(), List.of("a-x"), List.of()))).containsExactly(Kind.LEAK);
	}

	@Test
	void catchesCreationAfterFailureThatTheSessionKnows() {
		String failure = """
				m1 start one 11
				m1 acquire 1 a
				m1 create one a a-x
				m1 checkpoint a-x
				m1 threw a-x
				m1 destroy a-x
				m1 destroyed a-x
				m1 refused 1 a SharedBeanCreationException true no luck
				""";
		String again = """
				m2 start one 12
				m2 create one a a-y
				m2 leaving
				m2 destroy a-y
				m2 destroyed a-y
				""";
		assertThat(check(failure + again)).containsExactly(Kind.FAILED_TWICE);
		assertThat(check(failure + "m1 leaving\n" + again)).isEmpty();
	}

	/** It dies after a creation that has thrown. */
	private static final String FAILED_BY_M1 = """
			m1 start one 11
			m1 create one a a-x
			m1 checkpoint a-x
			m1 threw a-x
			m1 destroy a-x
			m1 destroyed a-x
			m1 killed somewhere
			""";

	/** Another one is told of that. */
	private static final String TOLD_TO_M2 = """
			m2 start one 12
			m2 acquire 1 a
			m2 refused 1 a SharedBeanCreationException false It failed in pid 11 and is not tried again
			m2 leaving
			driver exited m2 0
			""";

	@Test
	void catchesFailureThatOutlivesItsSession() {
		String ended = "driver exited m1 137\n";
		assertThat(check(FAILED_BY_M1 + ended + TOLD_TO_M2)).containsExactly(Kind.STALE_FAILURE);
		assertThat(check(FAILED_BY_M1 + TOLD_TO_M2 + ended)).isEmpty();
		assertThat(check("m3 start one 13\n" + FAILED_BY_M1 + ended + TOLD_TO_M2 + "m3 leaving\n")).isEmpty();
	}

	@Test
	void catchesFailureThatOutlivesTheLeasesOfItsSession() {
		List<HistoryEvent> events = events(
				FAILED_BY_M1 + "driver exited m1 137\nm3 start two 13\nm3 leaving\n" + TOLD_TO_M2);
		assertThat(kinds(HistoryChecker.check(events, List.of(), List.of(), Duration.ofNanos(2))))
			.containsExactly(Kind.STALE_FAILURE);
		assertThat(kinds(HistoryChecker.check(events, List.of(), List.of(), Duration.ofNanos(3)))).isEmpty();
	}

	@Test
	void catchesLostWaiters() {
		assertThat(check("m1 start one 11\nm1 acquire 1 a\nm1 leaving\n")).containsExactly(Kind.LOST_WAITER);
		assertThat(check("""
				m1 start one 11
				m1 acquire 1 a
				m1 refused 1 a SharedBeanWaitTimeoutException false too late
				m1 leaving
				""")).containsExactly(Kind.LOST_WAITER);
		assertThat(check("m1 start one 11\nm1 acquire 1 a\nm1 killed somewhere\n")).isEmpty();
	}

	@Test
	void catchesAnswerThatComesTooLate() {
		List<HistoryEvent> events = events(MADE_BY_M1.lines().limit(3).reduce("", (text, line) -> text + line + "\n"));
		events.add(HistoryEvent.parse("m1", "200000000000 acquired 1 a-x"));
		HistoryChecker checker = HistoryChecker.check(events, List.of(), List.of());
		assertThat(kinds(checker)).contains(Kind.LOST_WAITER);
	}

	@Test
	void catchesErrorThatNothingHasCalledFor() {
		String error = """
				m1 acquire 1 a
				m1 refused 1 a NullPointerException false oops
				""";
		assertThat(check("m1 start one 11\n" + error)).containsExactly(Kind.UNEXPECTED_ERROR);
		assertThat(check("m1 start one 11\ndriver terminate m1\n" + error)).isEmpty();
	}

	@Test
	void catchesMemberThatEndsInAnotherWay() {
		assertThat(check("m1 start one 11\nm1 leaving\ndriver exited m1 1\n")).containsExactly(Kind.UNEXPECTED_END);
		assertThat(check("m1 start one 11\ndriver exited m1 0\n")).containsExactly(Kind.UNEXPECTED_END);
		assertThat(check("m1 start one 11\nm1 killed somewhere\ndriver exited m1 137\n")).isEmpty();
	}

	@Test
	void acceptsWhatIsCachedAfterItsSession() {
		String made = MADE_BY_M1.replaceAll("\\ba\\b", "e") + "m1 leaving\ndriver exited m1 0\n";
		assertThat(check(made, List.of("e-x"), List.of("e-x"))).isEmpty();
		assertThat(check(made, List.of("e-x"), List.of())).containsExactly(Kind.LEAK);
		assertThat(check(made, List.of(), List.of("e-x"))).containsExactly(Kind.TORN_DOWN_PUBLISHED);
	}

	@Test
	void catchesTwoLiveGenerationsOfWhatIsCachedInDifferentSessions() {
		String made = MADE_BY_M1.replaceAll("\\ba\\b", "e") + """
				m1 leaving
				driver exited m1 0
				m2 start two 12
				m2 create two e e-y
				m2 acquired 1 e-y
				m2 leaving
				driver exited m2 0
				""";
		assertThat(check(made, List.of("e-x", "e-y"), List.of("e-x", "e-y"))).contains(Kind.DOUBLE_CREATION);
	}

	/** It loses its locks while it makes something, and finds out when it is done. */
	private static final String LOST_BY_M1 = """
			m1 start one 11
			m1 acquire 1 a
			m1 create one a a-x
			m1 checkpoint a-x
			m2 start one 12
			m2 acquire 1 a
			m2 destroy a-x
			m2 destroyed a-x
			m2 create one a a-y
			m2 acquired 1 a-y
			m1 refused 1 a SharedSessionStoreException false lost
			m1 leaving
			driver exited m1 0
			m2 leaving
			m2 destroy a-y
			m2 destroyed a-y
			driver exited m2 0
			""";

	@Test
	void acceptsLossOnlyWhereMembersMayLoseTheirLocks() {
		assertThat(kinds(HistoryChecker.check(events(LOST_BY_M1), List.of("a-x"), List.of(), Duration.ofSeconds(1))))
			.isEmpty();
		assertThat(check(LOST_BY_M1, List.of("a-x"), List.of())).contains(Kind.UNEXPECTED_ERROR);
	}

	@Test
	void catchesWhatIsNotTornDownOfAMemberThatHasLostItsLocks() {
		assertThat(kinds(HistoryChecker.check(
				events(LOST_BY_M1.replace("m2 destroy a-x\n", "").replace("m2 destroyed a-x\n", "")), List.of("a-x"),
				List.of(), Duration.ofSeconds(1))))
			.contains(Kind.DOUBLE_CREATION);
	}

	private static List<Kind> check(String history, List<String> left, List<String> published) {
		return kinds(HistoryChecker.check(events(history), left, published));
	}

	private static List<Kind> check(String history) {
		return kinds(HistoryChecker.check(events(history), List.of(), List.of()));
	}

	private static List<Kind> kinds(HistoryChecker checker) {
		return checker.violations().stream().map(Violation::kind).toList();
	}

	private static List<HistoryEvent> events(String history) {
		List<HistoryEvent> events = new ArrayList<>();
		for (String line : history.lines().toList()) {
			String[] words = line.split(" ", 2);
			events.add(HistoryEvent.parse(words[0], events.size() + 1 + " " + words[1]));
		}
		return events;
	}

}
