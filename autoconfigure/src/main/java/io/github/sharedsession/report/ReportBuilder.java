package io.github.sharedsession.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.event.SessionEvent;
import io.github.sharedsession.core.event.SessionHistory;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.report.Report.Failure;
import io.github.sharedsession.report.Report.Leftover;
import io.github.sharedsession.report.Report.MemberReport;
import io.github.sharedsession.report.Report.ResourceReport;

/**
 * Makes a report of what members have written down.
 */
final class ReportBuilder {

	private final String session;

	private final List<SessionEvent> events;

	private final Map<String, MemberLife> members = new LinkedHashMap<>();

	private final Map<String, ResourceLife> resources = new LinkedHashMap<>();

	private final long began;

	private ReportBuilder(String session, List<SessionEvent> events) {
		this.session = session;
		this.events = events;
		this.began = events.stream().mapToLong(SessionEvent::begin).min().orElse(0);
	}

	/**
	 * Make a report.
	 * @param session the name of the session
	 * @param events what happened, in order of time
	 * @param isAlive tells whether a process that has not left still runs
	 */
	static Report build(String session, List<SessionEvent> events, Predicate<Member> isAlive) {
		return new ReportBuilder(session, events).build(isAlive);
	}

	private Report build(Predicate<Member> isAlive) {
		addMembers();
		for (SessionEvent event : this.events) {
			long time = event.time() - this.began;
			MemberLife member = this.members.get(event.member().id());
			if (member == null) {
				continue;
			}
			member.seen(event.type(), time);
			if (!event.resource().isEmpty()) {
				this.resources.computeIfAbsent(event.resource(), (id) -> new ResourceLife(this.resources.size(), event))
					.add(event, member.index(), event.begin() - this.began, time);
			}
		}
		long duration = this.events.stream().mapToLong((event) -> event.time() - this.began).max().orElse(0);
		this.members.values().forEach((member) -> end(member.index(), duration));
		List<MemberReport> memberReports = this.members.values()
			.stream()
			.map((member) -> member.report(isAlive, duration))
			.toList();
		Map<String, Integer> indexes = new LinkedHashMap<>();
		this.resources.forEach((id, resource) -> indexes.put(id, resource.index()));
		List<ResourceReport> resourceReports = this.resources.values()
			.stream()
			.map((resource) -> resource.report(indexes, memberReports))
			.toList();
		List<Failure> failures = new ArrayList<>();
		List<Leftover> leftovers = new ArrayList<>();
		this.resources.values().forEach((resource) -> {
			failures.addAll(resource.failures());
			leftovers.addAll(resource.leftovers());
		});
		return new Report(Objects.toString(SessionHistory.buildRoot(this.events), ""), this.session, this.began,
				duration, memberReports, resourceReports, failures, leftovers);
	}

	/** Forks in the order of their numbers, then hosts: as one looks for them. */
	private void addMembers() {
		this.events.stream()
			.filter((event) -> event.type() == EventType.ENTERED)
			.map(SessionEvent::member)
			.distinct()
			.sorted((left, right) -> Integer.compare(rank(left), rank(right)))
			.forEach((member) -> this.members.computeIfAbsent(member.id(),
					(id) -> new MemberLife(this.members.size(), member)));
	}

	private static int rank(Member member) {
		Integer number = member.forkNumber();
		return (number == null || member.isHost()) ? Integer.MAX_VALUE : number;
	}

	/**
	 * Nothing more is known of a member: what it has not told to have ended may have
	 * ended at any time before somebody else took over.
	 */
	private void end(int member, long duration) {
		long end = this.resources.values()
			.stream()
			.mapToLong((resource) -> resource.takenOverFrom(member))
			.min()
			.orElse(duration);
		this.resources.values().forEach((resource) -> resource.end(member, Math.min(end, duration)));
	}

}
