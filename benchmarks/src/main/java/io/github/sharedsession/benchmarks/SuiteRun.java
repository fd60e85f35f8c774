package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.benchmarks.Suite.Kind;
import io.github.sharedsession.benchmarks.Suite.SuiteCost;
import org.jspecify.annotations.Nullable;

/**
 * One run of the sample's test suite.
 */
final class SuiteRun {

	private final Run run;

	private final Path sample;

	private final Path directory;

	private final Kind kind;

	private final Queue<String> testClasses;

	private final AtomicInteger succeeded = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	SuiteRun(Run run, Path sample, Path directory, Kind kind, List<String> testClasses) {
		this.run = run;
		this.sample = sample;
		this.directory = directory;
		this.kind = kind;
		this.testClasses = new ArrayDeque<>(testClasses);
	}

	SuiteCost run(int forks) throws IOException, InterruptedException {
		Path logs = Files.createDirectories(this.run.directory().resolve("suite-logs"));
		ExecutorService executor = Executors.newFixedThreadPool(forks);
		try (ControlGroup group = ControlGroup.create()) {
			long start = System.nanoTime();
			List<Future<?>> ends = new ArrayList<>();
			for (int i = 1; i <= forks; i++) {
				ChildJvm fork = start(group, logs.resolve(this.kind + "-" + forks + "-" + i + ".log"));
				ends.add(executor.submit(() -> serve(fork)));
			}
			for (Future<?> end : ends) {
				end.get();
			}
			double seconds = (System.nanoTime() - start) / 1e9;
			if (this.failed.get() > 0 || this.succeeded.get() == 0) {
				throw new IOException(this.failed + " tests failed, " + this.succeeded + " did not; see " + logs);
			}
			if (this.kind == Kind.LOCK_FILE) {
				// Nobody else does
				stopServers(group);
			}
			group.awaitEnd();
			return new SuiteCost(seconds, group.processorSeconds(), group.peakMegabytes());
		}
		catch (ExecutionException ex) {
			throw new IOException(ex);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private ChildJvm start(ControlGroup group, Path log) throws IOException {
		List<String> options = new ArrayList<>(List.of("-Xmx512m", "-Dbasedir=" + this.sample,
				"-Dshared-session.directory=" + this.directory.resolve("root"),
				"-Djava.io.tmpdir=" + Files.createDirectories(this.directory.resolve("tmp"))));
		options.addAll(this.kind.options(this.directory));
		String classPath = Suite.classPath(this.sample, this.kind,
				this.run.root().resolve("benchmarks/target/test-classes"));
		options.add("-Dsurefire.test.class.path=" + classPath);
		List<String> command = new ArrayList<>(group.launcher());
		command.addAll(ChildJvm.command(classPath, options, SuiteFork.class, List.of(log.toString())));
		return ChildJvm.start(new ProcessBuilder(command).directory(this.sample.toFile()));
	}

	private void serve(ChildJvm fork) {
		try (fork) {
			String[] counts = fork.await("next");
			for (String next = next(); next != null; next = next()) {
				counts = fork.send(next).await("next");
				this.succeeded.addAndGet(Integer.parseInt(counts[0]));
				this.failed.addAndGet(Integer.parseInt(counts[1]));
			}
			fork.send("").await("closed");
			fork.awaitEnd();
		}
	}

	private synchronized @Nullable String next() {
		return this.testClasses.poll();
	}

	/** The first process of a PostgreSQL server ends the others. */
	private static void stopServers(ControlGroup group) throws IOException {
		for (long pid : group.processes()) {
			ProcessHandle.of(pid).filter(ProcessHandle::supportsNormalTermination).ifPresent(ProcessHandle::destroy);
		}
	}

}
