package io.github.sharedsession.core.acquire;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import io.github.sharedsession.SharedBeanCircularDependencyException;
import io.github.sharedsession.SharedBeanWaitTimeoutException;
import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.layout.BackOff;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The wait of one thread for one resource: polls with the pauses of a {@link BackOff},
 * tells of its progress, and ends with an error when the time is over, the JVM is ending,
 * the thread is interrupted, or those who wait wait for each other.
 */
public final class Waiting implements AutoCloseable {

	/**
	 * Who holds the guard wakes up those who wait for it; this is only how often they
	 * look for what else may end the wait. Thousands may do so.
	 */
	private static final long GUARD_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

	/** However many resources a JVM waits for, it polls 2,000 times a second at most. */
	private static final long PAUSE_PER_POLLER = TimeUnit.MICROSECONDS.toNanos(500);

	private static final long CIRCLE_CHECK = TimeUnit.SECONDS.toNanos(1);

	/** A shorter wait is not written down before it is over. */
	private static final long NOTED = TimeUnit.MILLISECONDS.toNanos(50);

	/** A shorter wait is nothing to tell the user. */
	private static final long TOLD = TimeUnit.SECONDS.toNanos(1);

	private static final long PROGRESS = TimeUnit.SECONDS.toNanos(10);

	private final ResourceRequest request;

	private final Session session;

	private final long start = System.nanoTime();

	private final BackOff backOff = new BackOff();

	private long nextCircleCheck = this.start + CIRCLE_CHECK;

	private long nextProgress = this.start + PROGRESS;

	private boolean noted;

	private boolean told;

	private boolean announced;

	private @Nullable List<String> suspect;

	public Waiting(ResourceRequest request, Session session) {
		this.request = request;
		this.session = session;
	}

	public void lock(ReentrantLock guard) {
		// An interrupt ends a wait, and here is none
		if (guard.tryLock()) {
			return;
		}
		try {
			while (!guard.tryLock(Math.min(GUARD_PAUSE, left()), TimeUnit.NANOSECONDS)) {
				check();
			}
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	public void lock(StoreLock lock) {
		while (!lock.tryExclusive()) {
			pause();
		}
	}

	void pause() {
		check();
		note();
		AtomicInteger pollers = (AtomicInteger) JvmRegistry.entry("pollers")
			.computeIfAbsent("count", (key) -> new AtomicInteger());
		long fairPause = pollers.incrementAndGet() * PAUSE_PER_POLLER;
		try {
			this.backOff.pause(fairPause, Math.max(1, left()));
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
		finally {
			pollers.decrementAndGet();
		}
	}

	private Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.start);
	}

	/** Written down when it begins to be long, in case that it has no end. */
	private void note() {
		long elapsed = System.nanoTime() - this.start;
		if (!this.noted && elapsed >= NOTED) {
			this.noted = true;
			append(EventType.WAITING);
		}
		if (!this.told && elapsed >= TOLD) {
			this.told = true;
			// For whom is told later: thousands may wait, and each would have to look
			this.session.log()
				.info("Waiting in " + this.session.member() + " for the shared bean '" + this.request.beanName() + "'");
		}
	}

	/** The wait is over, since the resource can be used. */
	void reuses(ResourceRecord record) {
		append(EventType.REUSED);
		this.session.log()
			.info("Reusing the shared bean '" + record.bean() + "' of " + record.creator() + " in "
					+ this.session.member() + ", after " + elapsed().toMillis() + " ms");
	}

	private void append(EventType type) {
		this.session.events().append(type, this.request.key().name(), this.request.beanName(), elapsed());
	}

	private long left() {
		return this.start + this.request.waitTimeout().toNanos() - System.nanoTime();
	}

	private void check() {
		long now = System.nanoTime();
		if (JvmEnd.hasBegun()) {
			throw ended("the JVM of " + this.session.member() + " is ending", null);
		}
		if (left() <= 0) {
			throw timedOut();
		}
		// Nobody waits for a thread that creates nothing
		if (now >= this.nextCircleCheck && CreationFrame.innermost() != null) {
			this.nextCircleCheck = now + CIRCLE_CHECK;
			checkCircle();
		}
		if (now >= this.nextProgress) {
			this.nextProgress = now + PROGRESS;
			if (isToldByThisThread(now)) {
				announce();
				this.session.log()
					.info("Waiting for " + holder() + " to create '" + this.request.beanName() + "', "
							+ elapsed().toSeconds() + " s");
			}
		}
	}

	/** One thread tells, however many of this JVM wait for the same. */
	private boolean isToldByThisThread(long now) {
		ConcurrentMap<String, Object> told = JvmRegistry.entry("progress");
		String resource = this.request.key().name();
		Long last = (Long) told.get(resource);
		return (last != null) ? now - last >= PROGRESS && told.replace(resource, last, now)
				: told.putIfAbsent(resource, now) == null;
	}

	private void checkCircle() {
		announce();
		String resource = this.request.key().name();
		List<String> circle = this.session.activity().findCircle(resource);
		if (circle != null && circle.equals(this.suspect)) {
			// Seen twice, so it is not the trace of a wait that was just ending
			String chain = circle.stream().map(Waiting::label).collect(Collectors.joining(" -> "));
			throw new SharedBeanCircularDependencyException(
					"The " + this.request.description() + " can't be created: forks wait for each other in a circle, "
							+ chain + " -> " + label(circle.get(0)) + ", seen by " + this.session.member() + ".",
					"Break the circle: a shared bean must not need one that needs it.", null);
		}
		this.suspect = circle;
	}

	private void announce() {
		if (!this.announced) {
			this.announced = true;
			this.session.activity().waiting(this.request.key().name(), true);
		}
	}

	private static String label(String resource) {
		return "'" + (ResourceKey.isName(resource) ? ResourceKey.parse(resource).label() : "") + "'";
	}

	private String holder() {
		Member member = this.session.activity().creatorOf(this.request.key().name());
		return (member != null) ? member.toString()
				: (this.request.server() != null) ? "the session host" : "another fork";
	}

	private SharedBeanWaitTimeoutException timedOut() {
		return new SharedBeanWaitTimeoutException(
				"The " + this.request.description() + " was not available to " + this.session.member() + " within "
						+ this.request.waitTimeout().toMillis() / 1000.0 + " s: " + holder()
						+ " has not finished with it (" + this.session.files(this.request.key().name()).address()
						+ ").",
				"Look at what that process is doing, for example with 'jstack <pid>'. If creating the bean just takes "
						+ "long, raise its waitTimeout or shared-session.wait-timeout.",
				null);
	}

	private SharedSessionEndedException interrupted() {
		Thread.currentThread().interrupt();
		return ended("the thread '" + Thread.currentThread().getName() + "' of " + this.session.member()
				+ " was interrupted", null);
	}

	private SharedSessionEndedException ended(String reason, @Nullable Throwable cause) {
		return new SharedSessionEndedException(
				"The " + this.request.description() + " was not waited for any longer: " + reason + ".",
				"If nobody stopped the tests on purpose, look for what ended them: this is a consequence.", cause);
	}

	@Override
	public void close() {
		if (this.noted) {
			append(EventType.WAITED);
		}
		if (this.announced) {
			this.session.activity().waiting(this.request.key().name(), false);
		}
	}

}
