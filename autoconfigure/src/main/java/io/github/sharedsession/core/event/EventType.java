package io.github.sharedsession.core.event;

/**
 * What happened in a session, and what the details of such an event tell.
 */
public enum EventType {

	/**
	 * The member has entered the session. Details: the root directory of the build, and
	 * whether the session is named after one run of it.
	 */
	ENTERED,

	/** The member has left the session in order. */
	LEFT,

	/** The member waits; a short wait is not written down. */
	WAITING,

	/** A wait that was written down has ended, however it did. */
	WAITED,

	/** A creation begins. Details: the declaring method. */
	CREATING,

	/**
	 * A creation has ended. Details: the declaring method, the type of the value, the
	 * names of the resources it depends on, and what it was made from.
	 */
	CREATED,

	/** A creation has failed. Details: the declaring method, message, trace. */
	FAILED,

	/** The member has joined those who use the resource; took: the wait for it. */
	REUSED,

	/**
	 * The member uses what another session has made; took: as long as the creation did.
	 * Details: the declaring method.
	 */
	FOUND,

	/** The member does not use the resource any more. */
	RELEASED,

	/** A tear-down begins. */
	DESTROYING,

	/** A tear-down has ended. Details: the generation. */
	DESTROYED,

	/**
	 * A tear-down has failed. Details: the reason, where the record is, trace, the
	 * generation.
	 */
	LEFT_BEHIND,

	/** A creation was killed and had recorded nothing. Details: who created. */
	MAYBE_LEFT,

	/** The resource lived in its creator, which ended before the others. */
	LOST_CREATOR,

	/** The tests of the member want no report. */
	NO_REPORT

}
