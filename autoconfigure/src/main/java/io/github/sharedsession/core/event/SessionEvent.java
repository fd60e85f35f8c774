package io.github.sharedsession.core.event;

import java.time.Duration;
import java.util.List;

import io.github.sharedsession.core.record.Member;

/**
 * Something that happened in a session. Never holds a shared value.
 *
 * @param time when it was written down, in milliseconds since the epoch
 * @param type what happened
 * @param member to whom
 * @param took how long what has ended with it took
 * @param resource the name of the resource, empty when it is about the member itself
 * @param bean the name of the bean, empty when it is about the member itself
 * @param details what else there is to tell, as the type says
 */
public record SessionEvent(long time, EventType type, Member member, Duration took, String resource, String bean,
		List<String> details) {

	/** When what has ended with this event had begun, in milliseconds since the epoch. */
	public long begin() {
		return this.time - this.took.toMillis();
	}

	/**
	 * Return a detail.
	 * @param index which one
	 * @return the detail, or an empty string when there is none
	 */
	public String detail(int index) {
		return (index < this.details.size()) ? this.details.get(index) : "";
	}

}
