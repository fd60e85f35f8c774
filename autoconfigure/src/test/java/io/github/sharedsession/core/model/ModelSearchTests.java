package io.github.sharedsession.core.model;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sharedsession.core.model.DependencyModel.Form;
import io.github.sharedsession.core.model.DependencyModel.Plan;
import io.github.sharedsession.core.model.ResourceModel.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Searches through all that several processes can do under the protocol, in every order,
 * with kills before any step, after which locks go one at a time; and through what they
 * could do if the protocol were another one, which must be found wrong.
 */
class ModelSearchTests {

	private static final Program PROGRAM = ResourceProtocol.program();

	private static SearchResult search(String name, Model model) {
		SearchResult result = Explorer.search(model);
		System.out.println(result.summary(name));
		return result;
	}

	private static void assertIsRight(String name, Model model) {
		assertThat(search(name, model).counterexample()).as(name).isEmpty();
	}

	private static void assertIsWrong(String name, Model model) {
		SearchResult result = search("wrong: " + name, model);
		assertThat(result.violation()).as(name).isNotNull().doesNotContain("not finished");
	}

	static Stream<Arguments> rightModels() {
		Map<String, Model> models = new LinkedHashMap<>();
		models.put("core: 3 processes, no crash", new CoreModel(PROGRAM, 3, 0));
		models.put("core: 2 processes, 2 crashes", new CoreModel(PROGRAM, 2, 2));
		models.put("core: 3 processes, 3 crashes", new CoreModel(PROGRAM, 3, 3));
		for (int[] limits : new int[][] { { 2, 0, 0, 0 }, { 3, 0, 0, 0 }, { 2, 2, 1, 2 }, { 3, 0, 1, 2 },
				{ 3, 1, 1, 1 } }) {
			models.put(
					String.format("failures: %d processes, %d crashes, %d creations and %d tear-downs throw", limits[0],
							limits[1], limits[2], limits[3]),
					resource(PROGRAM, EnumSet.noneOf(ResourceModel.Deviation.class), limits));
		}
		models.put("session: 2 members, no crash", new SessionModel(0, null, 0, 0));
		models.put("session: 2 members, 2 crashes", new SessionModel(2, null, 0, 0));
		models.put("session: 1 member and 1 of another session, 2 crashes", new SessionModel(2, null, 0, 1));
		models.put("session: 2 members and 1 of another session, no crash", new SessionModel(0, null, 0, 0, 1));
		models.put("session: 2 members and 1 of another session, 1 crash", new SessionModel(1, null, 0, 0, 1));
		for (Set<Form> forms : List.of(EnumSet.of(Form.INDEXED),
				EnumSet.of(Form.INDEXED, Form.OBTAINED_WHILE_CREATING))) {
			String name = forms.contains(Form.OBTAINED_WHILE_CREATING) ? "dependency obtained late: " : "dependency: ";
			models.put(name + "B, B, A, no crash", dependency(0, forms, Plan.USE_B, Plan.USE_B, Plan.USE_A));
			models.put(name + "B, B, 2 crashes", dependency(2, forms, Plan.USE_B, Plan.USE_B));
			models.put(name + "A then B, B, 2 crashes", dependency(2, forms, Plan.USE_A_THEN_B, Plan.USE_B));
			models.put(name + "B, B, A, 2 crashes", dependency(2, forms, Plan.USE_B, Plan.USE_B, Plan.USE_A));
		}
		for (int[] limits : new int[][] { { 3, 0, 0, 0, 0 }, { 3, 0, 1, 1, 0 }, { 2, 2, 1, 1, 0 }, { 3, 0, 0, 0, 1 },
				{ 2, 1, 1, 0, 1 } }) {
			models.put(String.format(
					"cached: %d processes of two sessions, %d crashes, %d creations and %d tear-downs throw, %d reboots",
					limits[0], limits[1], limits[2], limits[3], limits[4]), cached(PROGRAM, limits));
		}
		models.put("cached: core, 3 processes, 3 crashes", CachedModel.core(3, 3));
		Set<Form> cachedA = EnumSet.of(Form.INDEXED, Form.CACHED_A);
		models.put("cached dependency: B of a session, B, evict A, 2 crashes",
				dependency(2, cachedA, Plan.USE_B, Plan.USE_B, Plan.EVICT_A));
		models.put("cached dependency: B of a session, A, evict A, 3 crashes",
				dependency(3, cachedA, Plan.USE_B, Plan.USE_A, Plan.EVICT_A));
		Set<Form> cachedBoth = EnumSet.of(Form.INDEXED, Form.CACHED_A, Form.CACHED_B);
		models.put("cached dependency: cached B, B, evict both, 2 crashes",
				dependency(2, cachedBoth, Plan.USE_B, Plan.USE_B, Plan.EVICT_BOTH));
		models.put("cached dependency: cached B obtains A late, A, evict both, 2 crashes",
				dependency(2, EnumSet.allOf(Form.class), Plan.USE_B, Plan.USE_A, Plan.EVICT_BOTH));
		Set<HostModel.Deviation> none = Set.of();
		models.put("host: 2 forks, no crash", new HostModel(0, 0, none, 0, 0));
		models.put("host: 2 forks, 1 fork crash, 2 host crashes", new HostModel(1, 2, none, 0, 0));
		models.put("host: 2 forks of two class paths, 1 fork and 1 host crash", new HostModel(1, 1, none, 0, 1));
		models.put("host: 3 forks, 1 host crash", new HostModel(0, 1, none, 0, 0, 0));
		models.put("host: 3 forks of two class paths, 1 fork crash", new HostModel(1, 0, none, 0, 0, 1));
		int[] both = { 0, 1 };
		models.put("hosted session: 2 forks need both servers in different orders, each followed by another",
				hostedSession(new HostedSessionModel.Limits(1, 0, 0, 0, false), both, new int[] { 1, 0 }));
		models.put("hosted session: 2 forks, two servers, 1 fork crash",
				hostedSession(new HostedSessionModel.Limits(0, 1, 0, 0, false), both, new int[] { 1, 0 }));
		models.put("hosted session: 2 forks, two servers, 1 host crash",
				hostedSession(new HostedSessionModel.Limits(0, 0, 1, 0, false), both, new int[] { 1 }));
		models.put("hosted session: 2 forks, two servers, 1 creation throws, each followed by another",
				hostedSession(new HostedSessionModel.Limits(1, 0, 0, 1, false), both, new int[] { 0 }));
		models.put("hosted session: 2 forks, 1 fork crash, 1 creation throws, each followed by another",
				hostedSession(new HostedSessionModel.Limits(1, 1, 0, 1, false), new int[] { 0 }, new int[] { 0 }));
		models.put("hosted session: 2 forks of two class paths, 1 fork crash",
				hostedSession(new HostedSessionModel.Limits(0, 1, 0, 0, true), both, new int[] { 1 }));
		return models.entrySet().stream().map((model) -> arguments(model.getKey(), model.getValue()));
	}

	private static Model resource(Program program, Set<ResourceModel.Deviation> deviations, int... limits) {
		return new ResourceModel(program, new Limits(limits[0], limits[1], limits[2], limits[3]), deviations);
	}

	private static Model cached(Program program, int... limits) {
		return new CachedModel(program, new Limits(limits[0], limits[1], limits[2], limits[3]), limits[4]);
	}

	private static Model hostedSession(HostedSessionModel.Limits limits, int[]... plans) {
		return new HostedSessionModel(limits, null, plans);
	}

	private static Model dependency(int crashes, Set<Form> forms, Plan... plans) {
		return new DependencyModel(crashes, forms, EnumSet.noneOf(DependencyModel.Deviation.class), plans);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("rightModels")
	void protocolIsRight(String name, Model model) {
		assertIsRight(name, model);
	}

	@ParameterizedTest
	@EnumSource(ProgramMutations.class)
	void wrongOrderOfStepsIsFound(ProgramMutations mutation) {
		int[] limits = switch (mutation) {
			case ORPHANED_VALUE_IS_IGNORED, VALUE_IS_DESTROYED_IN_PLACE, JOINER_DOES_NOT_LOOK_AGAIN ->
				new int[] { 2, 1, 0, 0 };
			case FAILURE_COMES_BEFORE_LEFTOVERS -> new int[] { 2, 1, 1, 0 };
			case FAILURE_IS_IGNORED, FAILED_CREATION_IS_NOT_UNDONE -> new int[] { 2, 0, 1, 0 };
			case RECORD_IS_DROPPED_WHEN_DESTROY_THROWS, REMAINS_ARE_DELETED_BEFORE_DESTROYING ->
				new int[] { 2, 0, 0, 1 };
			default -> new int[] { 2, 0, 0, 0 };
		};
		assertIsWrong(mutation.name(),
				resource(mutation.program(), EnumSet.noneOf(ResourceModel.Deviation.class), limits));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE,
			names = { "EVERYTHING_IS_CHECKPOINTED", "ONE_FAILURE_FOR_ALL_SESSIONS" })
	void wrongTreatmentOfTheRecordsIsFound(ResourceModel.Deviation deviation) {
		int[] limits = switch (deviation) {
			case NO_MUTEX, NO_INTENT, CHECKPOINT_IS_NOT_WRITTEN -> new int[] { 2, 0, 0, 0 };
			case ONE_FILE_FOR_ALL_REMAINS -> new int[] { 2, 0, 0, 3 };
			case FAILURE_STAYS_WHEN_ENTERED_ALONE -> new int[] { 2, 1, 1, 0 };
			default -> new int[] { 2, 0, 1, 1 };
		};
		assertIsWrong(deviation.name(), resource(PROGRAM, EnumSet.of(deviation), limits));
	}

	@ParameterizedTest
	@EnumSource
	void wrongTreatmentOfWhatOutlivesSessionsIsFound(CachedMutations mutation) {
		int[] limits = switch (mutation) {
			case NOT_PROBED -> new int[] { 2, 0, 0, 0, 1 };
			case JOINER_DOES_NOT_PROBE -> new int[] { 2, 1, 0, 0, 1 };
			case VALUE_IS_DESTROYED_IN_PLACE -> new int[] { 2, 1, 0, 0, 0 };
			case FAILURE_IS_IGNORED -> new int[] { 2, 0, 1, 0, 0 };
			case DIRECTORY_IS_REMOVED_WITH_REMAINS -> new int[] { 2, 0, 0, 1, 0 };
			case JOINER_DOES_NOT_LOOK_AGAIN -> new int[] { 2, 1, 0, 0, 0 };
			default -> new int[] { 3, 0, 0, 0, 0 };
		};
		assertIsWrong(mutation.name(), cached(mutation.program(), limits));
	}

	@Test
	void oneFailureForAllSessionsIsFound() {
		assertIsWrong("one failure for all sessions", new CachedModel(PROGRAM, new Limits(2, 0, 1, 0), 0,
				ResourceModel.Deviation.ONE_FAILURE_FOR_ALL_SESSIONS));
	}

	@ParameterizedTest
	@EnumSource
	void wrongWayToEnterSweepOrLeaveIsFound(SessionModel.Deviation deviation) {
		assertIsWrong(deviation.name(), switch (deviation) {
			case HOST_IS_NO_MEMBER, OPEN_BEFORE_ROOT, LEAVE_WITHOUT_ROOT, ROOT_DROPPED_EARLY ->
				new SessionModel(0, deviation, 0, 0);
			case NO_TEST_WHETHER_IT_LIVES -> new SessionModel(0, deviation, 0, 1);
			case EXCLUSIVE_BEFORE_SHARED -> new SessionModel(2, deviation, 0, 0, 1);
			case ENTER_EXCLUSIVE_BEFORE_SHARED -> new SessionModel(2, deviation, 0, 1);
			default -> new SessionModel(1, deviation, 0, 0, 1);
		});
	}

	@ParameterizedTest
	@EnumSource
	void wrongTreatmentOfDependenciesIsFound(DependencyModel.Deviation deviation) {
		Set<DependencyModel.Deviation> deviations = EnumSet.of(deviation);
		if (deviation == DependencyModel.Deviation.JOIN_WITHOUT_LEASE) {
			// As long as a busy dependent stops the tear-down, nothing is lost by it
			deviations.add(DependencyModel.Deviation.GO_ON_WHEN_BUSY);
		}
		boolean late = deviation == DependencyModel.Deviation.NOTED_AFTER_USE;
		boolean joins = deviation == DependencyModel.Deviation.JOIN_WITHOUT_LEASE
				|| deviation == DependencyModel.Deviation.JOINER_ACQUIRES_DEPENDENCY;
		Set<Form> forms = EnumSet.of(Form.INDEXED);
		if (late) {
			forms.add(Form.OBTAINED_WHILE_CREATING);
		}
		if (deviation.name().startsWith("EVICT")) {
			forms.add(Form.CACHED_A);
			assertIsWrong(deviation.name(), new DependencyModel(2, forms, deviations, Plan.USE_B, Plan.EVICT_A));
			return;
		}
		assertIsWrong(deviation.name(),
				new DependencyModel(2, forms, deviations, Plan.USE_B, joins ? Plan.USE_B : Plan.USE_A));
	}

	@Test
	void lateDependencyThatIsNeverRecordedIsFound() {
		assertIsWrong("late dependency that is never recorded",
				new DependencyModel(2, EnumSet.of(Form.INDEXED, Form.OBTAINED_WHILE_CREATING),
						EnumSet.of(DependencyModel.Deviation.INTENT_WITHOUT_DEPENDENCY), Plan.USE_B, Plan.USE_A));
	}

	@Test
	void dependencyGivenBackBeforeTheUseHasEndedIsFound() {
		assertIsWrong("dependency given back too early",
				dependency(0, EnumSet.of(Form.INDEXED), Plan.GIVE_A_BACK_EARLY, Plan.USE_A));
	}

	@ParameterizedTest
	@EnumSource
	void wrongWayToHostIsFound(HostModel.Deviation deviation) {
		Set<HostModel.Deviation> deviations = EnumSet.of(deviation);
		assertIsWrong(deviation.name(), switch (deviation) {
			case REQUEST_WITHOUT_LEASE -> new HostModel(1, 0, deviations, 0, 0);
			case EXCLUSIVE_PROBE -> new HostModel(1, 1, deviations, 0, 0);
			case DESTROY_BEFORE_RENAME -> new HostModel(1, 2, deviations, 0, 0);
			case END_AFTER_A_LOOK, RELEASE_OWNER_FIRST -> new HostModel(0, 0, deviations, 0, 0);
			default -> new HostModel(0, 1, deviations, 0, 0);
		});
	}

	@Test
	void hostAsFirstDescribedIsFoundWrong() {
		assertIsWrong("host as first described", new HostModel(0, 0,
				EnumSet.of(HostModel.Deviation.REQUEST_WITHOUT_LEASE, HostModel.Deviation.HOST_ENSURED_ONCE), 0, 0));
	}

	@ParameterizedTest
	@EnumSource
	void wrongPlaceOfHostsInTheirSessionIsFound(HostedSessionModel.Deviation deviation) {
		int[] both = { 0, 1 };
		assertIsWrong(deviation.name(), switch (deviation) {
			case LOOK_WITHOUT_ROOT, ALONE_MEANS_WITHOUT_HOSTS, ENTER_EXCLUSIVE_BEFORE_SHARED -> new HostedSessionModel(
					new HostedSessionModel.Limits(1, 1, 0, 1, false), deviation, new int[] { 0 }, new int[] { 0 });
			case RECORDS_DO_NOT_KEEP_THE_DIRECTORY -> new HostedSessionModel(
					new HostedSessionModel.Limits(0, 0, 1, 0, false), deviation, both, new int[] { 1 });
			default -> new HostedSessionModel(new HostedSessionModel.Limits(1, 0, 0, 0, false), deviation, both,
					new int[] { 1, 0 });
		});
	}

}
