package io.github.sharedsession.core.event;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.sharedsession.core.DecoratedStore;
import io.github.sharedsession.core.LocalMember;
import io.github.sharedsession.core.MemberMain;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs an acquisition that events are written down.
 */
class EventCostTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path root;

	@SuppressWarnings("NullAway.Init")
	private MemberProcess other;

	private final List<String> operations = new ArrayList<>();

	@BeforeEach
	void start() {
		this.other = MemberProcess.start(this.root, "build");
	}

	@AfterEach
	void end() {
		this.other.close();
	}

	private LocalMember member(UnaryOperator<Store> decorator) {
		return new LocalMember(this.root, "build", decorator);
	}

	private long eventOperations() {
		return this.operations.stream().filter((operation) -> operation.contains("/events/")).count();
	}

	@Test
	void joinTakesOneAppendAndCreationTwo() {
		this.other.send("acquire theirs -").await("acquired");
		LocalMember member = member((store) -> new CountingStore(store, this.operations, true));
		member.acquire("own");
		// The line of entering the session is not the acquisition's
		assertThat(eventOperations()).isEqualTo(1 + 2);
		this.operations.clear();
		member.acquire("theirs");
		assertThat(eventOperations()).isEqualTo(1);
		this.operations.clear();
		member.acquire("next");
		assertThat(eventOperations()).isEqualTo(2);
		this.operations.clear();
		member.acquire("theirs");
		assertThat(eventOperations()).isZero();
		member.end();
	}

	@Test
	void joinIsWrittenDownWhenOthersMayGoOn() {
		this.other.send("acquire theirs -").await("acquired");
		ResourceKey key = MemberMain.key("theirs");
		String mutex = "/resources/" + key.definition() + "/" + key.fingerprint() + "/mutex";
		List<Boolean> held = new ArrayList<>();
		LocalMember member = member((store) -> new DecoratedStore(store, (path) -> {
		}) {

			@Override
			public void append(String name, byte[] content) {
				if (new String(content, StandardCharsets.UTF_8).contains(EventType.REUSED.name())) {
					held.add(store.lock(name.substring(0, name.indexOf('/')) + mutex).isHeld());
				}
				super.append(name, content);
			}

		});
		member.acquire("theirs");
		assertThat(held).containsExactly(false);
		member.end();
	}

	/** Prints what it has found: the figure is for people, the limit for accidents. */
	@Test
	@Tag("long")
	void acquisitionTakesLittleLongerThanWithoutEvents() {
		int resources = 300;
		for (int i = 0; i < resources * 2; i++) {
			this.other.send("acquire r" + i + " -").await("acquired");
		}
		long[] nanos = new long[2];
		for (int round = 0; round < 10; round++) {
			for (int kind = 0; kind < 2; kind++) {
				boolean events = (kind + round) % 2 == 0;
				LocalMember member = member((store) -> new CountingStore(store, new ArrayList<>(), events));
				member.acquire("warm-up");
				long start = System.nanoTime();
				for (int i = 0; i < resources; i++) {
					member.acquire("r" + (i + (events ? 0 : resources)));
				}
				// The first rounds are for the compiler
				nanos[events ? 1 : 0] += (round >= 4) ? System.nanoTime() - start : 0;
				member.end();
			}
		}
		System.out.printf("Acquisition without events %d us, with events %d us%n",
				TimeUnit.NANOSECONDS.toMicros(nanos[0]) / (6L * resources),
				TimeUnit.NANOSECONDS.toMicros(nanos[1]) / (6L * resources));
		assertThat((double) nanos[1] / nanos[0]).isLessThan(1.5);
	}

	private static final class CountingStore extends DecoratedStore {

		private final List<String> operations;

		private final boolean events;

		CountingStore(Store store, List<String> operations, boolean events) {
			super(store, operations::add);
			this.operations = operations;
			this.events = events;
		}

		@Override
		public void append(String name, byte[] content) {
			if (this.events || !name.contains("/events/")) {
				super.append(name, content);
			}
		}

		@Override
		public byte @Nullable [] read(String name) {
			this.operations.add(name);
			return super.read(name);
		}

		@Override
		public List<String> list(String directory) {
			this.operations.add(directory);
			return super.list(directory);
		}

		@Override
		public boolean exists(String name) {
			this.operations.add(name);
			return super.exists(name);
		}

		@Override
		public boolean hasSingleDirectory(String directory) {
			this.operations.add(directory);
			return super.hasSingleDirectory(directory);
		}

	}

}
