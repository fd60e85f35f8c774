package io.github.sharedsession.core.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.core.acquire.DependencyLeases;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.layout.HostFiles;
import io.github.sharedsession.core.layout.HostedFiles;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.layout.SessionResources;
import io.github.sharedsession.core.process.BuildProcess;
import io.github.sharedsession.core.process.ForkNumber;
import io.github.sharedsession.core.process.SessionIdentity;
import io.github.sharedsession.core.record.FailureRecord;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.core.session.SessionEntry;
import io.github.sharedsession.core.session.SessionExit;
import io.github.sharedsession.store.FileStore;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * A session host: a JVM in which what forks ask for is created, and lives until the
 * session has ended. It belongs to the session, so that the session is not taken for dead
 * while something is served, but nobody waits for it.
 */
public final class Host {

	private static final long SCAN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private static final long IDLE_SCAN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	/** Who asks for one server asks for the next one soon. */
	private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(5);

	/**
	 * The scans of a session with many resources take a twentieth of one core at most.
	 */
	private static final int PAUSES_PER_SCAN = 19;

	/** A scan that took long may have been held up by something else. */
	private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	/** How long forks that are being stopped too may use what the host serves. */
	private static final Duration GRACE = Duration.ofSeconds(10);

	private final HostSettings settings;

	private final SessionLog log;

	private final Session session;

	private final HostFiles files;

	private final @Nullable BuildProcess build;

	private final Function<byte[], HostedRecipe> recipes;

	private final Map<String, Thread> workers = new ConcurrentHashMap<>();

	/** What is served, newest first. */
	private final Deque<HostedResource> served = new ConcurrentLinkedDeque<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private @Nullable Object directoryKey;

	private long lastSign = System.nanoTime();

	private long nextLook = System.nanoTime();

	private long lastRequest = System.nanoTime();

	private volatile long stoppedAt;

	private boolean waitingTold;

	/**
	 * Create the host that this JVM is.
	 * @param settings what it was told
	 * @param log takes messages
	 * @param recipes makes a recipe of what a fork has asked for
	 */
	public Host(HostSettings settings, SessionLog log, Function<byte[], HostedRecipe> recipes) {
		ForkNumber.becomeHost();
		this.settings = settings;
		this.log = log;
		this.recipes = recipes;
		this.build = BuildProcess.parse(settings.build());
		FileStore store = FileStore.open(settings.root(), (warning) -> log.warn(warning, null));
		this.session = new Session(store, SessionIdentity.ofDirectory(settings.session()), this.build,
				settings.linger(), log);
		this.files = new HostFiles(store, settings.session(), settings.classPath());
	}

	/**
	 * Serve until the session has ended. Returns at once when the session does not exist
	 * any more, or another host of the same class path lives.
	 */
	public void run() {
		if (!new SessionEntry(this.session).enterAsHost()) {
			this.log.info("The session has ended before this host has begun");
			return;
		}
		this.directoryKey = directoryKey();
		StoreLock host = this.files.host();
		boolean abandoned = false;
		try {
			if (!becomeHost(host)) {
				this.log.info("Another host lives");
				return;
			}
			this.files.writeMember(this.session.member());
			this.log.info("This is the session host of " + this.files.path() + ", pid " + this.session.member().pid());
			JvmEnd.onEndRelease(this::stop);
			abandoned = !serve();
		}
		finally {
			closeAll();
			DependencyLeases.end(this.session);
			host.close();
			if (!abandoned) {
				new SessionExit(this.session).leave(GRACE);
			}
			this.ended.countDown();
		}
	}

	/** Forks that look whether a host lives hold the lock shared, for moments. */
	private static boolean becomeHost(StoreLock host) {
		while (!host.tryExclusive()) {
			boolean onlyLooks = host.tryShared();
			host.close();
			if (!onlyLooks) {
				return false;
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		return true;
	}

	/**
	 * Serve until the session has ended.
	 * @return {@code false} when its directory has been removed
	 */
	private boolean serve() {
		while (true) {
			long scanNanos = 0;
			try {
				if (isTimeToLook()) {
					if (!directoryKey().equals(this.directoryKey)) {
						this.log.warn("The directory of the session has been removed", null);
						return false;
					}
					if (isOver() && end(isGraceOver())) {
						return true;
					}
				}
				if (this.stoppedAt == 0) {
					long start = System.nanoTime();
					scan();
					scanNanos = System.nanoTime() - start;
				}
			}
			catch (RuntimeException ex) {
				if (!directoryKey().equals(this.directoryKey)) {
					this.log.warn("The directory of the session has been removed", null);
					return false;
				}
				throw ex;
			}
			LockSupport.parkNanos(pauseNanos(scanNanos));
		}
	}

	private long pauseNanos(long scanNanos) {
		boolean busy = System.nanoTime() - this.lastRequest < BUSY_NANOS;
		long pause = Math.max(busy ? SCAN_NANOS : IDLE_SCAN_NANOS, PAUSES_PER_SCAN * scanNanos);
		return Math.min(pause, LONGEST_PAUSE_NANOS);
	}

	private boolean isTimeToLook() {
		long now = System.nanoTime();
		if (now < this.nextLook) {
			return false;
		}
		this.nextLook = now + LOOK_NANOS;
		return true;
	}

	/** Another directory of the same name is not ours. */
	private Object directoryKey() {
		Path directory = this.session.store().path(this.settings.session());
		try {
			Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
			return (key != null) ? key : directory;
		}
		catch (IOException ex) {
			return "";
		}
	}

	private void scan() {
		new SessionResources(this.session.store(), this.settings.session()).all().forEach((files) -> {
			if (new HostedFiles(files).hasRequest(this.settings.classPath()) && !files.owner().isHeld()
					&& !this.workers.containsKey(files.name())) {
				Thread worker = new Thread(() -> serve(files), "shared-session-" + files.key().label());
				this.lastRequest = System.nanoTime();
				worker.setDaemon(true);
				this.workers.put(files.name(), worker);
				worker.start();
			}
		});
	}

	private void serve(ResourceFiles files) {
		try {
			byte[] server = new HostedFiles(files).server();
			if (server != null) {
				HostedResource resource = new HostedResource(this.session, files, server, this.recipes);
				resource.serve();
				if (resource.isServing()) {
					this.served.addFirst(resource);
				}
			}
		}
		catch (SharedSessionEndedException ex) {
			// This host is being stopped
		}
		catch (Throwable ex) {
			tell(files, ex);
		}
		finally {
			this.workers.remove(files.name());
		}
	}

	/**
	 * Tell those who wait, if the creation has not.
	 */
	private void tell(ResourceFiles files, Throwable ex) {
		this.log.warn("The hosted resource " + files.path() + " could not be served: " + ex.getMessage(), ex);
		if (files.failure() == null) {
			SharedSessionException failure = (ex instanceof SharedSessionException exception) ? exception
					: new SharedBeanCreationException("The hosted resource " + files.path() + " could not be served by "
							+ this.session.member() + ": " + ex, "Mend what the exception tells.", ex);
			files.writeFailure(FailureRecord.of(failure, this.session.member()));
		}
	}

	/**
	 * Whether nobody can want anything any more, as far as one can see without a lock:
	 * the end of each resource is decided with its locks.
	 */
	private boolean isOver() {
		if (this.stoppedAt != 0) {
			return this.workers.isEmpty() || isGraceOver();
		}
		boolean building = this.build != null && this.build.isAlive();
		if (building || this.session.hasForks() || !this.workers.isEmpty()) {
			this.lastSign = System.nanoTime();
			return false;
		}
		// A session that is named after its build can't be entered by another
		boolean buildWasAll = this.build != null && !this.session.isNamed();
		return buildWasAll || System.nanoTime() - this.lastSign >= this.settings.linger().toNanos();
	}

	private boolean isGraceOver() {
		return this.stoppedAt != 0 && System.nanoTime() - this.stoppedAt > GRACE.toNanos();
	}

	/**
	 * End everything, the newest first. What a fork has leased meanwhile is kept, and
	 * with it all that is older.
	 */
	private boolean end(boolean force) {
		Iterator<HostedResource> resources = this.served.iterator();
		while (resources.hasNext()) {
			HostedResource resource = resources.next();
			if (!resource.end(force)) {
				if (this.stoppedAt != 0 && !this.waitingTold) {
					this.waitingTold = true;
					this.log.info("This host waits for forks that use what it serves");
				}
				return false;
			}
			this.served.remove(resource);
		}
		return true;
	}

	/** Close what still runs although its records have gone, or an error came between. */
	private void closeAll() {
		Deque<HostedResource> resources = new ArrayDeque<>(this.served);
		this.served.clear();
		resources.forEach(HostedResource::close);
	}

	/**
	 * The process is being stopped. Forks that are stopped at the same moment, as by
	 * Ctrl-C, still need what they use for their own end.
	 * @return whether everything has ended
	 */
	private boolean stop() {
		if (this.stoppedAt == 0) {
			this.stoppedAt = System.nanoTime();
			this.nextLook = this.stoppedAt;
			this.log.info("This host is being stopped, and ends when no fork uses it, in " + GRACE.toSeconds()
					+ " s at the latest");
		}
		try {
			this.ended.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.ended.getCount() == 0;
	}

	/**
	 * What a host was told.
	 *
	 * @param root the root of the session directories
	 * @param session the name of the session directory
	 * @param classPath the fingerprint of its class path
	 * @param linger how long it outlives the last fork, when no build keeps it
	 * @param build the process whose end is the end of the session, as its launcher got
	 * it
	 */
	public record HostSettings(Path root, String session, String classPath, Duration linger, String build) {
	}

}
