package io.github.sharedsession.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.sharedsession.SharedSessionStoreException;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.StoreLostException;
import org.jspecify.annotations.Nullable;

/**
 * The lease of this JVM on a Redis, over all its class loaders and threads, which take
 * turns. Its locks count for as long as the server has the lease; each step is refused
 * without, so that who has lost its locks can't write either. A lease that has gone is
 * never taken again.
 * <p>
 * A connection that ends is replaced while the lease lives, and the step that it has cut
 * off is sent again with its number, by which the server knows whether it is done.
 */
final class RedisLease {

	private static final String MEMBER = "member";

	private static final String RUN = "run";

	private static final String SOCKET = "socket";

	private static final String LAST_CHANGE = "last change";

	private static final String RENEWAL = "renewal";

	private static final String LOST = "lost";

	private static final Duration PAUSE = Duration.ofMillis(20);

	private static final String LOST_ACTION = "Find out what kept this JVM from the server for longer than "
			+ "shared-session.redis.lease: whether it was stopped or its machine suspended, the link was cut, or the "
			+ "server restarted, emptied or replaced, as its log tells. End this build and start it again; this JVM "
			+ "takes no part in the session any more. What it was creating has not been published; whoever needs it "
			+ "next destroys what a checkpoint had recorded of it.";

	private final RedisSettings settings;

	private final RedisConnector connector;

	private final String entryName;

	/** That of this class loader, over the socket that all of them share. */
	private @Nullable RedisConnection connection;

	private RedisLease(RedisSettings settings) {
		this.settings = settings;
		this.connector = new RedisConnector(settings);
		this.entryName = "redis:" + settings.url() + " " + settings.username() + " " + settings.keyPrefix();
	}

	/**
	 * Take a lease, unless this JVM has or had one.
	 * @param warning takes a text when it has gone
	 */
	static RedisLease open(RedisSettings settings, Consumer<String> warning) {
		RedisLease lease = new RedisLease(settings);
		ReentrantLock guard = lease.guard();
		guard.lock();
		try {
			if (!lease.state().containsKey(MEMBER)) {
				lease.take(warning);
			}
		}
		finally {
			guard.unlock();
		}
		return lease;
	}

	private void take(Consumer<String> warning) {
		RedisConnector.Connected server = this.connector.connectFirst();
		String member = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
		long start = System.nanoTime();
		try {
			RedisScript.run(server.connection(), this.settings.keyStart(), member, RedisScript.ENTER, "",
					this.settings.lease().toMillis());
		}
		catch (IOException ex) {
			server.connection().close();
			throw this.connector.unusable(String.valueOf(ex.getMessage()),
					"Let the user execute scripts, and the commands in them, on the keys " + this.settings.keyStart()
							+ "*; of a cluster, use the node that has them.",
					ex);
		}
		state().put(RUN, server.run());
		state().put(LAST_CHANGE, new AtomicLong());
		this.connection = server.connection();
		state().put(SOCKET, server.connection().socket());
		Thread renewal = new Thread(new RedisLeaseRenewal(this, start, warning), "shared-session-lease");
		renewal.setDaemon(true);
		state().put(RENEWAL, renewal);
		state().put(MEMBER, member);
		renewal.start();
	}

	private ReentrantLock guard() {
		return JvmRegistry.guard(this.entryName);
	}

	private ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(this.entryName);
	}

	private <T> T get(String name, Class<T> type) {
		return type.cast(Objects.requireNonNull(state().get(name)));
	}

	/** By the names of locks that this JVM holds, whether they are shared. */
	ConcurrentMap<String, Object> locks() {
		return JvmRegistry.entry(this.entryName + " locks");
	}

	String address() {
		return this.settings.address();
	}

	Duration duration() {
		return this.settings.lease();
	}

	/** Look whether the lease is known to be lost, without asking the server. */
	void checkNotLost() {
		String lost = (String) state().get(LOST);
		if (lost != null) {
			throw new StoreLostException(lost, LOST_ACTION, null);
		}
	}

	/** Ask for something, which may be asked again. */
	@Nullable Object ask(String failure, String question, Object... arguments) {
		return call(failure, question, false, arguments);
	}

	/** Change something, and return the number that the script does. */
	long change(String failure, String change, Object... arguments) {
		return (Long) Objects.requireNonNull(call(failure, change, true, arguments));
	}

	private @Nullable Object call(String failure, String step, boolean change, Object... arguments) {
		ReentrantLock guard = guard();
		guard.lock();
		boolean interrupted = false;
		boolean unknown = false;
		long start = System.nanoTime();
		try {
			String number = change ? String.valueOf(get(LAST_CHANGE, AtomicLong.class).incrementAndGet()) : "";
			while (true) {
				// A virtual thread that is interrupted would close its socket
				interrupted |= Thread.interrupted();
				checkNotLost();
				try {
					return run(connection(), step, number, arguments);
				}
				catch (RedisErrorException ex) {
					if (!ex.isTransient()) {
						throw (unknown && change) ? unknown(ex) : new UncheckedIOException(failure, ex);
					}
					pause(start, ex);
				}
				catch (IOException ex) {
					unknown = true;
					disconnect();
					pause(start, ex);
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
			guard.unlock();
		}
	}

	/** It may still be made: what it was sent over is cut off, and not yet at its end. */
	private StoreLostException unknown(RedisErrorException ex) {
		return lose(
				"a change was cut off, and then refused, so that nobody knows whether it was made: " + ex.getMessage(),
				ex);
	}

	/**
	 * Execute one step.
	 * @throws StoreLostException when the server does not have the lease
	 */
	@Nullable Object run(RedisConnection connection, String step, String number, Object... arguments) throws IOException {
		try {
			return RedisScript.run(connection, this.settings.keyStart(), get(MEMBER, String.class), step, number,
					arguments);
		}
		catch (RedisErrorException ex) {
			if (ex.is("LEASELOST")) {
				throw lose("the server has not heard of it for " + seconds() + ", or has been emptied", ex);
			}
			if (ex.is("READONLY")) {
				throw lose("the server is a replica now", ex);
			}
			throw ex;
		}
	}

	/**
	 * Connect again, if it is the same run of the server: another one may not have what
	 * the former has said.
	 */
	RedisConnection connect() throws IOException {
		try {
			RedisConnector.Connected server = this.connector.connect();
			if (!server.run().equals(state().get(RUN))) {
				server.connection().close();
				throw lose("the server has been restarted, or another one is in its place", null);
			}
			return server.connection();
		}
		catch (SharedSessionStoreException ex) {
			throw lose(ex.getDescription(), ex);
		}
	}

	private RedisConnection connection() throws IOException {
		Socket socket = (Socket) state().get(SOCKET);
		RedisConnection connection = this.connection;
		if (socket == null) {
			connection = connect();
			state().put(SOCKET, connection.socket());
		}
		else if (connection == null || connection.socket() != socket) {
			connection = new RedisConnection(socket);
		}
		this.connection = connection;
		return connection;
	}

	private void disconnect() {
		if (state().remove(SOCKET) instanceof Socket socket) {
			new RedisConnection(socket).close();
		}
	}

	/**
	 * Wait before the next attempt.
	 * @param since when it was last known that the server does what is asked
	 * @throws StoreLostException when that is longer ago than the lease
	 */
	void pause(long since, IOException ex) {
		if (System.nanoTime() - since > duration().toNanos()) {
			throw lose("the server could not be reached for " + seconds() + ": " + RedisConnector.describe(ex), ex);
		}
		LockSupport.parkNanos(PAUSE.toNanos());
	}

	private String seconds() {
		return duration().toMillis() / 1000.0 + " seconds";
	}

	/**
	 * From now on this JVM has no lock. Others get them when the server has ended the
	 * lease, if it has not yet.
	 * @return what is to be thrown
	 */
	StoreLostException lose(String reason, @Nullable Throwable cause) {
		String description = "The lease on the store of the shared session, " + address()
				+ ", has been lost, and with it all locks of this JVM: " + reason
				+ ". Others may tear down or create what it uses.";
		if (state().putIfAbsent(LOST, description) == null) {
			locks().clear();
			disconnect();
			LockSupport.unpark(get(RENEWAL, Thread.class));
		}
		return new StoreLostException(description, LOST_ACTION, cause);
	}

}
