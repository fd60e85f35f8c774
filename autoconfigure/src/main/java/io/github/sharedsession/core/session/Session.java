package io.github.sharedsession.core.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.core.event.EventLog;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.layout.MembershipLocks;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.layout.RootLock;
import io.github.sharedsession.core.layout.SessionResources;
import io.github.sharedsession.core.process.BuildProcess;
import io.github.sharedsession.core.process.SessionIdentity;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's part in a session: entered with the first shared resource, left after the
 * last one has been released. Whether it has been entered is known to all class loaders.
 */
public final class Session {

	private static final String DIRECTORY = "directory";

	private static final String LEASES = "leases";

	private static final String LOOKED_AT = "lookedAt";

	private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(1);

	private final Store store;

	private final SessionIdentity identity;

	private final @Nullable BuildProcess build;

	private final Duration linger;

	private final SessionLog log;

	private final Member member = Member.current();

	private final String entryName;

	private final OngoingAcquisitions acquisitions;

	public Session(Store store, SessionIdentity identity, @Nullable BuildProcess build, Duration linger,
			SessionLog log) {
		this.store = store;
		this.identity = identity;
		this.build = build;
		this.linger = linger;
		this.log = log;
		this.entryName = "session:" + store.address(identity.name());
		this.acquisitions = new OngoingAcquisitions(this.entryName);
	}

	/**
	 * A session that this JVM is not in: to look at it, or to work in it when it is dead
	 * and has been claimed.
	 * @param directory the name of its directory
	 */
	public static Session ofOthers(Store store, String directory, SessionLog log) {
		// Another name than that of the session, which this JVM may be in all the same
		Session session = new Session(store, new SessionIdentity(Path.of(""), "others-" + directory, 0), null,
				Duration.ZERO, log);
		session.entered(directory);
		return session;
	}

	public Store store() {
		return this.store;
	}

	SessionIdentity identity() {
		return this.identity;
	}

	/** The process whose end is the end of the session, if there is one. */
	public @Nullable BuildProcess build() {
		return this.build;
	}

	/** Whether the session has a name that does not follow from its build. */
	public boolean isNamed() {
		return this.identity.ancestorStart() == 0;
	}

	/** How long a resource outlives its last user while other members live. */
	public Duration linger() {
		return this.linger;
	}

	public SessionLog log() {
		return this.log;
	}

	public Member member() {
		return this.member;
	}

	public OngoingAcquisitions acquisitions() {
		return this.acquisitions;
	}

	/** To be held by who enters or leaves. */
	ReentrantLock guard() {
		return JvmRegistry.guard(this.entryName);
	}

	public boolean isEntered() {
		return state().containsKey(DIRECTORY);
	}

	void entered(String directory) {
		state().put(DIRECTORY, directory);
	}

	/** Forget the session, whose locks have been given back. */
	void left() {
		JvmRegistry.remove(this.entryName);
	}

	public String directory() {
		String directory = (String) state().get(DIRECTORY);
		if (directory == null) {
			throw new IllegalStateException("The session has not been entered");
		}
		return directory;
	}

	public Membership membership() {
		return new Membership(this.store, TeardownThreads.sessionOfThread(directory()), this.member.id(),
				this.member.toString(), this.log);
	}

	public Activity activity() {
		return new Activity(this.store, directory(), this.member);
	}

	public EventLog events() {
		return new EventLog(this.store, directory(), this.member);
	}

	public RootLock rootLock() {
		return new RootLock(this.store, this.member);
	}

	public MembershipLocks locks() {
		return new MembershipLocks(this.store, directory());
	}

	public SessionResources resources() {
		return new SessionResources(this.store, directory());
	}

	public ResourceFiles files(String name) {
		return new ResourceFiles(this.store, directory(), ResourceKey.parse(name));
	}

	/** The resources that this JVM has a lease of. */
	public Collection<String> leases() {
		return JvmRegistry.set(state(), LEASES);
	}

	/**
	 * Return whether this JVM, which is in the session, looks at another one for the
	 * first time.
	 */
	public boolean isLookedAtFirst(String directory) {
		return JvmRegistry.<String>set(state(), LOOKED_AT).add(directory);
	}

	private ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(this.entryName);
	}

	/**
	 * Check that this JVM is not about to leave.
	 * @param what what has been asked for, for messages
	 */
	public void checkNotEnding(String what) {
		if (JvmEnd.hasBegun()) {
			throw new SharedSessionEndedException(
					"The " + what + " was asked for while the JVM of " + this.member + " is ending.",
					"Ask for it before the tests have ended.", null);
		}
	}

	/**
	 * Check that others still see that this JVM is in the session.
	 */
	public void checkIntact() {
		if (!locks().members().isHeld()) {
			throw new SharedSessionDirectoryException(
					"The lock file " + this.store.address(directory() + MembershipLocks.MEMBERS)
							+ " of the shared session has been removed or replaced while " + this.member
							+ " was in the session, so that processes which come later know nothing of it.",
					"Do not touch the directory while tests run. End this build and start it again.", null);
		}
	}

	/**
	 * Return whether a member lives that is no host. Asked for by a host. Forks that
	 * enter or leave look too, whether they are alone: with root, so that nobody takes
	 * the look of another one for a fork.
	 */
	public boolean hasForks() {
		try {
			return rootLock().call(LOOK_TIMEOUT, "The session could not be looked at", () -> {
				StoreLock forks = locks().forks();
				boolean alone = forks.tryExclusive();
				forks.close();
				return !alone;
			});
		}
		catch (SharedSessionDirectoryException ex) {
			// Somebody is stuck there, and may be one of them
			return true;
		}
	}

}
