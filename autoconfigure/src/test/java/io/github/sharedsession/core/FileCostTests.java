package io.github.sharedsession.core;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.SessionLock;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.PortNotes;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.store.CountingFileSystem;
import io.github.sharedsession.toolkit.SessionTools;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often files are touched, which no other load of the machine changes. A figure that
 * falls is to be written down here; one that rises needs a reason.
 */
class FileCostTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path root;

	private final CountingFileSystem files = new CountingFileSystem();

	private final List<MemberProcess> others = new ArrayList<>();

	private String value = "value";

	@SuppressWarnings("NullAway.Init")
	private Coordinator coordinator;

	@BeforeEach
	void enter() {
		other("build").send("acquire theirs -").await("acquired");
		this.coordinator = new Coordinator(new SessionSettings(this.files.of(this.root), "build", Duration.ZERO),
				new SilentLog());
		// Entering the session is paid for once
		acquire("first");
		this.files.counts();
	}

	@AfterEach
	void end() {
		JvmEnd.run();
		JvmEnd.reset();
		this.others.forEach(MemberProcess::close);
	}

	private MemberProcess other(String session) {
		MemberProcess other = MemberProcess.start(this.root, session);
		this.others.add(other);
		return other;
	}

	private void acquire(String name) {
		JvmEnd.onEndCloseContexts(use(name)::close);
	}

	private Use use(String name) {
		return this.coordinator.acquire(new ResourceRequest(MemberMain.key(name), name, "Test." + name + "()",
				Duration.ofSeconds(10), new PlainRecipe()));
	}

	/** What it costs to give back, after the first resource of the JVM. */
	private Map<String, Integer> countRelease(String name) {
		Use use = use(name);
		Map<String, Integer> counts = new TreeMap<>();
		JvmEnd.onEndCloseContexts(() -> {
			this.files.counts();
			use.close();
			counts.putAll(this.files.counts());
		});
		JvmEnd.run();
		return counts;
	}

	@Test
	void joinLooksAndReads() {
		acquire("theirs");
		assertThat(this.files.counts()).isEqualTo(Map.of("list", 1, "look", 17, "open", 4));
	}

	@Test
	void joinListsNothingWhenNoSessionCameOrWentOfLate() throws IOException {
		Files.setLastModifiedTime(this.root, FileTime.from(Instant.now().minusSeconds(10)));
		acquire("own");
		this.files.counts();
		acquire("theirs");
		assertThat(this.files.counts()).isEqualTo(Map.of("look", 17, "open", 4));
	}

	@Test
	void nextUseOfALeaseTouchesNothing() {
		acquire("theirs");
		this.files.counts();
		use("theirs").close();
		assertThat(this.files.counts()).isEmpty();
	}

	@Test
	void creationWritesItsRecords() {
		acquire("own");
		assertThat(this.files.counts())
			.isEqualTo(Map.of("delete", 1, "list", 1, "look", 34, "make directory", 2, "move", 2, "open", 10));
	}

	@Test
	void creationOfWhatServesAPortTakesNoMoreUntilThePortHasBeenLookedFor() throws Exception {
		acquire("plain");
		Map<String, Integer> plain = this.files.counts();
		CountDownLatch looks = new CountDownLatch(1);
		PortNotes.LOOKS.execute(new FutureTask<>(() -> looks.await(60, TimeUnit.SECONDS)));
		try (ServerSocket socket = new ServerSocket(0)) {
			this.value = "localhost:" + socket.getLocalPort();
			acquire("served");
			assertThat(this.files.counts()).isEqualTo(plain);
			looks.countDown();
			awaitLooks();
			assertThat(this.files.counts()).isEqualTo(Map.of("move", 1, "open", 2));
		}
	}

	@Test
	void sessionIsLeftBeforeThePortHasBeenLookedFor() throws Exception {
		CountDownLatch looks = new CountDownLatch(1);
		PortNotes.LOOKS.execute(new FutureTask<>(() -> looks.await(60, TimeUnit.SECONDS)));
		try (ServerSocket socket = new ServerSocket(0)) {
			this.value = "localhost:" + socket.getLocalPort();
			acquire("served");
			JvmEnd.run();
			assertThat(LocalMember.files(this.root)).noneMatch((file) -> file.matches(".*/served.*/value"));
			this.files.counts();
			looks.countDown();
			awaitLooks();
			assertThat(this.files.counts()).isEmpty();
		}
	}

	@Test
	void threadThatLooksForPortsKeepsNoJvmAlive() throws Exception {
		assertThat(PortNotes.LOOKS.submit(() -> Thread.currentThread().isDaemon()).get(60, TimeUnit.SECONDS)).isTrue();
	}

	private static void awaitLooks() throws Exception {
		PortNotes.LOOKS.submit(() -> {
		}).get(60, TimeUnit.SECONDS);
	}

	@Test
	void releaseOfWhatOthersUseLeavesItAlone() {
		assertThat(countRelease("theirs")).isEqualTo(Map.of("look", 4, "open", 2));
	}

	@Test
	void releaseOfWhatNobodyUsesTearsItDown() {
		assertThat(countRelease("own")).isEqualTo(Map.of("delete", 1, "look", 12, "move", 1, "open", 6));
	}

	@Test
	void leaveOfTheLastMemberListsTheResourcesOnce() {
		this.others.get(0).end();
		JvmEnd.onEndCloseResources(this.files::counts);
		JvmEnd.run();
		assertThat(this.files.counts()).isEqualTo(Map.of("delete", 21, "list", 12, "look", 50, "open", 4));
	}

	@Test
	void joinCostsTheSameHoweverMuchThereIs() {
		acquire("theirs");
		Map<String, Integer> alone = this.files.counts();
		MemberProcess other = this.others.get(0);
		for (int i = 0; i < 30; i++) {
			other.send("acquire more" + i + " -").await("acquired");
		}
		for (int i = 0; i < 3; i++) {
			other("build").send("acquire theirs -").await("acquired");
			// Builds that have nothing to do with this one
			other("build " + i).send("acquire foreign -").await("acquired");
		}
		acquire("more0");
		this.files.counts();
		acquire("more1");
		Map<String, Integer> counts = this.files.counts();
		// One for each other build
		counts.merge("look", -3, Integer::sum);
		assertThat(counts).isEqualTo(alone);
	}

	@Test
	@SuppressWarnings("try")
	void lockIsTakenAndGivenBack() {
		SessionTools tools = new SessionTools(this.coordinator, Duration.ofSeconds(10));
		tools.lock("a").close();
		this.files.counts();
		try (SessionLock lock = tools.lock("a")) {
			assertThat(this.files.counts()).isEqualTo(Map.of("look", 4));
		}
		assertThat(this.files.counts()).isEqualTo(Map.of("look", 1));
	}

	private final class PlainRecipe implements Recipe {

		@Override
		public Created create(CreationContext creation) {
			return new Created(FileCostTests.this.value.getBytes(StandardCharsets.UTF_8), RecordedProperties.none());
		}

		@Override
		public void destroy(byte[] value) {
		}

	}

	private static final class SilentLog implements SessionLog {

		@Override
		public void info(String message) {
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
			throw new AssertionError(message, cause);
		}

		@Override
		public void account(String account) {
		}

	}

}
