package io.github.sharedsession.coordinator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.sharedsession.SessionLock;
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
		assertThat(this.files.counts()).isEqualTo(Map.of("list", 2, "look", 20, "open", 4));
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
			.isEqualTo(Map.of("delete", 1, "list", 1, "look", 46, "make directory", 2, "move", 2, "open", 10));
	}

	@Test
	void releaseOfWhatOthersUseLeavesItAlone() {
		assertThat(countRelease("theirs")).isEqualTo(Map.of("look", 4, "open", 2));
	}

	@Test
	void releaseOfWhatNobodyUsesTearsItDown() {
		assertThat(countRelease("own")).isEqualTo(Map.of("delete", 1, "look", 23, "move", 1, "open", 7));
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

	private static final class PlainRecipe implements Recipe {

		@Override
		public Created create(CreationContext creation) {
			return new Created("value".getBytes(StandardCharsets.UTF_8), RecordedProperties.none());
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
