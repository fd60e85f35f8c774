package io.github.sharedsession.core.model;

import java.util.EnumSet;
import java.util.Set;

import io.github.sharedsession.core.model.Program.Event;

/**
 * A resource that outlives all sessions. Its processes belong to two of them, and want
 * either the resource or only to see whether it is to be kept. When the machine is
 * started again, no process is left, and all that they had made may be gone, but for the
 * records.
 */
final class CachedModel extends ResourceModel {

	private static final int SESSIONS = 2;

	private final int reboots = this.layout.cell("reboots");

	private final int maxReboots;

	/**
	 * Create a model.
	 * @param program what the processes do
	 * @param limits how much may happen
	 * @param reboots how often the machine is started again; without that, recipes have
	 * no probe
	 * @param deviations from the rules
	 */
	CachedModel(Program program, Limits limits, int reboots, Deviation... deviations) {
		super(program, limits, SESSIONS, all(deviations));
		this.maxReboots = reboots;
	}

	/**
	 * Create a model of the core: recipes that never fail, and no sessions.
	 */
	static CachedModel core(int processes, int crashes) {
		Program program = ResourceProtocol.program()
			.assume(Operation.LIST_REMAINS, Outcome.ABSENT)
			.assume(Operation.READ_FAILURE, Outcome.ABSENT)
			.without("cached.checkpoint", Operation.CHECKPOINT);
		return new CachedModel(program, new Limits(processes, crashes, 0, 0), 0, Deviation.EVERYTHING_IS_CHECKPOINTED);
	}

	private static Set<Deviation> all(Deviation... deviations) {
		Set<Deviation> all = EnumSet.noneOf(Deviation.class);
		all.addAll(Set.of(deviations));
		return all;
	}

	@Override
	public State initial() {
		return super.initial().set(this.reboots, this.maxReboots);
	}

	@Override
	String acquire() {
		return ResourceProtocol.ACQUIRE_CACHED;
	}

	@Override
	String release() {
		return ResourceProtocol.RELEASE_CACHED;
	}

	@Override
	public void steps(State s, Moves moves) {
		super.steps(s, moves);
		if (s.get(this.reboots) > 0) {
			moves.mishap(0, "is started again with all others", reboot(s));
			moves.mishap(0, "is started again with all others, and nothing is left",
					reboot(s).set(this.exists, s.get(this.exists) & s.get(this.remains)));
		}
	}

	private State reboot(State s) {
		State next = s.copy().change(this.reboots, -1).set(this.mutex, 0).set(this.alone, 0).set(this.members, 0);
		for (int i = 0; i < this.limits.processes(); i++) {
			start(forget(next, i), i);
		}
		return leaveAll(next);
	}

	@Override
	void outside(State s, int i, int step, Moves moves) {
		if (is(Deviation.EVERYTHING_IS_CHECKPOINTED)) {
			moves.step(i, "wants it", at(s.copy(), i, step(acquire())));
			moves.step(i, "looks whether it is to be kept", at(s.copy(), i, step(ResourceProtocol.EVICT)));
			return;
		}
		super.outside(s, i, step, moves);
		if (step == OUTSIDE) {
			moves.step(i, "enters the session for something else", entered(s, i, ResourceProtocol.EVICT));
		}
	}

	@Override
	void gone(State next, int i) {
		if (is(Deviation.EVERYTHING_IS_CHECKPOINTED)) {
			at(next, i, DONE);
		}
		else {
			super.gone(next, i);
		}
	}

	@Override
	boolean apply(State next, int i, Event event) {
		switch (event.operation()) {
			case PROBE -> {
				boolean valid = this.maxReboots == 0 || next.has(this.exists, next.get(this.value));
				next.set(this.generation + i, valid ? next.get(this.value) : 0);
				return valid == (event.outcome() == Outcome.VALID);
			}
			case READ_USAGE -> {
				return true;
			}
			case REMOVE_DIRECTORY -> {
				next.set(this.mutex, 0).set(this.alone, 0);
				next.set(this.value, 0).set(this.intent, 0).set(this.intentHasValue, 0).set(this.remains, 0);
				return true;
			}
			case VALUE_TO_INTENT -> {
				if (next.has(this.exists, next.get(this.value)) && !isAt(next, i, "evict.move")) {
					next.set(this.wrong, 6);
				}
				return super.apply(next, i, event);
			}
			default -> {
				return super.apply(next, i, event);
			}
		}
	}

	@Override
	boolean hasBeenKilled(State s) {
		return super.hasBeenKilled(s) || s.get(this.reboots) != this.maxReboots;
	}

	@Override
	int left(State s) {
		return s.copy().remove(this.exists, s.get(this.value)).get(this.exists);
	}

}
