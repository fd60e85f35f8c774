package io.github.sharedsession.core.model;

import java.util.List;
import java.util.function.UnaryOperator;

import io.github.sharedsession.core.model.Program.Event;
import io.github.sharedsession.core.model.Program.Row;

/**
 * Orders of the steps that look reasonable and are wrong. The searches show that they
 * are, and the production code must not have any of them.
 */
public enum ProgramMutations {

	/** What an ended member had published is not looked at. */
	ORPHANED_VALUE_IS_IGNORED((program) -> program.lead("acquire.exclude", Outcome.GRANTED, "acquire.readIntent")),

	/** A value is destroyed while others can still read it. */
	VALUE_IS_DESTROYED_IN_PLACE((program) -> {
		Program mutated = program;
		for (String in : List.of("acquire", "release")) {
			mutated = mutated.replace(in + ".move", row(in + ".move", Operation.DESTROY_VALUE, in + ".deleteValue"))
				.replace(in + ".deleteValue", row(in + ".deleteValue", Operation.DELETE_VALUE, in + ".readIntent"));
		}
		return mutated;
	}),

	/** Who joins takes it for granted that there is a value. */
	JOINER_DOES_NOT_LOOK_AGAIN((program) -> program.lead("acquire.join", Outcome.ABSENT, "acquire.unlock")
		.lead("acquire.share", Outcome.REFUSED, "acquire.unlock")),

	/** A recorded failure is handed out before what it left is torn down. */
	FAILURE_COMES_BEFORE_LEFTOVERS((program) -> program.lead("acquire.exclude", Outcome.GRANTED, "acquire.readFailure")
		.lead("acquire.readFailure", Outcome.ABSENT, "acquire.readValue")
		.redirect("acquire.readFailure", "acquire.writeIntent", (row) -> !row.step().equals("acquire.exclude"))),

	/** A recorded failure is not looked at. */
	FAILURE_IS_IGNORED((program) -> program.lead("acquire.readFailure", Outcome.PRESENT, "acquire.writeIntent")),

	/** What a failed creation had made is forgotten. */
	FAILED_CREATION_IS_NOT_UNDONE((program) -> program.lead("acquire.writeFailure", Outcome.DONE, "acquire.undone")),

	/** A tear-down that throws is forgotten. */
	RECORD_IS_DROPPED_WHEN_DESTROY_THROWS(
			(program) -> program.lead("acquire.destroy", Outcome.THROWS, "acquire.deleteIntent")
				.lead("release.destroy", Outcome.THROWS, "release.deleteIntent")
				.lead("acquire.undo", Outcome.THROWS, "acquire.undone")),

	/** The intent is deleted before there is a value. */
	INTENT_IS_DELETED_BEFORE_PUBLISHING((program) -> program.swap("acquire.publish", Operation.PUBLISH,
			"acquire.deleteOwnIntent", Operation.DELETE_INTENT)),

	/** The value is published before there is what it names. */
	PUBLISHED_BEFORE_IT_IS_MADE(
			(program) -> program.swap("acquire.make", Operation.MAKE, "acquire.publish", Operation.PUBLISH)),

	/** The creator goes from the exclusive lock to none. */
	CREATOR_DOES_NOT_SHARE((program) -> program.lead("acquire.unexclude", Outcome.DONE, "acquire.unlock")),

	/** The intent of a tear-down is deleted before the tear-down. */
	INTENT_IS_DELETED_BEFORE_DESTROYING((program) -> program.swap("release.destroy", Operation.DESTROY,
			"release.deleteIntent", Operation.DELETE_INTENT)),

	/** What remains is forgotten before it is torn down. */
	REMAINS_ARE_DELETED_BEFORE_DESTROYING((program) -> program.swap("acquire.destroyRemains", Operation.DESTROY_REMAINS,
			"acquire.deleteRemains", Operation.DELETE_REMAINS)),

	/** The leaver does not care whether others are there. */
	LEAVER_DESTROYS_THOUGH_OTHERS_USE_IT(
			(program) -> program.lead("release.exclude", Outcome.REFUSED, "release.readValue")),

	/** The leaver destroys, and lets the next one in before. */
	LOCKS_ARE_DROPPED_BEFORE_DESTROYING(
			(program) -> program.lead("release.exclude", Outcome.GRANTED, "release.earlyLeave")
				.replace("release.earlyLeave", row("release.earlyLeave", Operation.LEAVE, "release.earlyUnlock"))
				.replace("release.earlyUnlock", row("release.earlyUnlock", Operation.UNLOCK, "release.readValue"))
				.redirect("release.unexclude", ResourceProtocol.GONE, (row) -> true));

	@SuppressWarnings("ImmutableEnumChecker")
	private final UnaryOperator<Program> mutation;

	ProgramMutations(UnaryOperator<Program> mutation) {
		this.mutation = mutation;
	}

	private static Row row(String step, Operation operation, String next) {
		return new Row(step, new Event(operation, Outcome.DONE), next, false);
	}

	/** The protocol, but for the mutation. */
	public Program program() {
		return this.mutation.apply(ResourceProtocol.program());
	}

}
