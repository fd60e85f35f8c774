package io.github.sharedsession.core.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedSessionHostStartException;
import io.github.sharedsession.core.DecoratedStore;
import io.github.sharedsession.core.LocalMember;
import io.github.sharedsession.core.MemberMain;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.HostLauncher;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.ResourceRequest.ServerRequest;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.resource.DisposingRecipe;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.store.FileStore;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * An acquisition that fails, over a store that fails while it is cleaned up after: the
 * first error is told, and no lock stays held.
 */
class CleanUpTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path root;

	@ParameterizedTest
	@ValueSource(strings = { "/resources/.*/requests/.*", "/resources/.*/members", "/hosts/f/launch" })
	void hostedResourceThatIsGivenUp(String failing) throws IOException {
		Pattern pattern = Pattern.compile(".*" + failing);
		FailingStore store = new FailingStore(this.root, (name) -> pattern.matcher(name).matches());
		Coordinator coordinator = new Coordinator(new SessionSettings(this.root, "test", Duration.ZERO), new NoLog(),
				() -> store);
		ResourceRequest request = new ResourceRequest(MemberMain.key("a"), "a", "Test.a()", Duration.ofSeconds(10),
				new DisposingRecipe(), new ServerRequest(new byte[0], new NoLauncher()));
		SharedSessionHostStartException first = catchThrowableOfType(SharedSessionHostStartException.class,
				() -> coordinator.acquire(request));
		assertThat(first).hasMessageContaining("no such program");
		assertThat(first.getSuppressed()).hasSize(1);
		assertThatLockIsFree("mutex");
		JvmEnd.run();
		JvmEnd.reset();
	}

	@Test
	void creationThatThrows() throws IOException {
		LocalMember member = new LocalMember(this.root, "test", (store) -> new FailingStore(store,
				(name) -> name.contains("/resources/") && name.endsWith("/members")));
		SharedBeanCreationException first = catchThrowableOfType(SharedBeanCreationException.class,
				() -> member.acquire(Set.of("throw"), "a"));
		assertThat(first).hasMessageContaining("no luck with a");
		assertThat(first.getSuppressed()).hasSize(1);
		assertThatLockIsFree("mutex");
		member.end();
	}

	@Test
	void allStepsAreDoneAndTheFirstErrorIsThrown() {
		StringBuilder done = new StringBuilder();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> CleanUp.run(null, () -> {
			done.append(1);
			throw new IllegalStateException("first");
		}, () -> {
			done.append(2);
			throw new IllegalArgumentException("second");
		}, () -> done.append(3))).withMessage("first").satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
		assertThat(done).hasToString("123");
	}

	/** A JVM that holds a lock already is refused it by the JDK. */
	private void assertThatLockIsFree(String name) throws IOException {
		try (Stream<Path> files = Files.walk(this.root)) {
			List<Path> locks = files.filter((file) -> file.toString().contains("/resources/") && file.endsWith(name))
				.toList();
			assertThat(locks).hasSize(1);
			try (FileChannel channel = FileChannel.open(locks.get(0), StandardOpenOption.WRITE)) {
				assertThat(channel.tryLock()).isNotNull();
			}
		}
	}

	/** Can't delete some files, nor close some locks without an error. */
	private static final class FailingStore extends DecoratedStore {

		private final Predicate<String> failing;

		FailingStore(Path root, Predicate<String> failing) {
			this(FileStore.open(root, (warning) -> {
			}), failing);
		}

		FailingStore(Store store, Predicate<String> failing) {
			super(store, (name) -> {
			});
			this.failing = failing;
		}

		@Override
		public void delete(String name) {
			if (this.failing.test(name)) {
				throw new UncheckedIOException(new IOException("can't delete"));
			}
			super.delete(name);
		}

		@Override
		public StoreLock lock(String name) {
			StoreLock lock = super.lock(name);
			return this.failing.test(name) ? new FailingLock(lock) : lock;
		}

	}

	private record FailingLock(StoreLock lock) implements StoreLock {

		@Override
		public boolean tryExclusive() {
			return this.lock.tryExclusive();
		}

		@Override
		public boolean tryShared() {
			return this.lock.tryShared();
		}

		@Override
		public boolean isHeld() {
			return this.lock.isHeld();
		}

		@Override
		public boolean exists() {
			return this.lock.exists();
		}

		@Override
		public void release() {
			this.lock.release();
		}

		@Override
		public void close() {
			boolean held = this.lock.isHeld();
			this.lock.close();
			if (held) {
				throw new UncheckedIOException(new IOException("can't close"));
			}
		}

	}

	private static final class NoLauncher implements HostLauncher {

		@Override
		public String fingerprint() {
			return "f";
		}

		@Override
		public Process launch(Launch launch) throws IOException {
			throw new IOException("no such program");
		}

	}

	private static final class NoLog implements SessionLog {

		@Override
		public void info(String message) {
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
		}

		@Override
		public void account(String account) {
		}

	}

}
