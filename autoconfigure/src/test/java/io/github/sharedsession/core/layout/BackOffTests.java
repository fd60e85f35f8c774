package io.github.sharedsession.core.layout;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

import io.github.sharedsession.core.DecoratedStore;
import io.github.sharedsession.core.LocalMember;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pauses of those who wait, and how much of a slow store they leave to others.
 */
class BackOffTests {

	private final AtomicLong clock = new AtomicLong();

	private final BackOff backOff = new BackOff(this.clock::get);

	@Test
	void pausesOfWhoTriesQuicklyGrowToFiveMilliseconds() {
		assertThat(pauses(50, 50, 50, 50, 50, 50, 250, 250)).containsExactly(1000L, 2000L, 3000L, 4000L, 5000L, 5000L,
				5000L, 5000L);
	}

	@Test
	void pausesAreFourTimesAsLongAsSlowTries() {
		assertThat(pauses(20_000, 20_000, 30_000, 20_000, 50)).containsExactly(1000L, 2000L, 80_000L, 80_000L, 5000L);
	}

	@Test
	void oneSlowTryMayHaveWaitedForAProcessor() {
		assertThat(pauses(50, 90_000, 50, 90_000, 50)).containsExactly(1000L, 2000L, 3000L, 4000L, 5000L);
	}

	@Test
	void slowestServerIsAskedFourTimesASecond() {
		assertThat(pauses(900_000, 900_000, 900_000)).containsExactly(1000L, 2000L, 250_000L);
	}

	@Test
	void whoWaitsLeavesASlowStoreAloneForMostOfTheTime(@TempDir Path root) throws Exception {
		List<long[]> tries = new CopyOnWriteArrayList<>();
		CountDownLatch tried = new CountDownLatch(12);
		try (MemberProcess creator = MemberProcess.start(root, "slow")) {
			creator.send("acquire a - pause").await("creating a");
			LocalMember waiter = new LocalMember(root, "slow", (store) -> new SlowStore(store, tries, tried));
			CompletableFuture<String> value = CompletableFuture.supplyAsync(() -> waiter.acquire("a"));
			assertThat(tried.await(30, TimeUnit.SECONDS)).isTrue();
			creator.send("go").await("acquired a");
			assertThat(value.get(30, TimeUnit.SECONDS)).startsWith("a-");
			waiter.end();
		}
		// The first ones could not know
		for (int i = 3; i < 12; i++) {
			long cheaper = Math.min(took(tries.get(i - 1)), took(tries.get(i - 2)));
			assertThat(tries.get(i)[0] - tries.get(i - 1)[1]).as("pause after try " + i)
				.isGreaterThanOrEqualTo(4 * cheaper);
		}
	}

	private static long took(long[] attempt) {
		return attempt[1] - attempt[0];
	}

	/** In microseconds, each after a try of the given length. */
	private List<Long> pauses(long... tries) {
		return LongStream.of(tries).mapToObj((micros) -> {
			this.clock.addAndGet(TimeUnit.MICROSECONDS.toNanos(micros));
			long pause = this.backOff.next();
			this.clock.addAndGet(pause);
			this.backOff.resume();
			return TimeUnit.NANOSECONDS.toMicros(pause);
		}).toList();
	}

	/** Notes when each try to have the lock of a resource begins and ends. */
	private static final class SlowStore extends DecoratedStore {

		private static final long MILLIS = 10;

		private final List<long[]> tries;

		private final CountDownLatch tried;

		SlowStore(Store store, List<long[]> tries, CountDownLatch tried) {
			super(store, (name) -> {
			});
			this.tries = tries;
			this.tried = tried;
		}

		@Override
		public StoreLock lock(String name) {
			StoreLock lock = super.lock(name);
			return name.endsWith("/mutex") ? new SlowLock(lock, this::attempted) : lock;
		}

		private void attempted(long start) {
			this.tries.add(new long[] { start, System.nanoTime() });
			this.tried.countDown();
		}

		private record SlowLock(StoreLock lock, LongConsumer attempted) implements StoreLock {

			@Override
			public boolean tryExclusive() {
				long start = System.nanoTime();
				try {
					TimeUnit.MILLISECONDS.sleep(MILLIS);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				boolean taken = this.lock.tryExclusive();
				this.attempted.accept(start);
				return taken;
			}

			@Override
			public boolean tryShared() {
				return this.lock.tryShared();
			}

			@Override
			public boolean isHeld() {
				return this.lock.isHeld();
			}

			@Override
			public boolean exists() {
				return this.lock.exists();
			}

			@Override
			public void release() {
				this.lock.release();
			}

			@Override
			public void close() {
				this.lock.close();
			}

		}

	}

}
