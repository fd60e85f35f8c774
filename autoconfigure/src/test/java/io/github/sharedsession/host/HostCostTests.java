package io.github.sharedsession.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.sharedsession.coordinator.HostLauncher.Launch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a host costs beside a JVM that does nothing, by turns: from its start until it is
 * ready, and the memory that it then has. Prints, and judges only what could not come
 * from other work on the machine.
 */
@EnabledOnOs(OS.LINUX)
class HostCostTests {

	private static final int ROUNDS = 5;

	private static final long LIMIT_SECONDS = 60;

	private static final String SESSION = "s-0123456789abcdef-0";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void hostIsReadySoonAndSmall() throws IOException, InterruptedException {
		List<Cost> bare = new ArrayList<>();
		List<Cost> host = new ArrayList<>();
		for (int i = 0; i < ROUNDS; i++) {
			bare.add(measureBare(this.directory.resolve("bare" + i)));
			host.add(measureHost(this.directory.resolve("host" + i)));
		}
		double time = (double) median(host.stream().map(Cost::nanos).toList())
				/ median(bare.stream().map(Cost::nanos).toList());
		double memory = (double) median(host.stream().map(Cost::kilobytes).toList())
				/ median(bare.stream().map(Cost::kilobytes).toList());
		System.out.printf(Locale.ROOT,
				"A host beside a bare JVM, medians of %d: %.1f times the time to ready, %.1f times the memory%n",
				ROUNDS, time, memory);
		assertThat(time).isLessThan(15);
		assertThat(memory).isLessThan(3);
	}

	private static Cost measureBare(Path ready) throws IOException, InterruptedException {
		long start = System.nanoTime();
		return measure(start,
				new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms16m", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						Bare.class.getName(), ready.toString())
					.inheritIO()
					.start(),
				ready);
	}

	private static Cost measureHost(Path root) throws IOException, InterruptedException {
		SessionHost launcher = new SessionHost(Duration.ofMinutes(10), Duration.ofSeconds(1), "");
		Path host = root.resolve(SESSION).resolve("hosts").resolve(launcher.fingerprint());
		Files.createDirectories(host,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Path arguments = Files.createFile(host.resolve("arguments"));
		Path log = Files.createFile(host.resolve("log"));
		long start = System.nanoTime();
		return measure(start, launcher.launch(new Launch(root, SESSION, arguments, log, "-")), host.resolve("member"));
	}

	private static Cost measure(long start, Process process, Path ready) throws IOException, InterruptedException {
		try {
			while (!Files.exists(ready)) {
				assertThat(process.isAlive()).isTrue();
				assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(LIMIT_SECONDS));
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			}
			long nanos = System.nanoTime() - start;
			return new Cost(nanos, memory(process.pid()));
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static long memory(long pid) throws IOException {
		String line = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))
			.stream()
			.filter((candidate) -> candidate.startsWith("VmRSS:"))
			.findFirst()
			.orElseThrow();
		return Long.parseLong(line.replaceAll("\\D", ""));
	}

	private static long median(List<Long> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private record Cost(long nanos, long kilobytes) {
	}

	/** Ready at once. */
	static final class Bare {

		private Bare() {
		}

		public static void main(String[] args) throws IOException, InterruptedException {
			Files.createFile(Path.of(args[0]));
			TimeUnit.SECONDS.sleep(LIMIT_SECONDS);
		}

	}

}
