package io.github.sharedsession.coordinator;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.sharedsession.SharedBeanCircularDependencyException;
import io.github.sharedsession.SharedBeanPropertyMismatchException;
import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.coordinator.ResourceRequest.ServerRequest;
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
	Coordinator(SessionSettings settings, SessionLog log, Supplier<Store> storeFactory) {
		this.settings = settings;
		this.identity = SessionIdentity.detect(settings.id(), isOfMachines());
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
		return new Member("", Member.detectForkNumber(), ProcessHandle.current().pid()).toString();
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
		return isOfMachines() ? "" : buildRoot().toString();
	}

	private boolean isOfMachines() {
		return this.settings.server() != null;
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
		String name = request.key().name();
		checkMachines(request);
		if (CreationFrame.isCreating(name)) {
			throw circular(request);
		}
		Session session = session();
		session.acquisitions().begin();
		boolean outermost = JvmEnd.enterAcquisition(Thread.currentThread());
		try {
			// After the begin, so that the session is not left until this has ended
			checkNotEnding(request);
			new SessionEntry(session).enter();
			if (this.reportUnwanted.getAndSet(false)) {
				session.events().append(EventType.NO_REPORT);
			}
			return acquire(session, request, name);
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
			if (!Teardown.isInThisThread()) {
				checkNotEnding(what);
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
	 * Return the number of this fork.
	 * @return the number that the build tool gave to it, else 1
	 */
	public static int forkNumber() {
		Integer number = Member.detectForkNumber();
		return (number != null) ? number : 1;
	}

	/**
	 * Return whether other test JVMs of the build run beside this one. Found out once.
	 * @return whether there are any
	 */
	public boolean isParallel() {
		return (Boolean) JvmRegistry.entry("parallel")
			.computeIfAbsent("parallel", (key) -> Member.isOneOfSeveral() || OtherForks.areSeen() || hasOtherMembers());
	}

	private boolean hasOtherMembers() {
		Session session = session();
		return call("list of its forks", (member) -> session.activity().hasOthers());
	}

	/** What can only be where it was made is not for others. */
	private void checkMachines(ResourceRequest request) {
		if (isOfMachines() && (request.server() != null || request.key().cached())) {
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

	private static void checkNotEnding(ResourceRequest request) {
		checkNotEnding(request.description());
	}

	private static void checkNotEnding(String what) {
		if (JvmEnd.hasBegun()) {
			throw new SharedSessionEndedException(
					"The " + what + " was asked for while the JVM of " + Member.current() + " is ending.",
					"Ask for it before the tests have ended.", null);
		}
	}

	private Use acquire(Session session, ResourceRequest request, String name) {
		ResourceSlot slot = session.slot(name);
		try (Waiting waiting = new Waiting(request, session)) {
			waiting.lock(slot.guard());
			try {
				ServerRequest server = request.server();
				if (server != null) {
					leaseHosted(session, request, server, slot, waiting);
				}
				else {
					leaseForkHeld(session, request, slot, waiting);
				}
				ResourceRecord lease = slot.lease();
				byte[] value = (lease != null) ? lease.value() : null;
				if (lease == null || value == null) {
					throw new SharedSessionRecordException("The record of the " + request.description()
							+ " has no value (" + slot.files().address() + ").", "Report this as a defect.", null);
				}
				slot.addUses(1);
				Use use = new Use(value, () -> new Release(session).releaseUse(slot, request.recipe()));
				checkProperties(request, lease, use);
				recordDependency(slot, lease, use);
				return use;
			}
			finally {
				slot.guard().unlock();
			}
		}
	}

	private void leaseForkHeld(Session session, ResourceRequest request, ResourceSlot slot, Waiting waiting) {
		Destroyers.offer(request.key().stableId(), request.recipe());
		if (!slot.isLeased()) {
			// What is made now would have to go at once
			checkNotEnding(request);
			session.checkIntact();
			new Leftovers(session).sweep(request, waiting);
		}
		// Sweeping may have needed the resource itself
		if (!slot.isLeased()) {
			if (request.key().cached()) {
				new CachedAcquisition(session, slot, waiting).run(request);
				new CacheCleanUp(session, this.settings.cache()).run(request.key(), request.recipe());
			}
			else {
				new Acquisition(session, request, slot, waiting).run();
				new CreatorWatch(session).acquired(slot);
				if (isOfMachines()) {
					new ValueReach(session).acquired(slot, request.recipe());
				}
			}
			offerRecipesOfDependencies(session, request, slot);
		}
	}

	private static void leaseHosted(Session session, ResourceRequest request, ServerRequest server, ResourceSlot slot,
			Waiting waiting) {
		HostedAcquisition acquisition = new HostedAcquisition(session, slot, waiting);
		ResourceRecord lease = slot.lease();
		if (lease != null) {
			acquisition.check(request, lease);
		}
		else {
			checkNotEnding(request);
			session.checkIntact();
			acquisition.run(request, server);
		}
	}

	private static void offerRecipesOfDependencies(Session session, ResourceRequest request, ResourceSlot slot) {
		ResourceRecord lease = slot.lease();
		if (lease == null) {
			return;
		}
		for (String name : lease.dependencies().keySet()) {
			ResourceKey key = ResourceKey.parse(name);
			if (Destroyers.find(key.stableId()) == null) {
				Recipe recipe = request.recipe().recipeOf(key);
				if (recipe != null) {
					Destroyers.offer(key.stableId(), recipe);
				}
				offerRecipesOfDependencies(session, request, session.slot(name));
			}
		}
	}

	private static void checkProperties(ResourceRequest request, ResourceRecord lease, Use use) {
		boolean same = false;
		try {
			request.recipe().check(lease.properties());
			if (request.key().cached() && !request.recipe().isCurrent(lease.properties(), lease.dependencyKeys())) {
				throw new SharedBeanPropertyMismatchException(
						"The " + request.description() + " is cached and in use, but was made with another "
								+ CachedAcquisition.labels(lease) + " than " + Member.current() + " has.",
						"Wait until the other build has ended; it is made again then. If contexts of one build differ "
								+ "in that, give the bean a key that tells them apart.",
						null);
			}
			same = true;
		}
		finally {
			if (!same) {
				use.close();
			}
		}
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

	private static void recordDependency(ResourceSlot slot, ResourceRecord lease, Use use) {
		CreationFrame creation = CreationFrame.innermost();
		if (creation == null) {
			return;
		}
		boolean recorded = false;
		try {
			creation.obtained(slot, lease.generation());
			recorded = true;
		}
		finally {
			if (!recorded) {
				use.close();
			}
		}
	}

	private Session session() {
		Session session = this.session;
		if (session == null) {
			synchronized (this) {
				session = this.session;
				if (session == null) {
					if (isOfMachines()) {
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
				release.releaseIfUnused(session.slot(name));
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
