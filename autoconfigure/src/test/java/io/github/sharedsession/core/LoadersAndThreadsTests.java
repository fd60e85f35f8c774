package io.github.sharedsession.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JVMs × class loaders × threads that acquire, use and release the same resources, while
 * some of them are interrupted, time out, or see the end of their JVM's test run. With
 * {@code -Dlong-tests=true} for longer.
 */
class LoadersAndThreadsTests {

	private static final boolean LONG = Boolean.getBoolean("long-tests");

	private static final int JVMS = 3;

	private static final int RESOURCES = 3;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	private final List<MemberProcess> members = new ArrayList<>();

	@AfterEach
	void closeMembers() {
		this.members.forEach(MemberProcess::close);
	}

	@Test
	void nothingIsMadeTwiceOrUsedAfterItsEnd() throws IOException {
		Map<String, Long> counts = run("coordinated", 3, LONG ? 400 : 25);
		assertThat(counts).containsEntry("violations", 0L);
		assertThat(counts.get("destructions")).isEqualTo(counts.get("creations"));
		assertThat(counts.get("creations")).isGreaterThan(1);
		assertThat(counts.get("interrupted")).isGreaterThan(0);
		assertThat(counts.get("timed out")).isGreaterThan(0);
		assertThat(counts.get("ended")).isGreaterThan(0);
		assertThat(files("ledger")).isEmpty();
		assertThat(files("root")).containsExactly("lock");
	}

	@Test
	void naiveLocksFailWithSeveralClassLoaders() throws IOException {
		assertThat(run("naive", 3, LONG ? 100 : 10).get("violations")).isGreaterThan(0);
	}

	/** So what fails above is due to the class loaders, not to the matrix itself. */
	@Test
	void naiveLocksHoldWithOneClassLoader() throws IOException {
		Map<String, Long> counts = run("naive", 1, LONG ? 100 : 10);
		assertThat(counts).containsEntry("violations", 0L);
		assertThat(counts.get("creations")).isGreaterThan(0);
	}

	private Map<String, Long> run(String protocol, int loaders, int rounds) throws IOException {
		String directory = Files.createDirectories(this.temporary.resolve("root")).toString();
		Files.setPosixFilePermissions(Path.of(directory), PosixFilePermissions.fromString("rwx------"));
		String ledger = Files.createDirectories(this.temporary.resolve("ledger")).toString();
		for (int jvm = 0; jvm < JVMS; jvm++) {
			this.members
				.add(MemberProcess.start(MatrixMain.class, List.of(directory, ledger, protocol, String.valueOf(loaders),
						"3", String.valueOf(rounds), String.valueOf(RESOURCES), "" + 1_000 * jvm)));
		}
		Map<String, Long> sum = new TreeMap<>();
		this.members.forEach((member) -> member.send("go"));
		for (MemberProcess member : this.members) {
			member.await("done");
			for (String line : member.seen()) {
				if (line.startsWith("count ")) {
					String[] parts = line.substring(6).split("=", -1);
					sum.merge(parts[0], Long.valueOf(parts[1]), Long::sum);
				}
				else if (line.startsWith("example ")) {
					System.out.println(line);
				}
			}
		}
		System.out.println(JVMS + " JVMs x " + loaders + " class loaders x 3 threads, " + protocol + ": " + sum);
		return sum;
	}

	private List<String> files(String directory) throws IOException {
		Path root = this.temporary.resolve(directory);
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((file) -> !file.equals(root)).map((file) -> root.relativize(file).toString()).toList();
		}
	}

}
