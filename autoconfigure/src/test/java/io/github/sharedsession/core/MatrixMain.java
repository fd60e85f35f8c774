package io.github.sharedsession.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.sharedsession.core.session.JvmEnd;

/**
 * One JVM of the matrix: some class loaders with some threads each, and one thread that
 * interrupts those who wait and, now and then, ends the test run amid a round. The JVM
 * begins anew after each round.
 */
final class MatrixMain {

	private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

	private final Object end = new Object();

	private MatrixMain() {
	}

	/**
	 * Run with the arguments directory, ledger, protocol, class loaders, threads in each,
	 * rounds, resources and seed.
	 */
	public static void main(String[] args) throws Exception {
		System.out.println("ready");
		System.in.read();
		try {
			new MatrixMain().run(args);
		}
		finally {
			System.exit(0);
		}
	}

	private void run(String[] args) throws Exception {
		int loaders = Integer.parseInt(args[3]);
		int threads = Integer.parseInt(args[4]);
		long seed = Long.parseLong(args[7]);
		boolean coordinated = !args[2].equals("naive");
		CyclicBarrier used = new CyclicBarrier(loaders * threads, coordinated ? this::end : null);
		CyclicBarrier released = new CyclicBarrier(loaders * threads, coordinated ? this::beginAnew : null);
		ExecutorService executor = Executors.newCachedThreadPool();
		List<Future<Map<String, Long>>> results = new ArrayList<>();
		for (int i = 0; i < loaders; i++) {
			Map<String, Object> settings = Map.ofEntries(Map.entry("directory", args[0]), Map.entry("ledger", args[1]),
					Map.entry("protocol", args[2]), Map.entry("loader", i), Map.entry("threads", threads),
					Map.entry("rounds", Integer.valueOf(args[5])), Map.entry("resources", Integer.valueOf(args[6])),
					Map.entry("seed", seed + 100L * i), Map.entry("used", used), Map.entry("released", released),
					Map.entry("waiting", this.waiting));
			IsolatedClassLoader loader = new IsolatedClassLoader();
			results.add(executor.submit(() -> loader.create(MatrixWorkers.class, settings)));
		}
		Thread disturber = new Thread(() -> disturb(new Random(seed)), "disturber");
		disturber.setDaemon(true);
		if (coordinated) {
			disturber.start();
		}
		Map<String, Long> sum = new TreeMap<>();
		for (Future<Map<String, Long>> result : results) {
			result.get().forEach((what, count) -> sum.merge(what, count, Long::sum));
		}
		sum.forEach((what, count) -> System.out.println("count " + what + "=" + count));
		System.out.println("done");
	}

	private void end() {
		synchronized (this.end) {
			JvmEnd.run();
		}
	}

	private void beginAnew() {
		synchronized (this.end) {
			JvmEnd.run();
			JvmEnd.reset();
		}
	}

	private void disturb(Random random) {
		while (true) {
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(3_000)));
			if (random.nextInt(20) == 0) {
				end();
			}
			synchronized (this.waiting) {
				List<Thread> threads = List.copyOf(this.waiting);
				if (!threads.isEmpty()) {
					threads.get(random.nextInt(threads.size())).interrupt();
				}
			}
		}
	}

}
