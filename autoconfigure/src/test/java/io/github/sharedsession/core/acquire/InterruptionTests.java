package io.github.sharedsession.core.acquire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.core.ThreadsOfMembers;
import io.github.sharedsession.core.ThreadsOfMembers.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of threads that are interrupted or out of time and of class loaders that are
 * closed, while others of the same JVM and of other JVMs go on.
 */
class InterruptionTests {

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

	@Test
	void interruptedWaitersKeepTheirFlagAndHarmNobody() throws IOException {
		Place creator = creating();
		List<Place> waiters = Stream.of("0:0/1", "0:1/0", "1:0/0", "1:0/1").map(this.threads::place).toList();
		waiters.forEach((waiter) -> waiter.send("acquire a -").awaitWaiting());
		waiters.forEach(Place::interrupt);
		for (Place waiter : waiters) {
			assertThat(waiter.awaitEnd()).startsWith("error SharedSessionEndedException")
				.contains("'a'", "the thread '" + waiter.thread() + "'", "was interrupted", "Action:")
				.endsWith("interrupted=true");
		}
		assertLocksAreIntact(creator, waiters);
	}

	@Test
	void waitersOutOfTimeHarmNobody() throws IOException {
		Place creator = creating();
		List<Place> waiters = Stream.of("0:0/1", "0:1/0", "1:0/0", "1:0/1").map(this.threads::place).toList();
		for (int i = 0; i < waiters.size(); i++) {
			waiters.get(i).send("acquire a - timeout=" + 40 * i);
		}
		for (Place waiter : waiters) {
			assertThat(waiter.awaitEnd()).startsWith("error SharedBeanWaitTimeoutException")
				.contains("'a'", "pid " + creator.member().pid(), "Action:")
				.endsWith("interrupted=false");
		}
		assertLocksAreIntact(creator, waiters);
	}

	private Place creating() {
		Place creator = this.threads.place("0:0/0");
		creator.send("acquire a - checkpoint until=" + this.threads.gate()).await("checkpointed");
		return creator;
	}

	/**
	 * Nobody can create, until the creator has ended; then all get what it has made.
	 */
	private void assertLocksAreIntact(Place creator, List<Place> waiters) throws IOException {
		for (String place : List.of("0:0/2", "1:1/0", "2:0/0")) {
			assertThat(this.threads.place(place).send("acquire a - timeout=100").awaitEnd())
				.startsWith("error SharedBeanWaitTimeoutException");
		}
		this.threads.openGate();
		String generation = creator.awaitGeneration();
		for (Place waiter : waiters) {
			assertThat(waiter.send("acquire a -").awaitGeneration()).isEqualTo(generation);
			waiter.send("release").await("released");
		}
		creator.send("release").await("released");
		endAll();
	}

	@ParameterizedTest
	@ValueSource(strings = { "throws", "wraps", "keeps-flag" })
	void interruptedCreationIsUndoneAndNobodysFailure(String how) throws IOException {
		Place creator = this.threads.place("0:0/0");
		creator.send("acquire a - checkpoint " + how + " until=" + this.threads.gate());
		String generation = creator.await("creating a").split(" ", -1)[2];
		creator.await("checkpointed");
		Place sameJvm = this.threads.place("0:1/0").send("acquire a -").awaitWaiting();
		Place otherJvm = this.threads.place("1:0/0").send("acquire a -").awaitWaiting();
		creator.interrupt();
		assertThat(creator.await("destroyed")).contains(generation);
		assertThat(creator.awaitEnd()).startsWith("error SharedSessionEndedException")
			.contains("The creation of the shared bean 'a'", "was interrupted", "Action:")
			.endsWith("interrupted=true");
		String next = sameJvm.awaitGeneration();
		assertThat(next).isNotEqualTo(generation);
		assertThat(otherJvm.awaitGeneration()).isEqualTo(next);
		assertThat(creator.send("acquire a -").awaitGeneration()).isEqualTo(next);
		assertThat(this.threads.all())
			.allSatisfy((member) -> assertThat(member.seen()).noneMatch((event) -> event.contains(" warn ")));
		for (Place place : List.of(creator, sameJvm, otherJvm)) {
			place.send("release").await("released");
		}
		endAll();
	}

	/** An interrupt may also come before the wait. */
	@Test
	void threadThatHasBeenInterruptedGetsWhatIsThere() {
		Place first = this.threads.place("0:0/0");
		String generation = first.send("acquire a -").awaitGeneration();
		Place second = this.threads.place("1:0/0");
		second.send("acquire-interrupted a -");
		assertThat(second.awaitGeneration()).isEqualTo(generation);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0 1", "1 0" })
	void openClassLoaderDestroysWhatAClosedOneHasUsed(String order) throws IOException {
		String[] loaders = order.split(" ", -1);
		for (String loader : loaders) {
			Place place = this.threads.place("0:" + loader + "/0");
			place.send("acquire a -").awaitGeneration();
			place.send("release").await("released");
		}
		MemberProcess member = this.threads.member(0);
		member.send("close 0").await("closed", List.of("0"));
		member.send("end").await("ended");
		assertThat(member.seen()).filteredOn((event) -> event.contains(" destroyed "))
			.singleElement()
			.asString()
			.endsWith("by 1");
		assertThat(this.threads.files()).containsExactly("lock");
	}

	private void endAll() throws IOException {
		this.threads.all().forEach((member) -> member.send("end").await("ended"));
		assertThat(this.threads.files()).containsExactly("lock");
	}

}
