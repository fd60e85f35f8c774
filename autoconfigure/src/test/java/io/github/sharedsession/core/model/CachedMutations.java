package io.github.sharedsession.core.model;

import java.util.function.UnaryOperator;

import io.github.sharedsession.core.model.Program.Event;
import io.github.sharedsession.core.model.Program.Row;

/**
 * Ways to treat what outlives all sessions that look reasonable and are wrong. The
 * searches show that they are, and the production code must not go any of them.
 */
public enum CachedMutations {

	/** A value that nobody uses is torn down, as one of a session. */
	VALUE_IS_TAKEN_FOR_A_LEFTOVER((program) -> program.lead("cached.look", Outcome.PRESENT, "cached.readValue")),

	/** The last user tears it down, as that of a session's resource. */
	LAST_USER_TEARS_DOWN((program) -> program.lead(ResourceProtocol.RELEASE_CACHED, Outcome.DONE, "release.exclude")),

	/** It is used as it is found. */
	NOT_PROBED((program) -> program.lead("cached.probe", Outcome.INVALID, "found.listRemains")),

	/** Who joins takes it for granted that others have probed. */
	JOINER_DOES_NOT_PROBE((program) -> program.lead("cached.probeInUse", Outcome.INVALID, "cached.unlock")),

	/** It is probed before others are kept out. */
	PROBED_WITHOUT_THE_MUTEX(
			(program) -> program
				.replace(ResourceProtocol.ACQUIRE_CACHED,
						row(ResourceProtocol.ACQUIRE_CACHED, Operation.READ_VALUE, Outcome.PRESENT, "cached.early"),
						row(ResourceProtocol.ACQUIRE_CACHED, Operation.READ_VALUE, Outcome.ABSENT,
								"cached.lockInvalid"))
				.replace("cached.early", row("cached.early", Operation.PROBE, Outcome.VALID, "cached.lockValid"),
						row("cached.early", Operation.PROBE, Outcome.INVALID, "cached.lockInvalid"))
				.replace("cached.lockInvalid",
						row("cached.lockInvalid", Operation.LOCK, Outcome.GRANTED, "cached.exclude"))
				.replace("cached.lockValid",
						row("cached.lockValid", Operation.LOCK, Outcome.GRANTED, "cached.excludeValid"))
				.replace("cached.excludeValid",
						row("cached.excludeValid", Operation.EXCLUDE, Outcome.GRANTED, "cached.unexclude"),
						row("cached.excludeValid", Operation.EXCLUDE, Outcome.REFUSED, "cached.share"))),

	/** Who has found it valid goes from the exclusive lock to none. */
	FINDER_DOES_NOT_SHARE((program) -> program.lead("cached.unexclude", Outcome.DONE, "cached.unlock")),

	/** Who joins takes it for granted that there is a value. */
	JOINER_DOES_NOT_LOOK_AGAIN((program) -> program.lead("cached.join", Outcome.ABSENT, "cached.unlock")
		.lead("cached.share", Outcome.REFUSED, "cached.unlock")),

	/** The record goes before what it names. */
	VALUE_IS_DELETED_BEFORE_DESTROYING((program) -> program.replace("evict.move",
			row("evict.move", Operation.DELETE_VALUE, Outcome.DONE, "evict.readIntent"))),

	/** It is destroyed while its value can still be read, and its destroyer dies. */
	VALUE_IS_DESTROYED_IN_PLACE((program) -> program
		.replace("evict.move", row("evict.move", Operation.DESTROY_VALUE, Outcome.DONE, "evict.deleteValue"))
		.replace("evict.deleteValue",
				row("evict.deleteValue", Operation.DELETE_VALUE, Outcome.DONE, "evict.readIntent"))),

	/** What is used is evicted: it is over its limit. */
	EVICTED_WHILE_USED((program) -> program.lead("evict.exclude", Outcome.REFUSED, "evict.look")),

	/** What nobody uses is evicted without keeping others out. */
	EVICTED_WITHOUT_THE_MUTEX((program) -> program
		.replace(ResourceProtocol.EVICT, row(ResourceProtocol.EVICT, Operation.EXCLUDE, Outcome.GRANTED, "evict.look"),
				row(ResourceProtocol.EVICT, Operation.EXCLUDE, Outcome.REFUSED, ResourceProtocol.GONE))
		.lead("evict.leave", Outcome.DONE, ResourceProtocol.GONE)),

	/** The intent of an eviction is deleted before the tear-down. */
	INTENT_IS_DELETED_BEFORE_DESTROYING((program) -> program.swap("evict.destroy", Operation.DESTROY,
			"evict.deleteIntent", Operation.DELETE_INTENT)),

	/** The directory is removed, and then what lay there. */
	DIRECTORY_IS_REMOVED_FIRST((program) -> program.lead("evict.exclude", Outcome.GRANTED, "evict.removeFirst")
		.replace("evict.removeFirst",
				row("evict.removeFirst", Operation.REMOVE_DIRECTORY, Outcome.DONE, "evict.removed"))),

	/** The directory is removed though a tear-down has failed. */
	DIRECTORY_IS_REMOVED_WITH_REMAINS((program) -> program.lead("evict.hasRecords", Outcome.PRESENT, "evict.remove")),

	/** The directory is removed when others are let in again. */
	DIRECTORY_IS_REMOVED_AFTER_UNLOCKING((program) -> program
		.lead("evict.listRemains", Outcome.ABSENT, "evict.earlyLeave")
		.replace("evict.earlyLeave", row("evict.earlyLeave", Operation.LEAVE, Outcome.DONE, "evict.earlyUnlock"))
		.replace("evict.earlyUnlock", row("evict.earlyUnlock", Operation.UNLOCK, Outcome.DONE, "evict.late"))
		.replace("evict.late", row("evict.late", Operation.REMOVE_DIRECTORY, Outcome.DONE, ResourceProtocol.GONE))),

	/** A recorded failure is not looked at. */
	FAILURE_IS_IGNORED((program) -> program.lead("cached.readFailure", Outcome.PRESENT, "cached.writeIntent"));

	@SuppressWarnings("ImmutableEnumChecker")
	private final UnaryOperator<Program> mutation;

	CachedMutations(UnaryOperator<Program> mutation) {
		this.mutation = mutation;
	}

	private static Row row(String step, Operation operation, Outcome outcome, String next) {
		return new Row(step, new Event(operation, outcome), next, false);
	}

	/** The protocol, but for the mutation. */
	public Program program() {
		return this.mutation.apply(ResourceProtocol.program());
	}

}
