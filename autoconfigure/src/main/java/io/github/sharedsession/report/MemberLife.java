package io.github.sharedsession.report;

import java.util.function.Predicate;

import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.report.Report.End;
import io.github.sharedsession.report.Report.MemberReport;

/**
 * One member, while the events are gone through.
 */
final class MemberLife {

	private final int index;

	private final Member member;

	private long from = -1;

	private long to;

	private boolean left;

	MemberLife(int index, Member member) {
		this.index = index;
		this.member = member;
	}

	int index() {
		return this.index;
	}

	void seen(EventType type, long time) {
		if (this.from < 0) {
			this.from = time;
		}
		this.to = time;
		this.left = (type == EventType.LEFT);
	}

	/**
	 * Tell of the member.
	 * @param isAlive whether its process still runs
	 * @param now until when things are known
	 */
	MemberReport report(Predicate<Member> isAlive, long now) {
		End end = this.left ? End.LEFT : (this.member.isHost() && isAlive.test(this.member)) ? End.RUNNING : End.LOST;
		long last = (end == End.RUNNING) ? now : this.to;
		return new MemberReport(this.member.shortName(), this.member.isHost(), this.member.pid(), this.from, last, end);
	}

}
