package io.github.sharedsession.toolkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.sharedsession.core.MemberProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What several JVMs have in common besides shared beans. Longer with
 * {@code -Dlong-tests=true}.
 */
class SessionToolsTests {

	private static final boolean LONG = Boolean.getBoolean("long-tests");

	private static final int FORKS = LONG ? 8 : 3;

	private static final int THREADS = LONG ? 4 : 3;

	private static final int TIMES = LONG ? 1000 : 50;

	private static final int PORTS = LONG ? 1250 : 200;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private final List<MemberProcess> members = new ArrayList<>();

	@AfterEach
	void closeMembers() {
		this.members.forEach(MemberProcess::close);
	}

	@Test
	void oneThreadOfAllMembersHasALock() throws IOException {
		Path file = Files.writeString(this.directory.resolve("counter"), "0");
		List<MemberProcess> members = start(FORKS);
		members.forEach((member) -> member.send("count a " + file + " " + THREADS + " " + TIMES));
		List<String> waits = members.stream().map((member) -> member.await("counted")).toList();
		assertThat(members).allSatisfy((member) -> assertThat(member.seen()).doesNotContain("violation"));
		assertThat(Files.readString(file)).isEqualTo(String.valueOf(FORKS * THREADS * TIMES * 4 / 5));
		System.out.printf("%d forks x %d threads x %d acquisitions of one lock: waits p50 and longest, in us, %s%n",
				FORKS, THREADS, TIMES, waits);
		assertEndsClean(members);
	}

	/** A measurement, that nobody can fail but by an error. */
	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void lockThatNobodyElseWantsIsTakenBesideABareOne() {
		MemberProcess member = start(1).get(0);
		String cost = member.send("cost a " + this.directory.resolve("bare") + " 10000").await("cost");
		System.out.println("A lock that nobody else wants, p50: " + cost);
		assertEndsClean(List.of(member));
	}

	@Test
	void readersShareALock() {
		List<MemberProcess> members = start(3);
		members.get(0).send("read a").await("reads a");
		members.get(1).send("read a").await("reads a");
		members.get(2).send("lock a");
		members.get(0).send("close").await("closed");
		members.get(1).send("close").await("closed");
		members.get(2).await("locked a");
	}

	@Test
	void waitingWriterIsNotPassedByReaders() {
		MemberProcess reader = start(2).get(0);
		MemberProcess writer = this.members.get(1);
		MemberProcess late = MemberProcess.start(ToolsMain.class, List.of(root().toString(), "build", "300"));
		this.members.add(late);
		reader.send("read a").await("reads a");
		writer.send("lock a");
		// As soon as the writer waits
		boolean passed = true;
		for (int i = 0; i < 2000 && passed; i++) {
			passed = late.send("read a").awaitAny("reads a", "failed").equals("reads a");
			if (passed) {
				late.send("close").await("closed");
			}
		}
		assertThat(passed).isFalse();
		reader.send("close").await("closed");
		writer.await("locked a");
	}

	@Test
	void lockOfKilledMemberIsFree() {
		List<MemberProcess> members = start(2);
		members.get(0).send("lock a").await("locked a");
		members.get(1).send("lock a");
		members.get(0).kill();
		members.get(1).await("locked a");
	}

	@Test
	void waitThatIsTooLongTellsWhoHasTheLock() {
		List<MemberProcess> members = start(2, 300);
		members.get(0).send("lock a").await("locked a");
		String message = members.get(1).send("lock a").await("failed");
		assertThat(message).contains("The lock 'a'", "pid " + members.get(1).pid(), "within 0.3 s",
				"pid " + members.get(0).pid() + ", thread 'main' (for 0 s) has it", "Action: Look at",
				"shared-session.wait-timeout");
		members.get(0).send("close").await("closed");
		members.get(1).send("lock a").await("locked a");
	}

	@Test
	void threadMayTakeItsLockAgain() {
		List<MemberProcess> members = start(2, 300);
		MemberProcess member = members.get(0);
		member.send("lock a").await("locked a");
		member.send("lock a").await("locked a");
		member.send("read a").await("reads a");
		member.send("close").await("closed");
		member.send("close").await("closed");
		members.get(1).send("read a").await("failed");
		member.send("close").await("closed");
		members.get(1).send("read a").await("reads a");
		assertThat(members.get(1).send("lock a").await("failed")).contains("would wait for itself");
	}

	@Test
	void noPortIsGivenTwice() {
		List<MemberProcess> members = start(FORKS);
		members.forEach((member) -> member.send("ports " + PORTS));
		List<String> ports = members.stream()
			.flatMap((member) -> Arrays.stream(member.await("ports").replaceAll("[\\[\\]]", "").split(", ", -1)))
			.toList();
		assertThat(ports).hasSize(FORKS * PORTS).doesNotHaveDuplicates();
		System.out.printf("%d forks x %d ports reserved, each bound once%n", FORKS, PORTS);
		assertEndsClean(members);
	}

	@Test
	void listKeepsWhatWasAddedWholeByAnyMember() throws IOException {
		List<MemberProcess> members = start(3);
		members.get(0).send("add l one").await("added");
		members.get(1).send("add l two").await("added");
		members.get(1).kill();
		String killed = members.get(2).send("all l").await("all");
		assertThat(killed).isIn("[one, two]", "[two, one]");
		try (Stream<Path> files = Files.walk(sessionDirectory().resolve("lists"))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Files.writeString(file, "\n9 \"thr", StandardOpenOption.APPEND);
			}
		}
		members.get(0).send("add l four").await("added");
		assertThat(members.get(2).send("all l").await("all")).contains("one", "two", "four").doesNotContain("thr");
		assertThat(members.get(2).send("all other").await("all")).isEqualTo("[]");
	}

	@Test
	void destroyCallbackSeesWhatAllMembersHaveListed() {
		List<MemberProcess> members = start(2);
		members.forEach((member) -> member.send("resource").await("acquired"));
		members.get(0).send("add items one").await("added");
		members.get(1).send("add items two").await("added");
		members.get(0).kill();
		assertThat(members.get(1).send("end").await("destroyed")).contains("one", "two");
	}

	@Test
	void destroyCallbackOfWhatAKilledBuildHasLeftSeesItsList() {
		MemberProcess killed = start(1).get(0);
		killed.send("resource").await("acquired");
		killed.send("add items left").await("added");
		killed.kill();
		MemberProcess next = MemberProcess.start(ToolsMain.class, List.of(root().toString(), "next", "60000"));
		this.members.add(next);
		next.send("add items own").await("added");
		assertThat(next.send("resource").await("destroyed")).isEqualTo("[left]");
		assertThat(next.send("end").await("destroyed")).isEqualTo("[own]");
	}

	@Test
	void membersTellTheirNamesAndDirectories() {
		List<MemberProcess> members = start(2);
		String[] one = members.get(0).send("who").await("who").split(" ", -1);
		String[] other = members.get(1).send("who").await("who").split(" ", -1);
		assertThat(one[0]).isEqualTo(other[0]);
		assertThat(one[1]).isNotEqualTo(other[1]).matches("[a-z][a-z0-9]{0,11}");
		assertThat(Path.of(one[2])).isDirectory().isNotEqualTo(Path.of(other[2]));
		assertThat(Path.of(one[3])).isDirectory().isEqualTo(Path.of(other[3]));
		assertThat(other[4]).isEqualTo("true");
		assertEndsClean(members);
	}

	private void assertEndsClean(List<MemberProcess> members) {
		members.forEach(MemberProcess::end);
		assertThat(root()).isDirectoryNotContaining((file) -> file.getFileName().toString().startsWith("s-"));
	}

	private Path root() {
		return this.directory.resolve("root");
	}

	private Path sessionDirectory() throws IOException {
		try (Stream<Path> files = Files.list(root())) {
			return files.filter((file) -> file.getFileName().toString().startsWith("s-")).findFirst().orElseThrow();
		}
	}

	private List<MemberProcess> start(int count) {
		return start(count, 60_000);
	}

	private List<MemberProcess> start(int count, long timeout) {
		this.members.addAll(IntStream.range(0, count)
			.mapToObj((i) -> MemberProcess.start(ToolsMain.class,
					List.of(root().toString(), "build", String.valueOf(timeout))))
			.toList());
		return this.members;
	}

}
