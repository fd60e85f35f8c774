package io.github.sharedsession.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.sharedsession.core.event.SessionEvent;
import io.github.sharedsession.core.event.SharingCost;
import io.github.sharedsession.report.Report.End;
import io.github.sharedsession.report.Report.Failure;
import io.github.sharedsession.report.Report.Kind;
import io.github.sharedsession.report.Report.Leftover;
import io.github.sharedsession.report.Report.MemberReport;
import io.github.sharedsession.report.Report.ResourceReport;
import io.github.sharedsession.report.Report.Span;
import io.github.sharedsession.report.Report.State;
import org.jspecify.annotations.Nullable;

/**
 * One resource, while the events are gone through.
 */
final class ResourceLife {

	/** What the names of resources begin with that outlive their session. */
	private static final String CACHED = "~";

	private final int index;

	private final String id;

	private final String bean;

	private String method = "";

	private String type = "";

	private final Set<String> dependencies = new TreeSet<>();

	private final List<SessionEvent> events = new ArrayList<>();

	private final Map<Activity, Long> open = new HashMap<>();

	private final List<Span> spans = new ArrayList<>();

	private final List<Integer> creators = new ArrayList<>();

	private final Set<Integer> users = new LinkedHashSet<>();

	private final List<Failure> failures = new ArrayList<>();

	private final List<Leftover> leftovers = new ArrayList<>();

	private final Map<String, Integer> leftoverOfGeneration = new HashMap<>();

	private @Nullable Long creation;

	private @Nullable Long created;

	private @Nullable Long destroyed;

	private boolean recorded;

	private boolean lostCreator;

	ResourceLife(int index, SessionEvent first) {
		this.index = index;
		this.id = first.resource();
		this.bean = first.bean();
	}

	int index() {
		return this.index;
	}

	List<Failure> failures() {
		return this.failures;
	}

	List<Leftover> leftovers() {
		return this.leftovers;
	}

	void add(SessionEvent event, int member, long begin, long time) {
		this.events.add(event);
		switch (event.type()) {
			case WAITING -> open(Kind.WAITING, member, begin);
			case WAITED -> close(Kind.WAITING, member, time, false);
			case CREATING -> creating(event, member, time);
			case CREATED -> created(event, member, begin, time);
			case FAILED -> failed(event, member, time);
			case REUSED -> reused(member, begin, time);
			case FOUND -> {
				reused(member, time, time);
				this.method = event.detail(0);
				this.recorded = true;
			}
			case RELEASED -> close(Kind.USING, member, time, false);
			case DESTROYING -> {
				close(Kind.USING, member, time, false);
				open(Kind.DESTROYING, member, time);
			}
			case DESTROYED -> destroyed(event, member, time);
			case LEFT_BEHIND -> leftBehind(event, member, time);
			case MAYBE_LEFT -> {
				this.recorded = false;
				this.leftovers.add(new Leftover(this.index, member, time,
						"A creation by " + event.detail(0)
								+ " did not end, and had recorded nothing to undo: it may have left something",
						"", "", false));
			}
			case LOST_CREATOR -> this.lostCreator = true;
			default -> {
				// Of the member itself
			}
		}
	}

	private void open(Kind kind, int member, long time) {
		this.open.putIfAbsent(new Activity(kind, member), time);
	}

	private boolean close(Kind kind, int member, long time, boolean failed) {
		Long from = this.open.remove(new Activity(kind, member));
		if (from != null) {
			this.spans.add(new Span(kind, member, from, time, failed, false));
		}
		return from != null;
	}

	private void creating(SessionEvent event, int member, long time) {
		close(Kind.WAITING, member, time, false);
		open(Kind.CREATING, member, time);
		this.method = event.detail(0);
		this.recorded = true;
	}

	private void created(SessionEvent event, int member, long begin, long time) {
		open(Kind.CREATING, member, begin);
		close(Kind.CREATING, member, time, false);
		open(Kind.USING, member, time);
		this.method = event.detail(0);
		this.type = event.detail(1);
		if (!event.detail(2).isEmpty()) {
			this.dependencies.addAll(Arrays.asList(event.detail(2).split(" ", -1)));
		}
		this.creators.add(member);
		if (this.created == null) {
			this.created = time;
			this.creation = event.took().toMillis();
		}
		this.recorded = true;
	}

	private void failed(SessionEvent event, int member, long time) {
		close(Kind.CREATING, member, time, true);
		this.method = event.detail(0);
		this.recorded = false;
		this.failures.add(new Failure(this.index, member, time, event.detail(1), event.detail(2)));
	}

	private void reused(int member, long begin, long time) {
		if (!close(Kind.WAITING, member, time, false) && begin < time) {
			this.spans.add(new Span(Kind.WAITING, member, begin, time, false, false));
		}
		open(Kind.USING, member, time);
		this.users.add(member);
	}

	private void destroyed(SessionEvent event, int member, long time) {
		close(Kind.DESTROYING, member, time, false);
		this.destroyed = time;
		this.recorded = false;
		Integer leftover = this.leftoverOfGeneration.get(event.detail(0));
		if (leftover != null) {
			Leftover former = this.leftovers.get(leftover);
			this.leftovers.set(leftover, new Leftover(former.resource(), former.member(), former.at(), former.reason(),
					former.record(), former.trace(), true));
		}
	}

	private void leftBehind(SessionEvent event, int member, long time) {
		close(Kind.DESTROYING, member, time, true);
		this.recorded = true;
		// Tried again and again, it still is one
		if (this.leftoverOfGeneration.putIfAbsent(event.detail(3), this.leftovers.size()) == null) {
			this.leftovers
				.add(new Leftover(this.index, member, time, event.detail(0), event.detail(1), event.detail(2), false));
		}
	}

	/** When another member began what this one had begun and not ended. */
	long takenOverFrom(int member) {
		Long from = this.open.get(new Activity(Kind.CREATING, member));
		return (from == null) ? Long.MAX_VALUE : Stream
			.concat(this.spans.stream().map((span) -> Map.entry(new Activity(span.kind(), span.member()), span.from())),
					this.open.entrySet().stream())
			.filter((other) -> other.getKey().kind() == Kind.CREATING && other.getKey().member() != member)
			.mapToLong(Map.Entry::getValue)
			.filter((other) -> other >= from)
			.min()
			.orElse(Long.MAX_VALUE);
	}

	/** What a member has not told to have ended ends now, as far as one knows. */
	void end(int member, long now) {
		for (Kind kind : Kind.values()) {
			Long from = this.open.remove(new Activity(kind, member));
			if (from != null) {
				this.spans.add(new Span(kind, member, from, Math.max(from, now), false, true));
			}
		}
	}

	ResourceReport report(Map<String, Integer> indexes, List<MemberReport> members) {
		List<Integer> known = this.dependencies.stream().map(indexes::get).filter(Objects::nonNull).toList();
		long waited = this.spans.stream()
			.filter((span) -> span.kind() == Kind.WAITING)
			.mapToLong((span) -> span.to() - span.from())
			.sum();
		Set<Integer> reusers = new LinkedHashSet<>(this.users);
		this.creators.forEach(reusers::remove);
		return new ResourceReport(this.id, this.bean, this.method, this.type, known, this.creators, this.creation,
				reusers.stream().sorted().toList(), waited,
				(this.created != null && this.destroyed != null) ? this.destroyed - this.created : null,
				SharingCost.of(this.events), state(members), this.lostCreator, this.spans);
	}

	private State state(List<MemberReport> members) {
		if (this.recorded && this.id.startsWith(CACHED)) {
			return State.CACHED;
		}
		if (!this.recorded) {
			return (this.destroyed != null) ? State.GONE : State.NONE;
		}
		return this.creators.stream().anyMatch((creator) -> members.get(creator).end() == End.RUNNING) ? State.SERVED
				: State.RECORDED;
	}

	private record Activity(Kind kind, int member) {
	}

}
