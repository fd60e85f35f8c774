package io.github.sharedsession.core.acquire;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.sharedsession.SharedBeanCircularDependencyException;
import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.layout.StoreFailure;
import io.github.sharedsession.core.process.BuildProcess;
import io.github.sharedsession.core.process.ForkNumber;
import io.github.sharedsession.core.process.Machine;
import io.github.sharedsession.core.process.OtherForks;
import io.github.sharedsession.core.process.SessionIdentity;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.core.resource.Destroyers;
import io.github.sharedsession.core.resource.Release;
import io.github.sharedsession.core.resource.ResourceSlot;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.Membership;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.core.session.SessionEntry;
import io.github.sharedsession.core.session.SessionExit;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.core.session.TeardownThreads;
import io.github.sharedsession.store.FileStore;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreServer;
import org.jspecify.annotations.Nullable;

/**
 * Coordinates this JVM with the other members of its session: a resource is created by
 * the first that acquires it, used by all, and destroyed by the last to release it.
 * Thread-safe. Several coordinators in one JVM, as those of several class loaders, act as
 * one member.
 */
public final class Coordinator {

	private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);

	private final SessionSettings settings;

	private final SessionIdentity identity;

	private final @Nullable BuildProcess build;

	private final SessionLog log;

	private final Supplier<Store> storeFactory;

	private volatile @Nullable Session session;

	private final AtomicBoolean reportUnwanted = new AtomicBoolean();

	/**
	 * Create a coordinator. Touches no file.
	 * @param settings what is fixed for this JVM
	 * @param log takes messages
	 */
	public Coordinator(SessionSettings settings, SessionLog log) {
		this(settings, log, () -> openStore(settings, (warning) -> log.warn(warning, null)));
	}

	static Store openStore(SessionSettings settings, Consumer<String> warning) {
		StoreServer server = settings.server();
		return (server != null) ? server.open(settings.directory(), warning)
				: FileStore.open(settings.directory(), warning);
	}

	/**
	 * Every step of the protocol is a call of the store: who brings one of its own sees
	 * and can disturb each of them.
	 */
	public Coordinator(SessionSettings settings, SessionLog log, Supplier<Store> storeFactory) {
		this.settings = settings;
		this.identity = SessionIdentity.detect(settings.id(), settings.isOfMachines());
		this.build = BuildProcess.detect();
		this.log = log;
		this.storeFactory = storeFactory;
		JvmEnd.onEndRelease(this::finish);
	}

	/**
	 * Describe this JVM for messages, as in "fork 2, pid 4711".
	 * @return fork number, if there is one, and process id
	 */
	public static String describeThisJvm() {
		return new Member("", ForkNumber.detect(), ProcessHandle.current().pid()).toString();
	}

	/**
	 * The canonical root directory of the build.
	 * @return a directory
	 */
	public Path buildRoot() {
		return this.identity.buildRoot();
	}

	/**
	 * Tell the build from others whose resources have the same names.
	 * @return a text, the same on all machines of a session
	 */
	public String buildName() {
		// Each machine may have it in another place; its session id tells it apart
		return this.settings.isOfMachines() ? "" : buildRoot().toString();
	}

	/**
	 * Name the run of the build that this JVM belongs to, as far as that can be told.
	 * @return a name for files, the same in all forks of a Maven build
	 */
	public String runName() {
		String name = this.identity.directoryName(List.of());
		return (this.build != null && this.identity.ancestorStart() != 0) ? name
				: name + "-" + ProcessHandle.current().pid();
	}

	/**
	 * The tests of this JVM want no report of the session.
	 */
	public void withoutReport() {
		this.reportUnwanted.set(true);
	}

	/**
	 * Acquire a resource: create it if nobody has, else wait for it and reuse it.
	 * @param request what is wanted
	 * @return the use, to be closed
	 * @throws io.github.sharedsession.SharedSessionException when it can't be had
	 */
	public Use acquire(ResourceRequest request) {
		checkMachines(request);
		if (CreationFrame.isCreating(request.key().name())) {
			throw circular(request);
		}
		Session session = session();
		session.acquisitions().begin();
		boolean outermost = JvmEnd.enterAcquisition(Thread.currentThread());
		try {
			// After the begin, so that the session is not left until this has ended
			session.checkNotEnding(request.description());
			new SessionEntry(session).enter();
			if (this.reportUnwanted.getAndSet(false)) {
				session.events().append(EventType.NO_REPORT);
			}
			return new UseAcquisition(session, this.settings, request).run();
		}
		catch (UncheckedIOException ex) {
			CreationFrame creation = CreationFrame.innermost();
			if (creation != null) {
				creation.disturbed(ex);
			}
			throw StoreFailure
				.exception("The " + request.description() + " could not be acquired by " + Member.current(), ex);
		}
		finally {
			if (outermost) {
				JvmEnd.leaveAcquisition(Thread.currentThread());
			}
			session.acquisitions().end();
		}
	}

	/**
	 * Do something in the session that needs no resource. The session is entered, if this
	 * JVM has not yet, and not left before this has ended.
	 * @param what what it is for, for messages
	 * @param action what to do
	 * @return what the action returns
	 * @throws io.github.sharedsession.SharedSessionException when the session can't be
	 * entered, or this JVM is ending
	 */
	public <T extends @Nullable Object> T call(String what, Function<Membership, T> action) {
		Session session = session();
		session.acquisitions().begin();
		try {
			if (!TeardownThreads.containCurrent()) {
				session.checkNotEnding(what);
				new SessionEntry(session).enter();
			}
			return action.apply(session.membership());
		}
		catch (UncheckedIOException ex) {
			throw StoreFailure.exception("The " + what + " could not be had by " + Member.current(), ex);
		}
		finally {
			session.acquisitions().end();
		}
	}

	/**
	 * Name the resources that the current thread is creating, for messages.
	 * @return their names, each followed by an arrow, or {@code null} for none
	 */
	public static @Nullable String chainOfCreations() {
		return (CreationFrame.innermost() != null) ? CreationFrame.chain() : null;
	}

	/**
	 * Return whether the current thread is creating something that outlives its session,
	 * and so must not be made with anything that does not.
	 * @return whether it is
	 */
	public static boolean isCreatingCached() {
		CreationFrame creation = CreationFrame.innermost();
		return creation != null && creation.isCached();
	}

	/**
	 * Return the number of this fork.
	 * @return the number that the build tool gave to it, else 1
	 */
	public static int forkNumber() {
		Integer number = ForkNumber.detect();
		return (number != null) ? number : 1;
	}

	/**
	 * Return whether other test JVMs of the build run beside this one. Found out once.
	 * @return whether there are any
	 */
	public boolean isParallel() {
		return (Boolean) JvmRegistry.entry("parallel")
			.computeIfAbsent("parallel",
					(key) -> ForkNumber.isOneOfSeveral() || OtherForks.areSeen() || hasOtherMembers());
	}

	private boolean hasOtherMembers() {
		Session session = session();
		return call("list of its forks", (member) -> session.activity().hasOthers());
	}

	/** What can only be where it was made is not for others. */
	private void checkMachines(ResourceRequest request) {
		if (this.settings.isOfMachines() && (request.server() != null || request.key().cached())) {
			boolean hosted = request.server() != null;
			throw new SharedSessionConfigurationException(
					"The " + request.description() + " can't be had by " + Member.current()
							+ ": the session is one of several machines, and "
							+ (hosted ? "a hosted server runs on one." : "what is cached lies on one."),
					hosted ? "Use a server that all machines can reach, as with SharedDatabase.postgres(url, user, "
							+ "password); or give the bean the scope FORK, or set shared-session.store=file."
							: "Give the bean the scope SESSION, or set shared-session.store=file.",
					null);
		}
	}

	private Session session() {
		Session session = this.session;
		if (session == null) {
			synchronized (this) {
				session = this.session;
				if (session == null) {
					if (this.settings.isOfMachines()) {
						Machine.isOneOfSeveral();
					}
					session = new Session(this.storeFactory.get(), this.identity, this.build, this.settings.linger(),
							this.log);
					this.session = session;
				}
			}
		}
		return session;
	}

	private static SharedBeanCircularDependencyException circular(ResourceRequest request) {
		return new SharedBeanCircularDependencyException(
				"The " + request.description() + " can't be created, since its creation needs the bean itself: "
						+ CreationFrame.chain() + "'" + request.key().label() + "'.",
				"Break the circle: a shared bean must not need one that needs it.", null);
	}

	/**
	 * The contexts have been closed: release the leases that have outlived theirs, and
	 * leave.
	 * @return whether this JVM has left
	 */
	private boolean finish() {
		Session session = this.session;
		if (session == null || !session.isEntered()) {
			return true;
		}
		Release release = new Release(session);
		try {
			for (String name : List.copyOf(session.leases())) {
				release.releaseIfUnused(ResourceSlot.of(session, name));
			}
			if (!JvmEnd.isStoppedByAcquisition()) {
				new SessionExit(session).leave(LEAVE_TIMEOUT);
			}
		}
		catch (RuntimeException ex) {
			this.log.warn("The session could not be left by " + session.member() + ": " + ex.getMessage(), ex);
		}
		if (session.leases().isEmpty()) {
			Destroyers.clear();
		}
		return !session.isEntered();
	}

}
