package io.github.sharedsession.core.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.core.chaos.Violation.Kind;

/**
 * Replays the history of a world and finds what must not happen. Where a death leaves two
 * readings, as between a step and the line that tells of it, it takes the innocent one.
 */
final class HistoryChecker {

	private static final Duration MARGIN = Duration.ofSeconds(30);

	private final List<Violation> violations = new ArrayList<>();

	private final Map<String, Participant> processes = new HashMap<>();

	private final FailureHistory failures;

	private final ResourceHistory resources;

	private HistoryChecker(Duration lease) {
		this.failures = new FailureHistory(this::report, lease);
		this.resources = new ResourceHistory(this::process, this.failures, this.violations);
	}

	/**
	 * Check the history of a world in which nobody lives any more.
	 * @param events all events in the order of time
	 * @param left the resources that are still there
	 * @param published those that are cached
	 */
	static HistoryChecker check(List<HistoryEvent> events, Collection<String> left, Collection<String> published) {
		return check(events, left, published, Duration.ZERO);
	}

	/**
	 * Check the history of a world in which nobody lives any more.
	 * @param lease for how long who does not run has its locks, or zero; who has lost
	 * them finds that out
	 */
	static HistoryChecker check(List<HistoryEvent> events, Collection<String> left, Collection<String> published,
			Duration lease) {
		HistoryChecker checker = new HistoryChecker(lease);
		if (!lease.isZero()) {
			events.stream()
				.filter(HistoryEvent::tellsOfLoss)
				.forEach((event) -> checker.process(event.process()).lost = true);
		}
		events.forEach(checker::replay);
		checker.end(left, published);
		return checker;
	}

	List<Violation> violations() {
		return this.violations;
	}

	/** How many creations were killed before they had recorded what they made. */
	int mayBeLeft() {
		return this.resources.mayBeLeft();
	}

	private void replay(HistoryEvent event) {
		switch (event.verb()) {
			case "start" -> {
				Participant process = process(event.process());
				process.session = event.word(0);
				process.pid = event.word(1);
				this.failures.started(event, process.session);
				if (process.lost) {
					gone(process);
				}
			}
			case "acquire" -> process(event.process()).waiting.put(event.text(), event);
			case "acquired" -> acquired(event);
			case "refused" -> refused(event);
			case "leaving" -> gone(process(event.process()));
			case "killed" -> killed(process(event.process()));
			case "kill" -> killed(process(event.word(0)));
			case "terminate" -> process(event.word(0)).terminated = true;
			case "exited" -> exited(event);
			default -> this.resources.replay(event);
		}
	}

	private void acquired(HistoryEvent event) {
		Participant process = process(event.process());
		String name = event.word(1);
		answered(process, event.word(0) + " " + name.substring(0, name.indexOf('-')), event);
		this.resources.acquired(event, process);
	}

	private void refused(HistoryEvent event) {
		Participant process = process(event.process());
		String key = event.word(1);
		answered(process, event.word(0) + " " + key, event);
		if (process.gone) {
			return;
		}
		process.entered = true;
		switch (event.word(2)) {
			case "SharedBeanCreationException" -> this.failures.told(event, process.session);
			case "SharedBeanWaitTimeoutException" -> report(Kind.LOST_WAITER, event);
			default -> {
				if (!process.terminated) {
					report(Kind.UNEXPECTED_ERROR, event);
				}
			}
		}
	}

	private void answered(Participant process, String wait, HistoryEvent event) {
		HistoryEvent begin = process.waiting.remove(wait);
		if (begin != null
				&& event.time() - begin.time() > Duration.ofSeconds(MemberPlan.WAIT_SECONDS).plus(MARGIN).toNanos()) {
			report(Kind.LOST_WAITER, event);
		}
	}

	private void killed(Participant process) {
		process.killed = true;
		gone(process);
	}

	private void gone(Participant process) {
		process.gone = true;
		this.resources.gone(process);
		// Without anybody who is surely in the session, it may have ended
		if (this.processes.values()
			.stream()
			.noneMatch((other) -> other.entered && !other.gone && other.session.equals(process.session))) {
			this.failures.mayHaveEnded(process.session);
		}
	}

	private void exited(HistoryEvent event) {
		Participant process = process(event.word(0));
		int code = Integer.parseInt(event.word(1));
		if (code != 0 && code != 137 && !(code == 143 && process.terminated)) {
			report(Kind.UNEXPECTED_END, event);
		}
		if (!process.gone && !process.terminated) {
			report(Kind.UNEXPECTED_END, event);
		}
		gone(process);
		process.ended = true;
		List<Participant> members = this.processes.values()
			.stream()
			.filter((other) -> other.session.equals(process.session))
			.toList();
		if (members.stream().allMatch((other) -> other.ended)) {
			this.failures.haveEnded(event, process.session, members);
		}
	}

	private void end(Collection<String> left, Collection<String> published) {
		for (Participant process : this.processes.values()) {
			if (!process.mayHaveStoppedHalfWay()) {
				process.waiting.values().forEach((wait) -> report(Kind.LOST_WAITER, wait));
			}
		}
		this.resources.end(left, published);
	}

	private Participant process(String name) {
		return this.processes.computeIfAbsent(name, Participant::new);
	}

	private void report(Kind kind, HistoryEvent event) {
		this.violations.add(new Violation(kind, event.toString()));
	}

}
