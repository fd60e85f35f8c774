package io.github.sharedsession.core;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.github.sharedsession.SharedBeanWaitTimeoutException;
import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.core.session.JvmEnd;
import org.jspecify.annotations.Nullable;

import static io.github.sharedsession.core.IsolatedClassLoader.setting;

/**
 * The threads of one class loader, which acquire, use and release the same resources as
 * those of all other class loaders and JVMs. Loaded in a class loader of its own, so it
 * talks to {@link MatrixMain} in types of the JDK only.
 */
final class MatrixWorkers implements Function<Map<String, Object>, Map<String, Long>> {

	private static final Duration LONG_TIMEOUT = Duration.ofSeconds(60);

	private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

	/**
	 * Run all rounds.
	 * @param settings {@code directory}, {@code ledger}, {@code protocol},
	 * {@code threads}, {@code rounds}, {@code resources}, {@code seed}, and what is
	 * common to all class loaders: {@code used} and {@code released}, the two barriers of
	 * a round, and {@code waiting}, the threads that may be interrupted
	 * @return what happened how often
	 */
	@Override
	public Map<String, Long> apply(Map<String, Object> settings) {
		Ledger ledger = new Ledger(Path.of(setting(settings, "ledger", String.class)));
		Path directory = Path.of(setting(settings, "directory", String.class));
		MatrixProtocol protocol = "naive".equals(settings.get("protocol")) ? new NaiveProtocol(directory, ledger)
				: new CoordinatedProtocol(directory, ledger);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < setting(settings, "threads", Integer.class); i++) {
			Worker worker = new Worker(protocol, ledger, settings, setting(settings, "seed", Long.class) + i);
			threads.add(new Thread(worker, "worker-" + settings.get("loader") + "-" + i));
		}
		threads.forEach(Thread::start);
		threads.forEach(MatrixWorkers::join);
		ledger.examples().forEach((example) -> System.out.println("example " + example.replace("\n", " ")));
		count("violations", ledger.violations());
		count("creations", ledger.creations());
		count("uses", ledger.uses());
		count("destructions", ledger.destructions());
		Map<String, Long> result = new ConcurrentHashMap<>();
		this.counts.forEach((name, count) -> result.put(name, count.get()));
		return result;
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void count(String what, long number) {
		this.counts.computeIfAbsent(what, (key) -> new AtomicLong()).addAndGet(number);
	}

	private final class Worker implements Runnable {

		private final MatrixProtocol protocol;

		private final Ledger ledger;

		private final Map<String, Object> settings;

		private final Set<Thread> waiting;

		private final Random random;

		@SuppressWarnings("unchecked")
		Worker(MatrixProtocol protocol, Ledger ledger, Map<String, Object> settings, long seed) {
			this.protocol = protocol;
			this.ledger = ledger;
			this.settings = settings;
			this.waiting = setting(settings, "waiting", Set.class);
			this.random = new Random(seed);
		}

		@Override
		public void run() {
			try {
				for (int round = 0; round < setting(this.settings, "rounds", Integer.class); round++) {
					round();
				}
			}
			catch (Throwable ex) {
				StringWriter trace = new StringWriter();
				ex.printStackTrace(new PrintWriter(trace));
				System.out.println("failed " + trace.toString().replace("\r", "").replace("\n", "\\n"));
				Runtime.getRuntime().halt(1);
			}
		}

		/**
		 * Half of the uses end before the end of the JVM's test run, half of them while
		 * it is going on, all at once.
		 */
		private void round() throws Exception {
			List<String> resources = new ArrayList<>();
			for (int i = 0; i < setting(this.settings, "resources", Integer.class); i++) {
				resources.add("r" + i);
			}
			Collections.shuffle(resources, this.random);
			List<Runnable> open = new ArrayList<>();
			for (String resource : resources) {
				MatrixProtocol.Lease lease = acquire(resource);
				if (lease == null) {
					break;
				}
				count("acquired", 1);
				this.ledger.use(resource, lease.generation());
				Runnable end = () -> {
					this.ledger.use(resource, lease.generation());
					lease.close();
				};
				if (this.random.nextBoolean()) {
					end.run();
				}
				else {
					open.add(end);
				}
			}
			setting(this.settings, "used", CyclicBarrier.class).await();
			open.forEach(Runnable::run);
			setting(this.settings, "released", CyclicBarrier.class).await();
		}

		private MatrixProtocol.@Nullable Lease acquire(String resource) throws InterruptedException {
			while (true) {
				Duration timeout = (this.random.nextInt(4) == 0) ? Duration.ofNanos(this.random.nextInt(3_000_000))
						: LONG_TIMEOUT;
				this.waiting.add(Thread.currentThread());
				boolean interrupted;
				try {
					return this.protocol.acquire(resource, timeout);
				}
				catch (SharedBeanWaitTimeoutException ex) {
					count("timed out", 1);
					if (timeout.equals(LONG_TIMEOUT)) {
						throw ex;
					}
				}
				catch (SharedSessionEndedException ex) {
					interrupted = Thread.currentThread().isInterrupted();
					if (!interrupted && !JvmEnd.hasBegun()) {
						throw ex;
					}
					count(interrupted ? "interrupted" : "ended", 1);
					if (JvmEnd.hasBegun()) {
						return null;
					}
				}
				finally {
					// Under the lock of the one who interrupts, so that nothing comes
					// later
					synchronized (this.waiting) {
						this.waiting.remove(Thread.currentThread());
					}
					Thread.interrupted();
				}
			}
		}

	}

}
