package io.github.sharedsession.core.model;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The core: recipes that never fail, processes that come twice.
 */
final class CoreModel extends ResourceModel {

	private static final int TIMES = 2;

	private final int left;

	CoreModel(Program program, int processes, int crashes, Deviation... deviations) {
		super(program.assume(Operation.LIST_REMAINS, Outcome.ABSENT)
			.assume(Operation.READ_FAILURE, Outcome.ABSENT)
			.without("acquire.checkpoint", Operation.CHECKPOINT), new Limits(processes, crashes, 0, 0),
				plus(deviations));
		this.left = this.layout.cells("left", processes);
	}

	private static Set<Deviation> plus(Deviation... deviations) {
		Set<Deviation> all = EnumSet.of(Deviation.EVERYTHING_IS_CHECKPOINTED, deviations);
		return all;
	}

	@Override
	public State initial() {
		State state = super.initial();
		for (int i = 0; i < this.limits.processes(); i++) {
			state.set(this.left + i, TIMES);
		}
		return state;
	}

	@Override
	void start(State state, int i) {
		at(state, i, step(ResourceProtocol.ACQUIRE));
	}

	@Override
	boolean canCrash(State s, int i) {
		return true;
	}

	@Override
	boolean mayBegin(State s, int i) {
		return s.get(this.left + i) > 0;
	}

	@Override
	public void steps(State s, Moves moves) {
		super.steps(s, moves);
		for (int i = 0; i < this.limits.processes(); i++) {
			if (isAt(s, i, ResourceProtocol.ACQUIRE) && s.get(this.left + i) == 0) {
				moves.step(i, "is done", at(s.copy(), i, DONE));
			}
		}
	}

	@Override
	void gone(State next, int i) {
		at(next, i, step(ResourceProtocol.ACQUIRE)).change(this.left + i, -1);
	}

	@Override
	public @Nullable String violation(State s) {
		if (s.count(this.exists) > 1) {
			return "two resources exist at once";
		}
		for (int i = 0; i < this.limits.processes(); i++) {
			if (isAt(s, i, "acquire.unlock") && s.get(this.generation + i) == 0) {
				return "in use with no value";
			}
		}
		return super.violation(s);
	}

}
