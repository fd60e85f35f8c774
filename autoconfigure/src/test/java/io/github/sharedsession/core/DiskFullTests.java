package io.github.sharedsession.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A disk that is full or read-only, at each step in turn.
 */
class DiskFullTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@AfterEach
	void end() {
		JvmEnd.run();
		JvmEnd.reset();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void eachWriteThatFailsIsAnErrorThatNamesItsFileAndDoublesNothing(boolean forEver) {
		int failures = 0;
		int errors = 0;
		for (int step = 1; failures == step - 1; step++) {
			Path root = this.temporary.resolve("root " + step);
			FullDisk disk = new FullDisk(step, forEver);
			LocalMember member = new LocalMember(root, "build", disk);
			errors += acquireOnFullDisk(member, root);
			member.end();
			failures += Math.min(1, disk.failures);
			LocalMember next = new LocalMember(root, "build");
			next.acquire(Set.of("checkpoint", "needs c"), "b", "a");
			next.end();
			assertNothingDoubledOrLeft(step, member, next);
			assertThat(next.files()).as("after step " + step).containsExactly("lock");
		}
		assertThat(failures).isGreaterThan(20);
		assertThat(errors).isGreaterThan(10);
	}

	private static int acquireOnFullDisk(LocalMember member, Path root) {
		try {
			member.acquire(Set.of("checkpoint", "needs c"), "b", "a");
			return 0;
		}
		catch (SharedSessionException ex) {
			assertThat(ex).isInstanceOf(SharedSessionDirectoryException.class)
				.hasMessageContaining(root + "/")
				.hasMessageContaining("No space left on device")
				.hasMessageContaining("Action:");
			return 1;
		}
	}

	/** Whatever was created was destroyed, and before it was created again. */
	private static void assertNothingDoubledOrLeft(int step, LocalMember... members) {
		List<String> events = Arrays.stream(members)
			.flatMap((member) -> member.events().stream())
			.filter((event) -> event.startsWith("creating ") || event.startsWith("destroyed "))
			.toList();
		for (String name : List.of("a-", "b-", "c-")) {
			String alive = null;
			for (String event : events) {
				String generation = event.substring(event.indexOf(' ') + 1);
				if (!generation.startsWith(name)) {
					continue;
				}
				if (event.startsWith("creating ")) {
					assertThat(alive).as("step %s: %s", step, events).isNull();
					alive = generation;
				}
				else if (generation.equals(alive)) {
					alive = null;
				}
			}
			assertThat(alive).as("step %s: %s", step, events).isNull();
		}
	}

	@Test
	void failureThatCanNotBeRecordedIsRaisedAndUndoneAllTheSame() {
		Path root = this.temporary.resolve("root");
		LocalMember member = new LocalMember(root, "build", (store) -> new DecoratedStore(store, (name) -> {
			if (name.endsWith("/failure")) {
				throw new UncheckedIOException("Can't write " + name, new IOException("No space left on device"));
			}
		}));
		assertThatExceptionOfType(SharedBeanCreationException.class)
			.isThrownBy(() -> member.acquire(Set.of("checkpoint", "throw"), "a"))
			.withMessageContaining("no luck with a")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
		assertThat(member.events("destroyed")).hasSize(1);
		member.acquire("a");
		assertThat(member.end().files()).containsExactly("lock");
	}

	@Test
	void joinerOnAFullDiskHarmsNobody() {
		Path root = this.temporary.resolve("root");
		try (MemberProcess creator = MemberProcess.start(root, "build")) {
			String value = creator.send("acquire a -").await("acquired a");
			int failures = 0;
			for (int step = 1; failures == step - 1; step++) {
				FullDisk disk = new FullDisk(step, true);
				LocalMember member = new LocalMember(root, "build", disk);
				try {
					assertThat(member.acquire("a")).isEqualTo(value);
				}
				catch (SharedSessionDirectoryException ex) {
					assertThat(ex).hasMessageContaining("No space left on device");
				}
				failures += Math.min(1, disk.failures);
				assertThat(member.end().events("destroyed")).isEmpty();
				LocalMember next = new LocalMember(root, "build");
				assertThat(next.acquire("a")).isEqualTo(value);
				assertThat(next.end().events("creating")).isEmpty();
			}
			assertThat(failures).isGreaterThan(3);
			assertThat(creator.end().seen()).contains("destroyed " + value);
			assertThat(LocalMember.files(root)).containsExactly("lock");
		}
	}

	@Test
	void realDiskThatIsFullIsAnErrorUntilItHasSpace() throws Exception {
		Path disk = Files.createDirectory(this.temporary.resolve("disk"));
		assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "none", disk.toString()), "Only root can mount");
		try {
			Path root = disk.resolve("root");
			LocalMember member = new LocalMember(root, "build");
			member.acquire("a");
			Path filler = disk.resolve("filler");
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> Files.write(filler, new byte[1024 * 1024]));
			assertThatExceptionOfType(SharedSessionDirectoryException.class)
				.isThrownBy(() -> member.acquire(Set.of("checkpoint"), "b", "a"))
				.withMessageContaining(root + "/")
				.withMessageContaining("No space left on device");
			assertThat(member.events("creating b")).hasSameSizeAs(member.events("destroyed b"));
			Files.delete(filler);
			member.acquire(Set.of("checkpoint"), "b", "a");
			Files.write(disk.resolve("small filler"), new byte[4096]);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> Files.write(filler, new byte[1024 * 1024]));
			// A rename needs no space
			member.end();
			assertThat(member.events("destroyed")).hasSameSizeAs(member.events("creating"));
			assertThat(member.files()).containsExactly("lock");
		}
		finally {
			assertThat(run("umount", disk.toString())).isTrue();
		}
	}

	@Test
	void realDiskThatBecomesReadOnlyKeepsTheRecordForLater() throws Exception {
		Path disk = Files.createDirectory(this.temporary.resolve("disk"));
		assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk.toString()), "Only root can mount");
		try {
			Path root = disk.resolve("root");
			LocalMember member = new LocalMember(root, "build");
			String value = member.acquire("a");
			// A lock file is open for writing, so that only a killed member lets go
			try (MemberProcess killed = MemberProcess.start(root, "another build")) {
				killed.send("acquire b -").await("acquired b");
				killed.kill();
			}
			member.end();
			assertThat(member.events("destroyed")).containsExactly("destroyed " + value);
			assumeTrue(run("mount", "-o", "remount,ro", disk.toString()), "The disk is in use");
			LocalMember next = new LocalMember(root, "build");
			assertThatExceptionOfType(SharedSessionDirectoryException.class).isThrownBy(() -> next.acquire("b"))
				.withMessageContaining(root.toString())
				.withMessageContaining("Read-only file system")
				.withMessageContaining("Action:");
			assertThat(next.events("creating")).isEmpty();
			assertThat(run("mount", "-o", "remount,rw", disk.toString())).isTrue();
			next.acquire("b");
			assertThat(next.events("destroyed b")).hasSize(1);
			assertThat(next.end().files()).containsExactly("lock");
		}
		finally {
			assertThat(run("umount", disk.toString())).isTrue();
		}
	}

	private static boolean run(String... command) throws Exception {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Fails one step that needs space, or that one and all later ones.
	 */
	private static final class FullDisk implements UnaryOperator<Store> {

		private final int failing;

		private final boolean forEver;

		private int steps;

		private int failures;

		FullDisk(int failing, boolean forEver) {
			this.failing = failing;
			this.forEver = forEver;
		}

		@Override
		public Store apply(Store store) {
			return new DecoratedStore(store, this::step);
		}

		private void step(String name) {
			this.steps++;
			if (this.steps == this.failing || (this.forEver && this.steps > this.failing)) {
				this.failures++;
				throw new UncheckedIOException("Can't write " + name, new IOException("No space left on device"));
			}
		}

	}

}
