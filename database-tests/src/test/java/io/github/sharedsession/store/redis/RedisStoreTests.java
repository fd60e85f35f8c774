package io.github.sharedsession.store.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.store.Link;
import io.github.sharedsession.store.StoreLock;
import io.github.sharedsession.store.StoreLostException;
import io.github.sharedsession.store.contract.StoreMain;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what only the {@link RedisStore} has: a lease that can run out, connections
 * that are replaced, and a server that forgets.
 */
class RedisStoreTests {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private static final Duration LEASE = Duration.ofSeconds(2);

	private static final Duration LONG_LEASE = Duration.ofMinutes(1);

	private final String prefix = "store-" + COUNT.incrementAndGet();

	private final LinkedBlockingQueue<String> warnings = new LinkedBlockingQueue<>();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@Test
	void whoHasLostItsLeaseHasNoLockAndChangesNothing() {
		RedisStore store = open(Redis.common().url(), LONG_LEASE);
		StoreLock mutex = store.lock("mutex");
		StoreLock members = store.lock("members");
		assertThat(mutex.tryExclusive()).isTrue();
		assertThat(members.tryShared()).isTrue();
		store.write("intent", bytes("old"));
		store.createDirectory("directory");
		Redis.common().endLease(this.prefix, ProcessHandle.current().pid());
		List<String> keys = Redis.common().keys(this.prefix);
		// Each as if it were the first to find out
		Map<String, List<String>> steps = Map.ofEntries(Map.entry("write", List.of("value", "new")),
				Map.entry("append", List.of("intent", "new")), Map.entry("move", List.of("intent", "value")),
				Map.entry("delete", List.of("intent")), Map.entry("create", List.of("other")),
				Map.entry("remove", List.of("directory")), Map.entry("lock", List.of("other", "exclusive")),
				Map.entry("unlock", List.of("mutex")), Map.entry("read", List.of("intent")),
				Map.entry("exists", List.of("intent")), Map.entry("list", List.of("")),
				Map.entry("held", List.of("mutex")), Map.entry("renew", List.of("1000")));
		steps.forEach((step, arguments) -> assertThatExceptionOfType(RedisErrorException.class)
			.isThrownBy(() -> run(step, arguments))
			.withMessageContaining("LEASELOST"));
		assertLost(mutex::isHeld);
		assertLost(store.lock("other")::isHeld);
		assertLost(mutex::tryExclusive);
		assertLost(() -> store.write("value", bytes("new")));
		assertLost(() -> store.read("intent"));
		assertThatCode(mutex::release).doesNotThrowAnyException();
		assertThatCode(members::close).doesNotThrowAnyException();
		assertThat(Redis.common().keys(this.prefix)).containsExactlyInAnyOrderElementsOf(keys);
		assertThat(Redis.common().text("GET", "{" + this.prefix + "}:record:intent")).isEqualTo("old");
	}

	@Test
	void lossIsToldThoughNobodyNeedsTheStore() throws InterruptedException {
		RedisStore store = open(Redis.common().url(), LEASE);
		assertThat(store.lock("members").tryShared()).isTrue();
		Redis.common().endLease(this.prefix, ProcessHandle.current().pid());
		assertThat(this.warnings.poll(30, TimeUnit.SECONDS)).contains(Redis.common().url(), "lost", "locks");
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void leaseIsRenewedForAsLongAsTheJvmLives() {
		RedisStore store = open(Redis.common().url(), LEASE);
		assertThat(store.lock("mutex").tryExclusive()).isTrue();
		String lease = "{" + this.prefix + "}:"
				+ Redis.common().leases(this.prefix, ProcessHandle.current().pid()).get(0);
		for (int i = 0; i < 3; i++) {
			AtomicLong rest = new AtomicLong(Long.MAX_VALUE);
			await(() -> {
				long now = (Long) Objects.requireNonNull(Redis.common().call("PTTL", lease));
				return now > rest.getAndSet(now);
			});
		}
		assertThat(store.lock("mutex").isHeld()).isTrue();
	}

	@Test
	void lockThatSomebodyHasRemovedIsNotHeld() {
		RedisStore store = open(Redis.common().url(), LONG_LEASE);
		StoreLock lock = store.lock("mutex");
		assertThat(lock.tryExclusive()).isTrue();
		Redis.common().call("DEL", "{" + this.prefix + "}:lock:mutex");
		assertLost(lock::isHeld);
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void stoppedHolderWhoseLockAnotherHasTakenMeanwhileWritesNothing() throws Exception {
		RedisStore store = open(Redis.common().url(), LONG_LEASE);
		try (MemberProcess stopped = start(LEASE)) {
			assertThat(stopped.send("exclusive mutex").await("answer")).isEqualTo("true");
			stopped.send("write intent old").await("answer");
			signal("STOP", stopped);
			try {
				await(store.lock("mutex")::tryExclusive);
				store.write("value", bytes("new"));
			}
			finally {
				signal("CONT", stopped);
			}
			for (int i = 0; i < 2; i++) {
				assertThat(stopped.send("write value old").await("answer")).startsWith("StoreLostException")
					.contains(Redis.common().url(), "lost");
			}
			assertThat(stopped.send("held mutex").await("answer")).startsWith("StoreLostException");
			assertThat(text(store.read("value"))).isEqualTo("new");
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void deadLeaveNothingBehind() {
		RedisStore store = open(Redis.common().url(), LONG_LEASE);
		MemberProcess killed = start(Duration.ofSeconds(1));
		killed.send("exclusive one").await("answer");
		killed.send("shared two").await("answer");
		killed.kill();
		Redis.common().awaitEndOfLease(this.prefix, killed.pid());
		assertThat(Redis.common().keys(this.prefix)).contains("lock:one", "lock:two");
		try (MemberProcess next = start(LONG_LEASE)) {
			assertThat(Redis.common().keys(this.prefix)).hasSize(4)
				.contains("members", "directory:")
				.anyMatch((key) -> key.startsWith("lease:" + next.pid() + "-"))
				.noneMatch((key) -> key.contains(":" + killed.pid() + "-"));
		}
		assertThat(store.list("")).isEmpty();
	}

	@Test
	void cutLinkIsALossAfterTheLeaseAndNotAnEndlessWait() throws Exception {
		try (Link link = Link.to(Redis.common().port())) {
			RedisStore store = open("redis://127.0.0.1:" + link.port(), Duration.ofSeconds(1));
			assertThat(store.lock("mutex").tryExclusive()).isTrue();
			link.cut();
			CompletableFuture<Void> write = CompletableFuture.runAsync(() -> store.write("value", bytes("x")));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write.get(30, TimeUnit.SECONDS))
				.withCauseInstanceOf(StoreLostException.class);
			assertThat(this.warnings.poll(30, TimeUnit.SECONDS)).contains("lost");
		}
		assertThat(Redis.common().keys(this.prefix)).doesNotContain("record:value");
	}

	@Test
	void cutOfLessThanTheLeaseIsNone() throws Exception {
		try (Link link = Link.to(Redis.common().port())) {
			RedisStore store = open("redis://127.0.0.1:" + link.port(), LONG_LEASE);
			assertThat(store.lock("mutex").tryExclusive()).isTrue();
			link.cut();
			CompletableFuture<Void> write = CompletableFuture.runAsync(() -> store.append("log", bytes("x")));
			link.mend();
			write.get(30, TimeUnit.SECONDS);
			for (int i = 0; i < 3; i++) {
				link.breakConnections();
				assertThat(store.lock("mutex").isHeld()).isTrue();
				store.append("log", bytes(String.valueOf(i)));
			}
			assertThat(text(store.read("log"))).isEqualTo("x012");
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void changeWhoseAnswerIsLostIsNotMadeTwice() throws Exception {
		try (Link link = Link.to(Redis.common().port())) {
			RedisStore store = open("redis://127.0.0.1:" + link.port(), LONG_LEASE);
			StoreLock lock = store.lock("mutex");
			store.write("value", bytes("new"));
			CompletableFuture<Void> append = withoutAnswer(link, () -> store.append("log", bytes("x")),
					() -> exists("record:log"));
			append.get(30, TimeUnit.SECONDS);
			assertThat(text(store.read("log"))).isEqualTo("x");
			CompletableFuture<Void> move = withoutAnswer(link, () -> store.move("value", "intent"),
					() -> exists("record:intent"));
			move.get(30, TimeUnit.SECONDS);
			assertThat(text(store.read("intent"))).isEqualTo("new");
			CompletableFuture<Void> taken = withoutAnswer(link, () -> assertThat(lock.tryExclusive()).isTrue(),
					() -> exists("lock:mutex"));
			taken.get(30, TimeUnit.SECONDS);
			CompletableFuture<Void> released = withoutAnswer(link, lock::release, () -> !exists("lock:mutex"));
			released.get(30, TimeUnit.SECONDS);
			assertThat(lock.tryShared()).isTrue();
		}
	}

	@Test
	void changeThatArrivesAfterItWasMadeAgainIsRefused() throws Exception {
		try (Redis server = Redis.start(); Link link = Link.to(server.port())) {
			RedisStore store = open("redis://127.0.0.1:" + link.port(), Duration.ofMillis(1500));
			StoreLock lock = store.lock("mutex");
			link.holdRequests();
			assertThat(lock.tryExclusive()).isTrue();
			lock.release();
			store.append("log", bytes("x"));
			link.mend();
			await(() -> server.text("INFO", "errorstats").contains("errorstat_LATE:count=1"));
			assertThat(server.keys(this.prefix)).doesNotContain("lock:mutex");
			assertThat(lock.tryExclusive()).isTrue();
			assertThat(text(store.read("log"))).isEqualTo("x");
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void refusalOfAChangeThatMayStillBeMadeIsALoss() throws Exception {
		try (Redis server = Redis.start(); Link link = Link.to(server.port())) {
			RedisStore store = open("redis://127.0.0.1:" + link.port(), Duration.ofMillis(1500));
			assertThat(store.lock("mutex").tryExclusive()).isTrue();
			link.holdRequests();
			server.call("CONFIG", "SET", "maxmemory", "1");
			assertThatExceptionOfType(StoreLostException.class).isThrownBy(() -> store.append("log", bytes("x")))
				.withMessageContaining("nobody knows")
				.withMessageContaining("OOM");
		}
	}

	@Test
	void threadThatIsInterruptedWhileItWaitsStaysInterrupted() throws Exception {
		try (Link link = Link.to(Redis.common().port())) {
			RedisStore store = open("redis://127.0.0.1:" + link.port(), LONG_LEASE);
			link.holdAnswers();
			AtomicBoolean interrupted = new AtomicBoolean();
			Thread thread = new Thread(() -> {
				store.append("log", bytes("x"));
				interrupted.set(Thread.currentThread().isInterrupted());
			});
			thread.start();
			await(() -> exists("record:log"));
			thread.interrupt();
			link.breakConnections();
			thread.join(TimeUnit.SECONDS.toMillis(30));
			assertThat(interrupted).isTrue();
			assertThat(text(store.read("log"))).isEqualTo("x");
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void largeRecordOverASlowLinkTakesLongerThanTheLease() throws Exception {
		byte[] large = new byte[128 * 1024];
		Arrays.fill(large, (byte) 'x');
		Duration lease = Duration.ofSeconds(1);
		try (Link link = Link.to(Redis.common().port())) {
			RedisStore store = open("redis://127.0.0.1:" + link.port(), lease);
			assertThat(store.lock("mutex").tryExclusive()).isTrue();
			link.slowDown(100_000);
			long start = System.nanoTime();
			store.write("value", large);
			assertThat(System.nanoTime() - start).isGreaterThan(lease.toNanos());
			link.slowDown(Integer.MAX_VALUE);
			assertThat(store.lock("mutex").isHeld()).isTrue();
			assertThat(Arrays.equals(store.read("value"), large)).isTrue();
		}
	}

	@Test
	void serverThatWasRestartedWithNothingIsALoss() {
		Redis former = Redis.start();
		RedisStore store = open(former.url(), LEASE);
		StoreLock lock = store.lock("mutex");
		assertThat(lock.tryExclusive()).isTrue();
		former.kill();
		try (Redis next = Redis.start(former.port())) {
			assertLost(() -> store.write("value", bytes("x")));
			assertLost(lock::isHeld);
			assertThat(next.keys(this.prefix)).isEmpty();
		}
	}

	@Test
	void serverThatWasRestartedWithAllItHadIsALoss() {
		String file = this.prefix + ".rdb";
		Redis former = Redis.start("--dir", this.temporary.toString(), "--dbfilename", file);
		RedisStore store = open(former.url(), LONG_LEASE);
		assertThat(store.lock("mutex").tryExclusive()).isTrue();
		former.call("SAVE");
		former.kill();
		try (Redis next = Redis.start(former.port(), "--dir", this.temporary.toString(), "--dbfilename", file)) {
			assertThat(next.leases(this.prefix, ProcessHandle.current().pid())).hasSize(1);
			assertLost(() -> store.write("value", bytes("x")));
			assertThat(next.keys(this.prefix)).doesNotContain("record:value");
		}
	}

	@Test
	void replicaThatTakesThePlaceOfItsPrimaryIsALoss() throws Exception {
		try (Redis primary = Redis.start();
				Redis replica = Redis.start("--replicaof", "127.0.0.1", String.valueOf(primary.port()));
				Link link = Link.to(primary.port())) {
			RedisStore store = open("redis://127.0.0.1:" + link.port(), LONG_LEASE);
			StoreLock lock = store.lock("mutex");
			assertThat(lock.tryExclusive()).isTrue();
			await(() -> replica.keys(this.prefix).contains("lock:mutex"));
			replica.call("REPLICAOF", "NO", "ONE");
			link.lead(replica.port());
			link.breakConnections();
			assertThat(replica.leases(this.prefix, ProcessHandle.current().pid())).as("came over").hasSize(1);
			assertLost(() -> store.write("value", bytes("x")));
			assertLost(lock::isHeld);
			assertThat(replica.keys(this.prefix)).doesNotContain("record:value");
		}
	}

	@Test
	void primaryThatBecomesAReplicaIsALoss() throws Exception {
		try (Redis former = Redis.start(); Redis next = Redis.start()) {
			RedisStore store = open(former.url(), LONG_LEASE);
			assertThat(store.lock("mutex").tryExclusive()).isTrue();
			former.call("REPLICAOF", "127.0.0.1", String.valueOf(next.port()));
			assertLost(() -> store.write("value", bytes("x")));
		}
	}

	@Test
	void primaryThatLacksReplicasForAMomentIsWaitedFor() throws Exception {
		try (Redis server = Redis.start()) {
			RedisStore store = open(server.url(), LONG_LEASE);
			server.call("CONFIG", "RESETSTAT");
			server.call("CONFIG", "SET", "min-replicas-to-write", "1");
			CompletableFuture<Void> write = CompletableFuture.runAsync(() -> store.write("value", bytes("x")));
			await(() -> server.text("INFO", "errorstats").contains("errorstat_"));
			server.call("CONFIG", "SET", "min-replicas-to-write", "0");
			write.get(30, TimeUnit.SECONDS);
			assertThat(text(store.read("value"))).isEqualTo("x");
		}
	}

	@Test
	void scriptThatTheServerHasForgottenIsSentAgain() {
		RedisStore store = open(Redis.common().url(), LONG_LEASE);
		Redis.common().call("SCRIPT", "FLUSH");
		store.append("log", bytes("x"));
		assertThat(text(store.read("log"))).isEqualTo("x");
	}

	@Test
	void prefixesAreStoresOfTheirOwn() {
		RedisStore store = open(Redis.common().url(), LONG_LEASE);
		RedisStore other = RedisStore.open(
				new RedisSettings(Redis.common().url(), null, null, this.prefix + "-other", LONG_LEASE),
				this.temporary.resolve("root"), this.warnings::add);
		store.write("value", bytes("x"));
		assertThat(store.lock("mutex").tryExclusive()).isTrue();
		assertThat(other.read("value")).isNull();
		assertThat(other.lock("mutex").tryExclusive()).isTrue();
	}

	/** Let a change reach the server, and its answer nobody. */
	private static CompletableFuture<Void> withoutAnswer(Link link, Runnable change, BooleanSupplier done)
			throws IOException {
		link.holdAnswers();
		CompletableFuture<Void> result = CompletableFuture.runAsync(change);
		await(done);
		link.breakConnections();
		return result;
	}

	private boolean exists(String key) {
		return Redis.common().keys(this.prefix).contains(key);
	}

	private @Nullable Object run(String step, List<String> arguments) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Redis.common().port())) {
			socket.setSoTimeout(30_000);
			return RedisScript.run(new RedisConnection(socket), "{" + this.prefix + "}:", "nobody", step, "7",
					arguments.toArray());
		}
	}

	private RedisStore open(String url, Duration lease) {
		return RedisStore.open(new RedisSettings(url, null, null, this.prefix, lease), this.temporary.resolve("root"),
				this.warnings::add);
	}

	private MemberProcess start(Duration lease) {
		return MemberProcess.start(StoreMain.class, List.of(RedisStoreContractTests.Opener.class.getName(),
				RedisStoreContractTests.Opener.location(Redis.common().url(), this.prefix, lease, this.temporary)));
	}

	private static void assertLost(Runnable operation) {
		assertThatExceptionOfType(StoreLostException.class).isThrownBy(operation::run)
			.withMessageContaining("redis://127.0.0.1")
			.withMessageContaining("lost")
			.satisfies((ex) -> assertThat(ex.action()).contains("shared-session.redis.lease", "log"));
	}

	private static void await(BooleanSupplier condition) {
		for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); !condition.getAsBoolean();) {
			assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
			Thread.onSpinWait();
		}
	}

	private static void signal(String signal, MemberProcess process) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).inheritIO().start();
		assertThat(kill.waitFor()).isZero();
	}

	private static String text(byte @Nullable [] content) {
		assertThat(content).isNotNull();
		return new String(content, StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
