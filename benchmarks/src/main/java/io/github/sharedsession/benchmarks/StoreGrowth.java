package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.SessionMember;
import io.github.sharedsession.core.acquire.Use;

/**
 * How the cost of a session on a server grows with its members: what each does, when all
 * others use the same value, and when all others wait for the same creation. The members
 * are in this JVM, each with a connection of its own.
 */
final class StoreGrowth {

	private static final String BENCHMARK = "stores";

	/** Samples at one turn. */
	private static final int TURN = 50;

	private final Run run;

	private final Results results;

	private final Path directory;

	private final StoreSite server;

	private final ProcessLoad load;

	private final List<SessionMember> others = new ArrayList<>();

	private final List<Level> levels = new ArrayList<>();

	private final SessionMember asker;

	StoreGrowth(Run run, Results results, Path directory, StoreSite server) {
		this.run = run;
		this.results = results;
		this.directory = directory;
		this.server = server;
		this.load = new ProcessLoad(Objects.requireNonNull(server.process()));
		this.asker = join(0);
	}

	private SessionMember join(int number) {
		String url = Objects.requireNonNull(this.server.url(1000 + number));
		return SessionMember.simulated(this.directory, "growth", StoreSite.server(url), number);
	}

	void run() throws IOException, InterruptedException {
		SessionMember.simulateJvms();
		warmUp();
		double idleKilobytes = this.load.isKnown() ? this.load.kilobytes() : 0;
		for (int count : this.run.choose(List.of(1, 2), List.of(1, 4, 16, 64, 256), List.of(1, 4, 16, 64, 256))) {
			Run.progress("  " + this.server.name() + ": " + count + " other members");
			Level level = new Level(count);
			this.levels.add(level);
			fill(level);
			sampleAcquire(level);
			for (int round = 0; round < this.run.choose(1, 3, 5); round++) {
				sampleWait(level, round);
			}
			if (this.load.isKnown()) {
				level.kilobytes.add((this.load.kilobytes() - idleKilobytes) / count);
			}
		}
		report();
		SessionMember.end();
	}

	/** For the compiler, and for what a server does for the first time. */
	private void warmUp() {
		ResourceRequest request = SessionMember.request(MemberMain.name(1), 0);
		for (int i = 0; i < this.run.choose(2, 300, 1000); i++) {
			this.asker.release(request, this.asker.acquire(request));
		}
	}

	private void fill(Level level) {
		ResourceRequest request = SessionMember.request(MemberMain.name(0), 0);
		while (this.others.size() < level.count) {
			long start = System.nanoTime();
			SessionMember member = join(this.others.size() + 1);
			member.keep(member.acquire(request));
			level.joinMillis.add((System.nanoTime() - start) / 1e6);
			this.others.add(member);
		}
	}

	private void sampleAcquire(Level level) {
		ResourceRequest request = SessionMember.request(MemberMain.name(0), 0);
		for (int turn = 0; turn < this.run.choose(1, 10, 50); turn++) {
			double before = this.load.processorMillis();
			for (int i = 0; i < TURN; i++) {
				long start = System.nanoTime();
				Use use = this.asker.acquire(request);
				level.acquireMicros.add((System.nanoTime() - start) / 1e3);
				this.asker.release(request, use);
			}
			level.acquireProcessorMicros.add(this.load.processorMillisSince(before) * 1e3 / TURN);
		}
	}

	private void sampleWait(Level level, int round) throws InterruptedException {
		int millis = this.run.choose(150, 2000, 4000);
		ResourceRequest request = SessionMember.request("waited-" + level.count + "-" + round, millis);
		ExecutorService executor = Executors.newCachedThreadPool();
		ConcurrentLinkedQueue<Long> ends = new ConcurrentLinkedQueue<>();
		try {
			long asked = System.nanoTime();
			Future<Use> created = executor.submit(() -> this.asker.acquire(request));
			TimeUnit.MILLISECONDS.sleep(millis / 10);
			List<Future<?>> waits = new ArrayList<>();
			for (SessionMember member : this.others) {
				waits.add(executor.submit(() -> {
					member.keep(member.acquire(request));
					ends.add(System.nanoTime());
				}));
			}
			// All of them have begun
			TimeUnit.MILLISECONDS.sleep(millis * 4 / 10);
			double before = this.load.processorMillis();
			long start = System.nanoTime();
			TimeUnit.MILLISECONDS.sleep(millis * 4 / 10);
			level.waitProcessorMillis.add(this.load.processorMillisSince(before) * 1e9 / (System.nanoTime() - start));
			this.asker.keep(created.get());
			for (Future<?> wait : waits) {
				wait.get();
			}
			long last = ends.stream().mapToLong(Long::longValue).max().orElseThrow();
			level.lastMillis.add((last - asked) / 1e6 - millis);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			executor.shutdown();
		}
	}

	private void report() {
		Level first = this.levels.get(0);
		// The very first to join is only one
		Level few = this.levels.get(1);
		for (Level level : this.levels.subList(1, this.levels.size())) {
			String others = ", " + level.count + " other members";
			String waiting = " while " + level.count + " wait";
			if (level != few) {
				add("join as one of " + level.count, "as one of " + few.count, "ms", level.joinMillis, few.joinMillis);
			}
			add("acquire" + others, "the same with 1", "µs", level.acquireMicros, first.acquireMicros);
			add("processor time of the server for acquire and release" + others, "the same with 1", "µs",
					level.acquireProcessorMicros, first.acquireProcessorMicros);
			add("processor time of the server in a second" + waiting, "while 1 waits", "ms", level.waitProcessorMillis,
					first.waitProcessorMillis);
			add("until the last of " + level.count + " has what it waits for, without the creation", "until 1 has it",
					"ms", level.lastMillis, first.lastMillis);
			if (!level.kilobytes.isEmpty()) {
				add("memory of the server for each member" + others, "the same with 1", "kB", level.kilobytes,
						first.kilobytes);
			}
		}
	}

	/** As many pairs as there are measurements, of which the floor may have fewer. */
	private void add(String what, String floorName, String unit, List<Double> measured, List<Double> floor) {
		Samples samples = new Samples();
		for (int i = 0; i < measured.size(); i++) {
			samples.add(measured.get(i), floor.get(i % floor.size()));
		}
		this.results.add(BENCHMARK, this.server.name() + ": " + what, floorName, unit, samples, null);
	}

	/** What was measured with some number of other members. */
	private static final class Level {

		private final int count;

		private final List<Double> joinMillis = new ArrayList<>();

		private final List<Double> acquireMicros = new ArrayList<>();

		private final List<Double> acquireProcessorMicros = new ArrayList<>();

		private final List<Double> waitProcessorMillis = new ArrayList<>();

		private final List<Double> lastMillis = new ArrayList<>();

		private final List<Double> kilobytes = new ArrayList<>();

		Level(int count) {
			this.count = count;
		}

	}

}
