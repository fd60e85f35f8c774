package io.github.sharedsession.bean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.github.sharedsession.core.MemberProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test runs whose parent outlives them: this JVM is the daemon of a build tool, or the
 * IDE, and tells nothing by being alive.
 */
class OutlivingParentTests {

	private static final long LIMIT_SECONDS = 60;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private final List<MemberProcess> workers = new ArrayList<>();

	@AfterEach
	void killWhatIsLeft() {
		this.workers.forEach(MemberProcess::close);
		servers().forEach((server) -> ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly));
		await(() -> servers().stream().noneMatch(Server::isAlive));
	}

	@Test
	void eachBuildOfADaemonHasOneServerThatEndsWithIt() {
		Server first = build("0s");
		Server second = build("0s");
		assertThat(second).isNotEqualTo(first);
		assertThat(servers()).containsExactly(first, second);
		assertThat(lines("closed")).hasSize(2);
	}

	/** Two workers at the same time, and one after them. */
	private Server build(String linger) {
		MemberProcess one = worker(linger).send("run");
		MemberProcess other = worker(linger).send("run");
		Server server = used(one);
		assertThat(used(other)).isEqualTo(server);
		end(one);
		MemberProcess later = worker(linger).send("run");
		assertThat(used(later)).isEqualTo(server);
		end(other);
		end(later);
		await(() -> !server.isAlive() && sessions().isEmpty());
		return server;
	}

	@Test
	void runsOfAnIdeMeetTheSameServerWithinTheTimeToLinger() {
		MemberProcess first = worker("10m").send("run");
		Server server = used(first);
		end(first);
		MemberProcess second = worker("10m").send("run");
		assertThat(used(second)).isEqualTo(server);
		end(second);
		assertThat(server.isAlive()).isTrue();
		assertThat(servers()).hasSize(1);
	}

	@Test
	void oneJvmThatRunsTestsAgainMeetsTheSameServerWithinTheTimeToLinger() {
		MemberProcess worker = worker("10m").send("run");
		Server server = used(worker);
		worker.send("go on").await("ended");
		worker.send("run");
		assertThat(used(worker)).isEqualTo(server);
		end(worker);
		assertThat(lines("closed")).isEmpty();
	}

	private MemberProcess worker(String linger) {
		MemberProcess worker = MemberProcess.start(WorkerMain.class,
				List.of(this.directory.resolve("root").toString(), linger, ledger().toString()));
		this.workers.add(worker);
		return worker;
	}

	private static Server used(MemberProcess worker) {
		String[] words = worker.await("uses").split(" ", -1);
		assertThat(worker.await("ran")).isEqualTo("1");
		return new Server(words[0], Long.parseLong(words[1]));
	}

	private static void end(MemberProcess worker) {
		worker.send("go on").await("ended");
		worker.send("end");
	}

	private Path ledger() {
		return this.directory.resolve("ledger");
	}

	/** The servers that were started. */
	private List<Server> servers() {
		return lines("started").stream()
			.map((line) -> line.split(" ", -1))
			.map((words) -> new Server(words[2], Long.parseLong(words[3])))
			.toList();
	}

	private List<String> lines(String verb) {
		try {
			return Files.exists(ledger())
					? Files.readAllLines(ledger()).stream().filter((line) -> line.startsWith(verb + " ")).toList()
					: List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> sessions() {
		try (Stream<Path> files = Files.list(this.directory.resolve("root"))) {
			return files.map((file) -> String.valueOf(file.getFileName()))
				.filter((name) -> name.startsWith("s-"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void await(BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime() - start).as("nanoseconds of waiting")
				.isLessThan(TimeUnit.SECONDS.toNanos(LIMIT_SECONDS));
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
	}

	private record Server(String generation, long pid) {

		boolean isAlive() {
			return ProcessHandle.of(this.pid).filter(ProcessHandle::isAlive).isPresent();
		}

	}

}
