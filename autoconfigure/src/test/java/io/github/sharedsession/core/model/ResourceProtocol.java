package io.github.sharedsession.core.model;

import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.core.model.Program.Event;
import io.github.sharedsession.core.model.Program.Row;

import static io.github.sharedsession.core.model.Operation.CHECKPOINT;
import static io.github.sharedsession.core.model.Operation.DELETE_INTENT;
import static io.github.sharedsession.core.model.Operation.DELETE_REMAINS;
import static io.github.sharedsession.core.model.Operation.DESTROY;
import static io.github.sharedsession.core.model.Operation.DESTROY_REMAINS;
import static io.github.sharedsession.core.model.Operation.EXCLUDE;
import static io.github.sharedsession.core.model.Operation.GIVE_UP;
import static io.github.sharedsession.core.model.Operation.INTENT_TO_REMAINS;
import static io.github.sharedsession.core.model.Operation.LEAVE;
import static io.github.sharedsession.core.model.Operation.LIST_REMAINS;
import static io.github.sharedsession.core.model.Operation.LOCK;
import static io.github.sharedsession.core.model.Operation.MAKE;
import static io.github.sharedsession.core.model.Operation.PROBE;
import static io.github.sharedsession.core.model.Operation.PUBLISH;
import static io.github.sharedsession.core.model.Operation.READ_FAILURE;
import static io.github.sharedsession.core.model.Operation.READ_INTENT;
import static io.github.sharedsession.core.model.Operation.READ_USAGE;
import static io.github.sharedsession.core.model.Operation.READ_VALUE;
import static io.github.sharedsession.core.model.Operation.REMOVE_DIRECTORY;
import static io.github.sharedsession.core.model.Operation.REPORT;
import static io.github.sharedsession.core.model.Operation.SHARE;
import static io.github.sharedsession.core.model.Operation.UNLOCK;
import static io.github.sharedsession.core.model.Operation.VALUE_TO_INTENT;
import static io.github.sharedsession.core.model.Operation.WRITE_FAILURE;
import static io.github.sharedsession.core.model.Operation.WRITE_INTENT;
import static io.github.sharedsession.core.model.Outcome.ABSENT;
import static io.github.sharedsession.core.model.Outcome.DONE;
import static io.github.sharedsession.core.model.Outcome.DONE_OF_SEVERAL;
import static io.github.sharedsession.core.model.Outcome.GRANTED;
import static io.github.sharedsession.core.model.Outcome.INVALID;
import static io.github.sharedsession.core.model.Outcome.NO_VALUE;
import static io.github.sharedsession.core.model.Outcome.PRESENT;
import static io.github.sharedsession.core.model.Outcome.REFUSED;
import static io.github.sharedsession.core.model.Outcome.THROWS;
import static io.github.sharedsession.core.model.Outcome.THROWS_OF_SEVERAL;
import static io.github.sharedsession.core.model.Outcome.VALID;

/**
 * The protocol of one resource: what a process does from the moment in which it asks for
 * the resource until it has given it back. A step is named after what is done in it.
 */
public final class ResourceProtocol {

	/** Begins to acquire. */
	public static final String ACQUIRE = "acquire.lock";

	/** Begins to release. */
	public static final String RELEASE = "release.lock";

	/** Begins to lease what another resource was made with. */
	public static final String LEASE = "lease.lock";

	/** Begins to tear down what was made with another resource, which has to go. */
	public static final String TEAR_DOWN_DEPENDENT = "dependent.lock";

	/** Begins to tear down what a dead session has left, whose lock is held. */
	public static final String SWEEP = "sweep.readValue";

	/** Begins to acquire what outlives all sessions. */
	public static final String ACQUIRE_CACHED = "cached.lock";

	/** Begins to release what outlives all sessions. */
	public static final String RELEASE_CACHED = "cached.release";

	/** Begins to lease what another resource was made with and outlives all sessions. */
	public static final String LEASE_CACHED = "cachedLease.lock";

	/** Begins to look whether what outlives all sessions is to be kept. */
	public static final String EVICT = "evict.lock";

	/** Has a lease. */
	public static final String USING = "USING";

	/** Has got an error, and has no lease. */
	public static final String ERROR = "ERROR";

	/** Has no lease any more, or has not got one. */
	public static final String GONE = "GONE";

	static final Program PROGRAM = new ResourceProtocol().build();

	private final List<Row> rows = new ArrayList<>();

	private ResourceProtocol() {
	}

	/** The protocol. */
	public static Program program() {
		return PROGRAM;
	}

	private Program build() {
		acquire();
		create("acquire");
		undo("acquire");
		release();
		lease();
		dependent();
		acquireCached();
		create("cached");
		undo("cached");
		leaseCached();
		evict();
		tearDown("sweep", GONE, GONE);
		return new Program(this.rows);
	}

	private void acquire() {
		row(ACQUIRE, LOCK, GRANTED, "acquire.exclude");
		row(ACQUIRE, LOCK, REFUSED, ACQUIRE);
		row("acquire.exclude", EXCLUDE, GRANTED, "acquire.readValue");
		row("acquire.exclude", EXCLUDE, REFUSED, "acquire.share");
		looksForRecords("acquire.exclude");
		row("acquire.share", SHARE, GRANTED, "acquire.join");
		row("acquire.share", SHARE, REFUSED, "acquire.exclude");
		row("acquire.join", READ_VALUE, PRESENT, "acquire.unlock");
		row("acquire.join", READ_VALUE, ABSENT, "acquire.unshare");
		// A dependency of it has gone
		elsewhere("acquire.join", READ_VALUE, PRESENT, "acquire.unshare");
		row("acquire.unshare", LEAVE, DONE, "acquire.exclude");
		row("acquire.unlock", UNLOCK, DONE, USING);
		tearDown("acquire", "acquire.readFailure", "acquire.backOff");
		row("acquire.backOff", LEAVE, DONE, "acquire.backOffUnlock");
		row("acquire.backOffUnlock", UNLOCK, DONE, ACQUIRE);
	}

	private void create(String in) {
		row(in + ".readFailure", READ_FAILURE, ABSENT, in + ".writeIntent");
		row(in + ".readFailure", READ_FAILURE, PRESENT, in + ".fail");
		// A dependency could not be had
		elsewhere(in + ".readFailure", READ_FAILURE, ABSENT, in + ".fail");
		row(in + ".writeIntent", WRITE_INTENT, DONE, in + ".make");
		row(in + ".make", MAKE, DONE, in + ".checkpoint");
		row(in + ".make", MAKE, THROWS, in + ".writeFailure");
		// An interruption is nobody's failure
		elsewhere(in + ".make", MAKE, THROWS, in + ".readOwnIntent");
		elsewhere(in + ".checkpoint", GIVE_UP, THROWS, in + ".readOwnIntent");
		elsewhere(in + ".publish", GIVE_UP, THROWS, in + ".readOwnIntent");
		// A dependency was obtained meanwhile
		elsewhere(in + ".make", WRITE_INTENT, DONE, in + ".make");
		row(in + ".checkpoint", CHECKPOINT, DONE, in + ".publish");
		row(in + ".checkpoint", GIVE_UP, THROWS, in + ".writeFailure");
		row(in + ".checkpoint", PUBLISH, DONE, in + ".deleteOwnIntent");
		row(in + ".publish", PUBLISH, DONE, in + ".deleteOwnIntent");
		row(in + ".publish", GIVE_UP, THROWS, in + ".writeFailure");
		// Another checkpoint, or a dependency after the first one
		elsewhere(in + ".publish", CHECKPOINT, DONE, in + ".publish");
		row(in + ".deleteOwnIntent", DELETE_INTENT, DONE, in + ".unexclude");
		row(in + ".unexclude", LEAVE, DONE, in + ".reshare");
		row(in + ".reshare", SHARE, GRANTED, in + ".unlock");
		row(in + ".reshare", SHARE, REFUSED, in + ".reshare");
	}

	private void undo(String in) {
		row(in + ".writeFailure", WRITE_FAILURE, DONE, in + ".readOwnIntent");
		row(in + ".readOwnIntent", READ_INTENT, PRESENT, in + ".undo");
		// The error of a creation that has ended tells of it
		row(in + ".readOwnIntent", READ_INTENT, NO_VALUE, in + ".undone");
		row(in + ".undo", DESTROY, DONE, in + ".undone");
		row(in + ".undo", DESTROY, THROWS, in + ".undoKeep");
		row(in + ".undone", DELETE_INTENT, DONE, in + ".fail");
		row(in + ".undoKeep", INTENT_TO_REMAINS, DONE, in + ".fail");
		row(in + ".fail", LEAVE, DONE, in + ".failUnlock");
		row(in + ".failUnlock", UNLOCK, DONE, ERROR);
	}

	private void release() {
		row(RELEASE, LOCK, GRANTED, "release.unshare");
		row(RELEASE, LOCK, REFUSED, RELEASE);
		row("release.unshare", LEAVE, DONE, "release.exclude");
		row("release.exclude", EXCLUDE, GRANTED, "release.checkValue");
		row("release.exclude", EXCLUDE, REFUSED, "release.unlock");
		row("release.checkValue", READ_VALUE, PRESENT, "release.move");
		row("release.checkValue", READ_VALUE, ABSENT, "release.checkIntent");
		row("release.checkIntent", READ_INTENT, PRESENT, "release.readIntent");
		row("release.checkIntent", READ_INTENT, NO_VALUE, "release.readIntent");
		// Somebody has deleted the record of what is still leased
		elsewhere("release.checkIntent", READ_INTENT, ABSENT, "release.restore");
		elsewhere("release.restore", PUBLISH, DONE, "release.move");
		// Others may still want it
		elsewhere("release.exclude", EXCLUDE, GRANTED, "release.linger");
		elsewhere("release.linger", LEAVE, DONE, "release.lingerShare");
		elsewhere("release.lingerShare", SHARE, GRANTED, "release.lingerUnlock");
		elsewhere("release.lingerUnlock", UNLOCK, DONE, RELEASE);
		tearDown("release", "release.unexclude", "release.backOff");
		row("release.backOff", LEAVE, DONE, "release.backOffUnlock");
		row("release.backOffUnlock", UNLOCK, DONE, "release.again");
		row("release.again", LOCK, GRANTED, "release.excludeAgain");
		row("release.again", LOCK, REFUSED, "release.again");
		// Not leased any more: what is missing others have torn down
		row("release.excludeAgain", EXCLUDE, GRANTED, "release.readValue");
		row("release.excludeAgain", EXCLUDE, REFUSED, "release.unlock");
		row("release.unexclude", LEAVE, DONE, "release.unlock");
		row("release.unlock", UNLOCK, DONE, GONE);
	}

	private void lease() {
		row(LEASE, LOCK, GRANTED, "lease.exclude");
		row(LEASE, LOCK, REFUSED, LEASE);
		row("lease.exclude", EXCLUDE, GRANTED, "lease.leave");
		row("lease.exclude", EXCLUDE, REFUSED, "lease.share");
		looksForRecords("lease.exclude");
		row("lease.share", SHARE, GRANTED, "lease.readValue");
		row("lease.share", SHARE, REFUSED, "lease.unlock");
		row("lease.readValue", READ_VALUE, PRESENT, "acquire.unlock");
		row("lease.readValue", READ_VALUE, PRESENT, "lease.leave");
		row("lease.readValue", READ_VALUE, ABSENT, "lease.leave");
		row("lease.leave", LEAVE, DONE, "lease.unlock");
		row("lease.unlock", UNLOCK, DONE, GONE);
	}

	private void dependent() {
		row(TEAR_DOWN_DEPENDENT, LOCK, GRANTED, "dependent.exclude");
		row(TEAR_DOWN_DEPENDENT, LOCK, REFUSED, GONE);
		row("dependent.exclude", EXCLUDE, GRANTED, "dependent.readValue");
		row("dependent.exclude", EXCLUDE, REFUSED, "dependent.unlock");
		looksForRecords("dependent.exclude");
		tearDown("dependent", "dependent.leave", "dependent.leave");
		row("dependent.leave", LEAVE, DONE, "dependent.unlock");
		row("dependent.unlock", UNLOCK, DONE, GONE);
	}

	/**
	 * What outlives all sessions is no leftover when nobody uses it, unless it is found
	 * to be gone.
	 */
	private void acquireCached() {
		row(ACQUIRE_CACHED, LOCK, GRANTED, "cached.exclude");
		row(ACQUIRE_CACHED, LOCK, REFUSED, ACQUIRE_CACHED);
		row("cached.exclude", EXCLUDE, GRANTED, "cached.look");
		row("cached.exclude", EXCLUDE, REFUSED, "cached.share");
		looksForRecords("cached.exclude");
		row("cached.look", READ_VALUE, PRESENT, "cached.probe");
		row("cached.look", READ_VALUE, ABSENT, "cached.readValue");
		// A dependency of it has gone, or is another one now
		elsewhere("cached.look", READ_VALUE, PRESENT, "cached.readValue");
		row("cached.probe", PROBE, VALID, "found.listRemains");
		retryRemains("found", "cached.unexclude");
		row("cached.probe", PROBE, INVALID, "cached.readValue");
		row("cached.share", SHARE, GRANTED, "cached.join");
		row("cached.share", SHARE, REFUSED, "cached.exclude");
		row("cached.join", READ_VALUE, PRESENT, "cached.probeInUse");
		row("cached.join", READ_VALUE, ABSENT, "cached.unshare");
		// Those who have the lock may be dying, and have never used it
		row("cached.probeInUse", PROBE, VALID, "cached.unlock");
		row("cached.probeInUse", PROBE, INVALID, "cached.unshare");
		elsewhere("cached.join", READ_VALUE, PRESENT, "cached.unshare");
		row("cached.unshare", LEAVE, DONE, "cached.exclude");
		row("cached.unlock", UNLOCK, DONE, USING);
		tearDown("cached", "cached.readFailure", "cached.backOff");
		row("cached.backOff", LEAVE, DONE, "cached.backOffUnlock");
		row("cached.backOffUnlock", UNLOCK, DONE, ACQUIRE_CACHED);
		// The death of a user does no more
		row(RELEASE_CACHED, LEAVE, DONE, GONE);
	}

	private void leaseCached() {
		row(LEASE_CACHED, LOCK, GRANTED, "cachedLease.exclude");
		row(LEASE_CACHED, LOCK, REFUSED, LEASE_CACHED);
		row("cachedLease.exclude", EXCLUDE, GRANTED, "cachedLease.look");
		row("cachedLease.exclude", EXCLUDE, REFUSED, "cachedLease.share");
		looksForRecords("cachedLease.exclude");
		row("cachedLease.look", READ_VALUE, PRESENT, "cachedLease.probe");
		row("cachedLease.look", READ_VALUE, PRESENT, "cachedLease.leave");
		row("cachedLease.look", READ_VALUE, ABSENT, "cachedLease.leave");
		// Only a recipe that is at hand can probe
		elsewhere("cachedLease.look", READ_VALUE, PRESENT, "cached.unexclude");
		elsewhere("cachedLease.readValue", READ_VALUE, PRESENT, "cached.unlock");
		row("cachedLease.probe", PROBE, VALID, "cached.unexclude");
		row("cachedLease.probe", PROBE, INVALID, "cachedLease.leave");
		row("cachedLease.share", SHARE, GRANTED, "cachedLease.readValue");
		row("cachedLease.share", SHARE, REFUSED, "cachedLease.unlock");
		row("cachedLease.readValue", READ_VALUE, PRESENT, "cachedLease.probeInUse");
		row("cachedLease.readValue", READ_VALUE, PRESENT, "cachedLease.leave");
		row("cachedLease.readValue", READ_VALUE, ABSENT, "cachedLease.leave");
		row("cachedLease.probeInUse", PROBE, VALID, "cached.unlock");
		row("cachedLease.probeInUse", PROBE, INVALID, "cachedLease.leave");
		row("cachedLease.leave", LEAVE, DONE, "cachedLease.unlock");
		row("cachedLease.unlock", UNLOCK, DONE, GONE);
	}

	private void evict() {
		row(EVICT, LOCK, GRANTED, "evict.exclude");
		row(EVICT, LOCK, REFUSED, GONE);
		row("evict.exclude", EXCLUDE, GRANTED, "evict.look");
		row("evict.exclude", EXCLUDE, REFUSED, "evict.unlock");
		looksForRecords("evict.exclude");
		// Somebody may have used it since it was chosen
		row("evict.look", READ_USAGE, DONE, "evict.leave");
		row("evict.look", READ_USAGE, DONE, "evict.readValue");
		// Something was made with it
		for (Outcome outcome : new Outcome[] { PRESENT, ABSENT, NO_VALUE }) {
			elsewhere("evict.readValue", READ_VALUE, outcome, "evict.readValue");
			elsewhere("evict.readValue", READ_INTENT, outcome, "evict.readValue");
		}
		elsewhere("evict.readValue", LEAVE, DONE, "evict.unlock");
		tearDown("evict", "evict.hasRecords", "evict.leave");
		row("evict.hasRecords", LIST_REMAINS, ABSENT, "evict.remove");
		row("evict.hasRecords", LIST_REMAINS, PRESENT, "evict.leave");
		row("evict.leave", LEAVE, DONE, "evict.unlock");
		row("evict.unlock", UNLOCK, DONE, GONE);
		// The locks go with it, and so keep nobody out any more
		row("evict.remove", REMOVE_DIRECTORY, DONE, "evict.removed");
		row("evict.removed", LEAVE, DONE, "evict.unlock");
	}

	/** What is recorded is torn down; nobody uses the resource. */
	private void tearDown(String in, String then, String whenBusy) {
		row(in + ".readValue", READ_VALUE, PRESENT, in + ".move");
		row(in + ".readValue", READ_VALUE, ABSENT, in + ".readIntent");
		row(in + ".move", VALUE_TO_INTENT, DONE, in + ".readIntent");
		row(in + ".readIntent", READ_INTENT, PRESENT, in + ".destroy");
		row(in + ".readIntent", READ_INTENT, NO_VALUE, in + ".report");
		row(in + ".readIntent", READ_INTENT, ABSENT, in + ".listRemains");
		elsewhere(in + ".readIntent", READ_INTENT, PRESENT, whenBusy);
		elsewhere(in + ".readIntent", READ_INTENT, NO_VALUE, whenBusy);
		// A dependent goes first, for which all that this one records may be read again
		elsewhere(in + ".destroy", READ_VALUE, ABSENT, in + ".destroy");
		elsewhere(in + ".destroy", READ_INTENT, PRESENT, in + ".destroy");
		elsewhere(in + ".destroy", READ_INTENT, PRESENT, whenBusy);
		elsewhere(in + ".report", READ_VALUE, ABSENT, in + ".report");
		elsewhere(in + ".report", READ_INTENT, NO_VALUE, in + ".report");
		elsewhere(in + ".report", READ_INTENT, NO_VALUE, whenBusy);
		row(in + ".destroy", DESTROY, DONE, in + ".deleteIntent");
		row(in + ".destroy", DESTROY, THROWS, in + ".keep");
		row(in + ".report", REPORT, DONE, in + ".deleteIntent");
		row(in + ".deleteIntent", DELETE_INTENT, DONE, in + ".listRemains");
		row(in + ".keep", INTENT_TO_REMAINS, DONE, then);
		retryRemains(in, then);
	}

	private void retryRemains(String in, String then) {
		row(in + ".listRemains", LIST_REMAINS, ABSENT, then);
		row(in + ".listRemains", LIST_REMAINS, PRESENT, in + ".destroyRemains");
		row(in + ".destroyRemains", DESTROY_REMAINS, DONE, in + ".deleteRemains");
		row(in + ".destroyRemains", DESTROY_REMAINS, THROWS, then);
		row(in + ".destroyRemains", DESTROY_REMAINS, THROWS_OF_SEVERAL, in + ".destroyRemains");
		row(in + ".deleteRemains", DELETE_REMAINS, DONE, then);
		row(in + ".deleteRemains", DELETE_REMAINS, DONE_OF_SEVERAL, in + ".destroyRemains");
	}

	/** A lock of members that is missing while there are records has been removed. */
	private void looksForRecords(String step) {
		elsewhere(step, LIST_REMAINS, ABSENT, step);
	}

	private void row(String step, Operation operation, Outcome outcome, String next) {
		this.rows.add(new Row(step, new Event(operation, outcome), next, false));
	}

	private void elsewhere(String step, Operation operation, Outcome outcome, String next) {
		this.rows.add(new Row(step, new Event(operation, outcome), next, true));
	}

}
