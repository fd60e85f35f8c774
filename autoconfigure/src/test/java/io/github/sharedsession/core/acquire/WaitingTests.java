package io.github.sharedsession.core.acquire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.core.ThreadsOfMembers;
import io.github.sharedsession.core.ThreadsOfMembers.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of those who wait, in several threads, class loaders and JVMs. With
 * {@code -Dlong-tests=true} there are more of them.
 */
class WaitingTests {

	private static final boolean LONG = Boolean.getBoolean("long-tests");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@SuppressWarnings("NullAway.Init")
	private ThreadsOfMembers threads;

	@BeforeEach
	void createThreads() {
		this.threads = new ThreadsOfMembers(this.temporary);
	}

	@AfterEach
	void closeThreads() {
		this.threads.close();
	}

	/**
	 * Each place is the number of a JVM, a class loader and a thread.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "0:0/0 1:0/0 2:0/0", "0:0/0 0:0/1", "0:0/0 0:1/0", "0:0/0 0:1/0 1:0/0" })
	void threadsThatWaitForEachOtherAreToldTheCircle(String placement) throws IOException {
		List<Place> places = Stream.of(placement.split(" ", -1)).map(this.threads::place).toList();
		for (int i = 0; i < places.size(); i++) {
			places.get(i)
				.send("acquire c" + i + " c" + (i + 1) % places.size() + " prepare-until=" + this.threads.gate());
		}
		for (int i = 0; i < places.size(); i++) {
			places.get(i).await("preparing c" + i);
		}
		this.threads.openGate();
		List<String> ends = places.stream().map(Place::awaitEnd).toList();
		assertThat(ends).anySatisfy((end) -> {
			assertThat(end).startsWith("error SharedBeanCircularDependencyException").contains("in a circle");
			IntStream.range(0, places.size()).forEach((i) -> assertThat(end).contains("'c" + i + "'"));
		});
	}

	@Test
	void longChainOfThoseWhoWaitIsNoCircle() throws IOException {
		List<Place> places = new ArrayList<>();
		for (String thread : List.of("0/0", "0/1", "1/0")) {
			for (int jvm = 0; jvm < 3; jvm++) {
				places.add(this.threads.place(jvm + ":" + thread));
			}
		}
		int last = places.size() - 1;
		places.get(last).send("acquire c" + last + " - until=" + this.threads.gate()).await("creating c" + last);
		for (int i = last - 1; i >= 0; i--) {
			places.get(i).send("acquire c" + i + " c" + (i + 1)).await("preparing c" + i);
		}
		for (Place place : places.subList(0, last)) {
			place.await("looks at the others");
		}
		// Those who create nothing wait, too, but need not look
		this.threads.member(0).send("crowd 0 100 c" + last + " waits").await("crowd", List.of("waits"));
		for (int looks = 0; looks < 3; looks++) {
			for (Place place : places.subList(0, last)) {
				place.await("looks at the others");
			}
		}
		this.threads.openGate();
		for (Place place : places) {
			assertThat(place.awaitEnd()).startsWith("acquired");
		}
		this.threads.member(0).await("crowd", List.of("done"));
		assertThat(this.threads.all())
			.allSatisfy((member) -> assertThat(member.seen()).noneMatch((event) -> event.contains(" error ")
					|| event.contains(" failed ") || event.matches("0/crowd-\\d+ looks.*")));
	}

	@Test
	void stoppedCreatorIsNamedAndItsValueSharedWhenItGoesOn() throws Exception {
		Place creator = this.threads.place("0:0/0");
		creator.send("acquire a - until=" + this.threads.gate()).await("creating a");
		signal("STOP", this.threads.member(0));
		Place patient = this.threads.place("1:0/0");
		patient.send("acquire a -");
		Place behind = this.threads.place("1:1/0");
		behind.send("acquire a - timeout=10500");
		String holder = "pid " + this.threads.member(0).pid();
		assertThat(behind.awaitEnd()).startsWith("error SharedBeanWaitTimeoutException").contains(holder, "10.5 s");
		// One thread tells for all of its JVM
		List<String> progress = this.threads.member(1)
			.seen()
			.stream()
			.filter((event) -> event.contains(" info "))
			.toList();
		assertThat(progress).hasSize(2);
		assertThat(progress.get(0)).contains("Waiting in ", "for the shared bean 'a'");
		assertThat(progress.get(1)).contains("Waiting for " + holder + " to create 'a', 10 s");
		this.threads.openGate();
		signal("CONT", this.threads.member(0));
		String value = creator.awaitGeneration();
		assertThat(patient.awaitGeneration()).isEqualTo(value);
		assertThat(behind.send("acquire a -").awaitGeneration()).isEqualTo(value);
		assertThat(this.threads.place("2:0/0").send("acquire a -").awaitGeneration()).isEqualTo(value);
	}

	@Test
	void threadsThatReleaseAtOnceLingerTogether() {
		this.threads.linger(1_000);
		Place other = this.threads.place("1:0/0");
		other.send("acquire other -").awaitGeneration();
		List<Place> places = Stream.of("0:0/0", "0:0/1", "0:0/2", "0:1/0", "0:1/1", "0:1/2")
			.map(this.threads::place)
			.toList();
		for (int i = 0; i < places.size(); i++) {
			places.get(i).send("acquire r" + i + " -").awaitGeneration();
		}
		MemberProcess ending = this.threads.member(0);
		ending.send("end").await("ended");
		places.forEach((place) -> place.send("release"));
		for (Place place : places) {
			assertThat(ending.await(place.thread(), List.of("released", "failed"))).isEqualTo("released");
		}
		assertThat(ending.seen()).filteredOn((event) -> event.contains(" destroyed r")).hasSameSizeAs(places);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 25 })
	void crowdsOfAllMembersGetWhatTheyWaitFor(int resources) throws IOException {
		int size = LONG ? 600 : 250;
		String names = String.join(",", IntStream.range(0, resources).mapToObj((i) -> "r" + i).toList());
		MemberProcess creator = this.threads.member(0);
		creator.send("crowd 0 " + resources + " " + names + " until=" + this.threads.gate());
		for (int i = 0; i < resources; i++) {
			creator.await("0/crowd-" + i, List.of("creating"));
		}
		List<MemberProcess> crowds = IntStream.range(1, 5).mapToObj(this.threads::member).toList();
		crowds.forEach((member) -> member.send("crowd 0 " + size + " " + names + " waits"));
		crowds.forEach((member) -> member.await("crowd", List.of("waits")));
		this.threads.openGate();
		creator.await("crowd", List.of("done"));
		crowds.forEach((member) -> member.await("crowd", List.of("done")));
		long created = times(List.of(creator), " created ").max().orElseThrow();
		long[] waits = times(crowds, " acquired ").map((time) -> Math.max(0, time - created)).sorted().toArray();
		assertThat(waits).hasSize(4 * size);
		assertThat(crowds).allSatisfy((member) -> assertThat(member.seen())
			.noneMatch((event) -> event.contains(" creating ") || event.contains(" error ")));
		long median = waits[waits.length / 2];
		long longest = waits[waits.length - 1];
		System.out.printf(Locale.ROOT,
				"%d waiters for %d resources: wait beyond the last creation p50 %.1f ms, longest %.1f ms, ratio %.1f%n",
				waits.length, resources, median / 1e3, longest / 1e3, longest / (double) Math.max(1, median));
	}

	@ParameterizedTest
	@CsvSource({ "500, 1", "100, 100" })
	void crowdThatWaitsCostsLittleMoreThanOneWaiter(int size, int resources) throws IOException {
		String names = String.join(",", IntStream.range(0, resources).mapToObj((i) -> "r" + i).toList());
		MemberProcess creator = this.threads.member(0);
		creator.send("crowd 0 " + resources + " " + names + " until=" + this.threads.gate());
		for (int i = 0; i < resources; i++) {
			creator.await("0/crowd-" + i, List.of("creating"));
		}
		MemberProcess one = this.threads.member(1);
		MemberProcess crowd = this.threads.member(2);
		crowd.send("crowd 0 " + size + " " + names + " waits").await("crowd", List.of("waits"));
		one.send("0/0 acquire r0 -").await("0/0", List.of("has polled 100"));
		long oneBefore = cpu(one);
		long crowdBefore = cpu(crowd);
		one.await("0/0", List.of("has polled 600"));
		long ofOne = cpu(one) - oneBefore;
		long ofCrowd = cpu(crowd) - crowdBefore;
		System.out.printf(Locale.ROOT,
				"CPU of %d waiters for %d resources %.0f ms, of one waiter %.0f ms, ratio %.1f%n", size, resources,
				ofCrowd / 1e6, ofOne / 1e6, ofCrowd / (double) ofOne);
		this.threads.openGate();
		crowd.await("crowd", List.of("done"));
		one.await("0/0", List.of("acquired"));
		// Of threads that poll each for itself, each costs as much as the one
		assertThat(ofCrowd).isLessThan(size / 10 * ofOne);
	}

	private static LongStream times(List<MemberProcess> members, String what) {
		return members.stream()
			.flatMap((member) -> member.seen().stream())
			.filter((event) -> event.contains(what))
			.mapToLong((event) -> Long.parseLong(event.substring(event.lastIndexOf(' ') + 1)));
	}

	private static long cpu(MemberProcess member) {
		return Long.parseLong(member.send("cpu").await("cpu", List.of("")));
	}

	private static void signal(String signal, MemberProcess member) throws IOException, InterruptedException {
		assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(member.pid())).inheritIO().start().waitFor())
			.isZero();
	}

}
