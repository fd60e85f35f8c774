package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;

/**
 * What stores on servers cost beside files, by turns in one run; and how that grows with
 * the members of a session. The servers are on this machine: a network comes on top.
 */
final class Stores implements Benchmark {

	private static final String FILES = "the same in files";

	/** As long as the record of a small shared value. */
	private static final byte[] CONTENT = "x".repeat(400).getBytes(StandardCharsets.UTF_8);

	private static final long LEAD_MILLIS = 30;

	private static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();

	static {
		OPERATIONS.put("lock and release", (store) -> {
			StoreLock lock = store.lock("benchmark/lock");
			if (!lock.tryExclusive()) {
				throw new IllegalStateException("Somebody else has the lock");
			}
			lock.release();
		});
		OPERATIONS.put("write", (store) -> store.write("benchmark/record", CONTENT));
		OPERATIONS.put("read", (store) -> store.read("benchmark/record"));
	}

	@Override
	public String name() {
		return "stores";
	}

	@Override
	public void run(Run run, Results results) throws IOException, InterruptedException {
		Path directory = run.newDirectory("stores");
		try (StoreSite files = StoreSite.files();
				StoreSite postgres = PostgresSite.start(directory.resolve("postgres"));
				StoreSite redis = RedisSite.start(directory.resolve("redis"))) {
			List<StoreSite> servers = List.of(postgres, redis);
			operations(run, results, directory, files, servers);
			open(run, results, directory, files, servers);
			handOver(run, results, directory, files, servers);
			for (StoreSite server : servers) {
				new StoreGrowth(run, results, directory.resolve("growth-" + server.name()), server).run();
			}
		}
		finally {
			Run.delete(directory);
		}
	}

	private void operations(Run run, Results results, Path directory, StoreSite files, List<StoreSite> servers) {
		int rounds = run.choose(20, 3000, 20_000);
		Store floor = opened(directory, files);
		List<Store> stores = servers.stream().map((server) -> opened(directory, server)).toList();
		for (Map.Entry<String, Operation> operation : OPERATIONS.entrySet()) {
			// The first ones are for the compiler
			sample(operation.getValue(), floor, stores, rounds / 2);
			List<Samples> samples = sample(operation.getValue(), floor, stores, rounds);
			for (int i = 0; i < stores.size(); i++) {
				results.add(name(), servers.get(i).name() + ": " + operation.getKey(), FILES, "µs", samples.get(i),
						null);
			}
		}
	}

	private static Store opened(Path directory, StoreSite site) {
		Store store = site.open(directory.resolve("operations-" + site.name()), 0);
		store.createDirectory("benchmark");
		return store;
	}

	private static List<Samples> sample(Operation operation, Store floor, List<Store> stores, int rounds) {
		List<Samples> samples = stores.stream().map((store) -> new Samples()).toList();
		for (int round = 0; round < rounds; round++) {
			double floorMicros = micros(() -> operation.run(floor));
			for (int i = 0; i < stores.size(); i++) {
				Store store = stores.get(i);
				samples.get(i).add(micros(() -> operation.run(store)), floorMicros);
			}
		}
		return samples;
	}

	private void open(Run run, Results results, Path directory, StoreSite files, List<StoreSite> servers) {
		int rounds = run.choose(2, 40, 40);
		List<Samples> samples = servers.stream().map((server) -> new Samples()).toList();
		for (int round = 1; round <= rounds; round++) {
			int client = round;
			double floor = micros(() -> files.open(directory.resolve("open-file-" + client), client));
			for (int i = 0; i < servers.size(); i++) {
				StoreSite server = servers.get(i);
				samples.get(i)
					.add(micros(() -> server.open(directory.resolve("open-" + server.name()), client)) / 1e3,
							floor / 1e3);
			}
		}
		for (int i = 0; i < servers.size(); i++) {
			results.add(name(), servers.get(i).name() + ": open", FILES, "ms", samples.get(i), null);
		}
	}

	private void handOver(Run run, Results results, Path directory, StoreSite files, List<StoreSite> servers)
			throws IOException {
		int rounds = run.choose(1, 40, 200);
		int warmUp = run.choose(1, 10, 20);
		try (Members members = Members.start(2)) {
			List<Samples> samples = servers.stream().map((server) -> new Samples()).toList();
			for (int round = 0; round < warmUp + rounds; round++) {
				double floor = handOver(members, directory, files, round);
				for (int i = 0; i < servers.size(); i++) {
					double millis = handOver(members, directory, servers.get(i), round);
					if (round >= warmUp) {
						samples.get(i).add(millis, floor);
					}
				}
			}
			for (int i = 0; i < servers.size(); i++) {
				results.add(name(), servers.get(i).name() + ": 2 processes, creation 0 ms", FILES, "ms", samples.get(i),
						null);
			}
		}
	}

	private static double handOver(Members members, Path directory, StoreSite site, int round) {
		Path root = directory.resolve("hand-over-" + site.name());
		String place = root + ((site.url(0) != null) ? MemberMain.AT + site.url(0) : "");
		long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEAD_MILLIS);
		List<ChildJvm> jvms = new ArrayList<>(members.first(2));
		jvms.forEach((jvm) -> jvm.send("shared " + place + " " + MemberMain.name(round) + " 0 " + start));
		long end = jvms.stream().mapToLong((jvm) -> Long.parseLong(jvm.await("has")[0])).max().orElseThrow();
		return (end - start) / 1e6;
	}

	private static double micros(Runnable action) {
		long start = System.nanoTime();
		action.run();
		return (System.nanoTime() - start) / 1e3;
	}

	private interface Operation {

		void run(Store store);

	}

}
