package io.github.sharedsession.coordinator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.sharedsession.benchmarks.SlowCreation;
import io.github.sharedsession.store.FileStore;
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
		SessionSettings settings = new SessionSettings(root, id, Duration.ZERO);
		SilentLog log = new SilentLog();
		this.coordinator = new Coordinator(settings, log);
		this.session = new Session(FileStore.open(root, (warning) -> {
		}), SessionIdentity.detect(id, false), BuildProcess.detect(), Duration.ZERO, log);
		JvmEnd.onEndCloseContexts(this::closeUses);
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
		new Release(this.session).releaseIfUnused(this.session.slot(request.key().name()));
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
			return new Created(("{\"url\":\"jdbc:postgresql://127.0.0.1:5432/" + this.name + "\"}")
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
