package io.github.sharedsession.core.acquire;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.github.sharedsession.benchmarks.SlowCreation;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.process.BuildProcess;
import io.github.sharedsession.core.process.SessionIdentity;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.resource.Release;
import io.github.sharedsession.core.resource.ResourceSlot;
import io.github.sharedsession.core.session.CacheLimits;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.store.Digest;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreServer;
import org.jspecify.annotations.Nullable;

/**
 * This JVM as a member of a session. Does what contexts do, and besides gives single
 * leases back, which otherwise last until the JVM ends.
 */
public final class SessionMember {

	private static final Duration WAIT_TIMEOUT = Duration.ofMinutes(2);

	private final Coordinator coordinator;

	/** The same as the coordinator's: what it knows is kept per JVM. */
	private final Session session;

	private final Queue<Use> uses = new ConcurrentLinkedQueue<>();

	/**
	 * Be a member. Touches nothing yet.
	 * @param root the root of the session directories
	 * @param id the id of the session
	 */
	public SessionMember(Path root, String id) {
		this(root, id, null);
	}

	/**
	 * Be a member of a session on a server.
	 * @param root the root of the session directories
	 * @param id the id of the session
	 * @param server the server, or {@code null} for files
	 */
	public SessionMember(Path root, String id, @Nullable StoreServer server) {
		this(settings(root, id, server), UnaryOperator.identity());
	}

	private SessionMember(SessionSettings settings, UnaryOperator<Store> decorator) {
		SilentLog log = new SilentLog();
		Store store = decorator.apply(Coordinator.openStore(settings, (warning) -> {
		}));
		this.coordinator = new Coordinator(settings, log, () -> store);
		this.session = new Session(store, SessionIdentity.detect(settings.id(), settings.server() != null),
				BuildProcess.detect(), Duration.ZERO, log);
		JvmEnd.onEndCloseContexts(this::closeUses);
	}

	private static SessionSettings settings(Path root, String id, @Nullable StoreServer server) {
		return new SessionSettings(root, id, Duration.ZERO, CacheLimits.DEFAULT, server);
	}

	/**
	 * Be one of several members in this JVM that know nothing of each other, and enter
	 * the session.
	 * @param root the root of the session directories
	 * @param id the id of the session
	 * @param server the server, by a URL that no other member has
	 * @param number tells this member from the others
	 * @return the member
	 */
	public static SessionMember simulated(Path root, String id, StoreServer server, int number) {
		JvmRegistry.entry("member").remove("id");
		SessionMember member = new SessionMember(settings(root, id, server),
				(store) -> new SimulatedStore(store, number));
		// With the same member id as its own
		member.coordinator.call("session", (membership) -> true);
		return member;
	}

	/**
	 * Let all members poll as they would in JVMs of their own, not as threads of one.
	 */
	public static void simulateJvms() {
		JvmRegistry.entry("pollers").put("count", new AtomicInteger(Integer.MIN_VALUE / 2));
	}

	/**
	 * Ask for a resource as a context would.
	 * @param name its name, of lower-case letters, digits and hyphens
	 * @param creationMillis how long its creation takes
	 * @return what to acquire
	 */
	public static ResourceRequest request(String name, long creationMillis) {
		String stableId = Digest.sha256().add(name).hex(16);
		return new ResourceRequest(new ResourceKey(name, stableId, stableId), name, "Benchmark." + name + "()",
				WAIT_TIMEOUT, new SleepingRecipe(name, creationMillis));
	}

	/**
	 * Acquire a resource.
	 * @param request the resource
	 * @return its use, to be given to {@link #release} or kept until the end
	 */
	public Use acquire(ResourceRequest request) {
		return this.coordinator.acquire(request);
	}

	/**
	 * Keep a use until the end.
	 * @param use the use
	 */
	public void keep(Use use) {
		this.uses.add(use);
	}

	/**
	 * End the only use of a resource and give the lease back, as at the end of the JVM.
	 * @param request the resource
	 * @param use its use
	 */
	public void release(ResourceRequest request, Use use) {
		use.close();
		new Release(this.session).releaseIfUnused(ResourceSlot.of(this.session, request.key().name()));
	}

	/** End the test run of this JVM; another may follow. */
	public static void end() {
		JvmEnd.run();
		JvmEnd.reset();
	}

	private void closeUses() {
		for (Use use = this.uses.poll(); use != null; use = this.uses.poll()) {
			use.close();
		}
	}

	private record SleepingRecipe(String name, long millis) implements Recipe {

		@Override
		public Created create(CreationContext creation) throws InterruptedException {
			SlowCreation.run(this.millis);
			return new Created(("{\"url\":\"jdbc:postgresql://db.example.org:5432/" + this.name + "\"}")
				.getBytes(StandardCharsets.UTF_8), RecordedProperties.none());
		}

		@Override
		public void destroy(byte[] value) {
		}

		/** A creation that was killed has left nothing. */
		@Override
		public boolean destroyUnrecorded() {
			return true;
		}

	}

	private static final class SilentLog implements SessionLog {

		@Override
		public void info(String message) {
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
			System.err.println(message);
		}

		@Override
		public void account(String account) {
		}

	}

}
