package io.github.sharedsession.core.chaos;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sharedsession.core.chaos.Made.State;
import io.github.sharedsession.core.chaos.Violation.Kind;

/**
 * What has become of resources: made, used, torn down, and in the end left or not.
 */
final class ResourceHistory {

	private static final Pattern MAY_HAVE_LEFT = Pattern
		.compile("A creation of the shared bean '(.+?)' .* by pid (\\d+)(?: on \\S+)? did not end.*");

	private static final String ALL_SESSIONS = "*";

	private final Function<String, Participant> processes;

	private final FailureHistory failures;

	private final List<Violation> violations;

	private final Map<String, Made> generations = new LinkedHashMap<>();

	/** Resource and pid of the creator. */
	private final Set<String> reported = new HashSet<>();

	private int mayBeLeft;

	ResourceHistory(Function<String, Participant> processes, FailureHistory failures, List<Violation> violations) {
		this.processes = processes;
		this.failures = failures;
		this.violations = violations;
	}

	int mayBeLeft() {
		return this.mayBeLeft;
	}

	void replay(HistoryEvent event) {
		switch (event.verb()) {
			case "create" -> create(event);
			case "with" -> with(event);
			case "checkpoint" -> made(event).recorded = true;
			case "threw" -> {
				Made made = made(event);
				made.threw = true;
				made.holders.remove(event.process());
			}
			case "closes" -> closes(event);
			case "destroy" -> destroy(event);
			case "destroyed" -> made(event).state = State.TORN_DOWN;
			case "kept" -> made(event).state = State.REMAINS;
			case "missing" -> {
				if (!process(event.process()).lost) {
					report(Kind.USE_AFTER_TEAR_DOWN, event);
				}
			}
			case "warned" -> warned(event);
			default -> {
				// Of no interest here
			}
		}
	}

	void acquired(HistoryEvent event, Participant process) {
		made(event.word(1)).recorded = true;
		if (process.gone) {
			return;
		}
		process.entered = true;
		for (String used : event.words().subList(1, event.words().size())) {
			if (made(used).state != State.LIVE) {
				report(Kind.USE_AFTER_TEAR_DOWN, event);
			}
			made(used).holders.add(event.process());
		}
	}

	/**
	 * The lease of the JVM goes on, unless its end has begun before the member could say
	 * that it leaves.
	 */
	private void closes(HistoryEvent event) {
		if (process(event.process()).terminated) {
			event.words().forEach((name) -> made(name).holders.remove(event.process()));
		}
	}

	/** A member uses nothing any more. */
	void gone(Participant process) {
		this.generations.values().forEach((made) -> made.holders.remove(process.name));
	}

	private void create(HistoryEvent event) {
		String key = event.word(1);
		String session = MemberPlan.isCached(key) ? ALL_SESSIONS : event.word(0);
		Participant process = process(event.process());
		for (Made other : this.generations.values()) {
			if (other.state == State.LIVE && other.isOf(session, key)) {
				if (other.recorded || (!other.threw && !process(other.creator).gone)) {
					report(Kind.DOUBLE_CREATION, event);
				}
				other.state = State.GIVEN_UP;
			}
		}
		if (this.failures.isKnown(event.word(0), key)) {
			report(Kind.FAILED_TWICE, event);
		}
		Made made = new Made(session, key, event.process());
		this.generations.put(event.word(2), made);
		if (!process.gone) {
			process.entered = true;
			made.holders.add(event.process());
		}
	}

	private void with(HistoryEvent event) {
		Made made = made(event);
		made.dependencies = event.words().subList(1, event.words().size());
		for (String dependency : made.dependencies) {
			if (made(dependency).state != State.LIVE && !process(event.process()).gone) {
				report(Kind.USE_AFTER_TEAR_DOWN, event);
			}
		}
	}

	private void destroy(HistoryEvent event) {
		String name = event.word(0);
		Made made = this.generations.get(name);
		if (made == null) {
			report(Kind.TORN_DOWN_UNKNOWN, event);
			return;
		}
		if (process(event.process()).lost) {
			// It may have begun to when it still had its locks
			return;
		}
		if (!made.holders.isEmpty()) {
			report(Kind.TORN_DOWN_IN_USE, event);
		}
		// Who tears down is not done before it tries to again, is gone, or keeps the
		// record
		if (made.state != State.REMAINS && made.destroyer != null && !process(made.destroyer).mayHaveStoppedHalfWay()) {
			report(Kind.TORN_DOWN_TWICE, event);
		}
		for (Made dependent : this.generations.values()) {
			if (dependent.recorded && dependent.state == State.LIVE && dependent.dependencies.contains(name)) {
				report(Kind.TORN_DOWN_BEFORE_DEPENDENT, event);
			}
		}
		made.destroyer = event.process();
	}

	private void warned(HistoryEvent event) {
		Matcher matcher = MAY_HAVE_LEFT.matcher(event.text());
		if (matcher.matches()) {
			this.reported.add(matcher.group(1) + " " + matcher.group(2));
		}
	}

	/** Nobody lives any more, and of what is cached some is still published. */
	void end(Collection<String> left, Collection<String> published) {
		published.stream()
			.filter((name) -> !left.contains(name) || made(name).state != State.LIVE)
			.forEach((name) -> this.violations.add(new Violation(Kind.TORN_DOWN_PUBLISHED, name)));
		this.generations.forEach((name, made) -> {
			if (published.contains(name)) {
				return;
			}
			boolean known = made.recorded && made.state != State.TORN_DOWN;
			// Who has lost its locks goes on with what it makes, and finds out then
			boolean madeAgain = left.contains(name) && made.state == State.TORN_DOWN && !process(made.creator).lost;
			if (known || madeAgain) {
				this.violations.add(new Violation(Kind.LEAK, name + " is " + made.state));
			}
			else if (!made.recorded && made.state != State.TORN_DOWN) {
				this.mayBeLeft += left.contains(name) ? 1 : 0;
				// The error of one that has thrown is its report
				if (!made.threw && !this.reported.contains(made.key + " " + process(made.creator).pid)) {
					this.violations.add(new Violation(Kind.UNREPORTED, name + " by " + made.creator));
				}
			}
		});
		left.stream()
			.filter((name) -> !this.generations.containsKey(name))
			.forEach((name) -> this.violations.add(new Violation(Kind.LEAK, name)));
	}

	private Participant process(String name) {
		return this.processes.apply(name);
	}

	private Made made(HistoryEvent event) {
		return made(event.word(0));
	}

	private Made made(String name) {
		Made made = this.generations.get(name);
		if (made == null) {
			throw new IllegalStateException("The ledger tells of " + name + " but not of its creation");
		}
		return made;
	}

	private void report(Kind kind, HistoryEvent event) {
		this.violations.add(new Violation(kind, event.toString()));
	}

}
