package io.github.sharedsession.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.core.session.JvmEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Lock files and whole directories that are removed or replaced while they are in use:
 * nobody may end with a second live resource that nobody notices.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileLocksTests {

	private static final String RESOURCE = "s-[^/]*/resources/a_[^/]*/[^/]*";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@SuppressWarnings("NullAway.Init")
	private Path root;

	@SuppressWarnings("NullAway.Init")
	private Path foreign;

	private final List<MemberProcess> members = new ArrayList<>();

	@BeforeEach
	void makeForeignFile() throws IOException {
		this.root = this.temporary.resolve("root");
		this.foreign = Files.writeString(this.temporary.resolve("foreign"), "precious");
	}

	@AfterEach
	void end() {
		JvmEnd.run();
		JvmEnd.reset();
		this.members.forEach(MemberProcess::close);
		assertThat(this.foreign).hasContent("precious");
	}

	@ParameterizedTest
	@CsvSource({ "lock, ", "s-[^/]*/members, ", "s-[^/]*/active, ", "mutex, a", "members, a" })
	void lockFileThatIsSomethingElseIsAnErrorThatNamesIt(String name, String resource) throws IOException {
		LocalMember first = new LocalMember(this.root, "build");
		first.acquire("kept");
		first.acquire("a");
		for (Damage damage : List.of(Damage.DIRECTORY, Damage.LINK_TO_COPY, Damage.LINK_TO_FOREIGN_FILE,
				Damage.DANGLING_LINK, Damage.PIPE)) {
			Path copy = this.temporary.resolve(damage.name());
			copy(this.root, copy);
			Path file = find(copy, (resource != null) ? RESOURCE + "/" + name : name);
			damage.apply(file, this.foreign);
			LocalMember member = new LocalMember(copy, "build");
			assertThatExceptionOfType(SharedSessionException.class).as(damage.name())
				.isThrownBy(() -> member.acquire("a"))
				.withMessageContaining(file.toString())
				.withMessageContaining("Action:");
			assertThat(member.events("creating")).isEmpty();
			assertThat(member.events("destroyed")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "lock", "s-[^/]*/members", "s-[^/]*/active", RESOURCE + "/mutex", RESOURCE + "/members" })
	void lockFileThatIsReplacedWhileInUseStopsNoEnd(String pattern) throws IOException {
		for (Damage damage : List.of(Damage.EMPTY, Damage.DIRECTORY, Damage.LINK_TO_FOREIGN_FILE, Damage.PIPE)) {
			Path directory = this.temporary.resolve(damage.name());
			LocalMember member = new LocalMember(directory, "build");
			String value = member.acquire("a");
			Path file = find(directory, pattern);
			damage.apply(file, this.foreign);
			member.end();
			if (damage == Damage.EMPTY) {
				assertThat(member.events("destroyed")).containsExactly("destroyed " + value);
				assertThat(member.files()).containsExactly("lock");
			}
			else if (member.events("destroyed").isEmpty()) {
				assertThat(member.events("warn")).anyMatch((event) -> event.contains(file.toString()));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "mutex", "members", "both", "resource", "session", "root" })
	void whatIsRemovedDuringACreationLeavesNothingThatLives(String what) throws IOException {
		LocalMember member = new LocalMember(this.root, "build");
		member.duringCreation(() -> remove(what));
		assertThatExceptionOfType(SharedSessionDirectoryException.class).isThrownBy(() -> member.acquire("a"))
			.withMessageContaining(this.root.toString())
			.withMessageContaining("removed or replaced")
			.withMessageContaining("Action:");
		assertThat(member.events("creating")).hasSize(1);
		assertThat(member.events("destroyed"))
			.containsExactly(member.events("creating").get(0).replace("creating", "destroyed"));
		member.end();
		LocalMember next = new LocalMember(this.root, "build");
		assertThat(next.acquire("a")).isNotEmpty();
		assertThat(next.end().files()).containsExactly("lock");
	}

	private void remove(String what) {
		try {
			Path resource = find(this.root, RESOURCE);
			switch (what) {
				case "both" -> {
					Files.delete(resource.resolve("mutex"));
					Files.delete(resource.resolve("members"));
				}
				case "resource" -> Damage.delete(resource);
				case "session" -> Damage.delete(find(this.root, "s-[^/]*"));
				case "root" -> Damage.delete(this.root);
				default -> Files.delete(resource.resolve(what));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void mutexThatIsRemovedBeforeTheCreationBeginsMakesNoSecondCreator() throws IOException {
		MemberProcess creator = start("build").send("acquire a - wait");
		creator.await("preparing a");
		Files.delete(find(this.root, RESOURCE + "/mutex"));
		MemberProcess second = start("build").send("acquire a -");
		// Only the members lock keeps it out now
		Path mutex = this.root.relativize(find(this.root, RESOURCE)).resolve("mutex");
		while (!Files.exists(this.root.resolve(mutex))) {
			Thread.onSpinWait();
		}
		creator.send("go");
		assertThat(creator.await("error")).startsWith("SharedSessionDirectoryException").contains("mutex", "Action:");
		assertThat(creator.seen()).noneMatch((event) -> event.startsWith("creating"));
		second.await("acquired a");
	}

	@Test
	void membersOfAResourceThatAreRemovedWhileInUseAreNoticedByTheNextAndTornDownByTheLast() throws IOException {
		MemberProcess user = start("build").send("acquire a -");
		String value = user.await("acquired a");
		MemberProcess secondUser = start("build").send("acquire a -");
		secondUser.await("acquired a");
		Path file = find(this.root, RESOURCE + "/members");
		Files.delete(file);
		for (String session : List.of("build", "build")) {
			LocalMember next = new LocalMember(this.root, session);
			assertThatExceptionOfType(SharedSessionDirectoryException.class).isThrownBy(() -> next.acquire("a"))
				.withMessageContaining(file.toString())
				.withMessageContaining("has been removed");
			assertThat(next.end().events("creating")).isEmpty();
		}
		assertThat(user.end().seen()).noneMatch((event) -> event.startsWith("destroyed"))
			.anyMatch((event) -> event.startsWith("warn") && event.contains("removed or replaced"));
		assertThat(secondUser.end().seen()).contains("destroyed " + value);
		assertThat(LocalMember.files(this.root)).containsExactly("lock");
	}

	@Test
	void membersOfASessionThatAreRemovedWhileInUseLetNobodyTearDown() throws IOException {
		MemberProcess user = start("build").send("acquire a -");
		String value = user.await("acquired a");
		Path file = find(this.root, "s-[^/]*/members");
		Files.delete(file);
		LocalMember sameBuild = new LocalMember(this.root, "build");
		assertThatExceptionOfType(SharedSessionDirectoryException.class).isThrownBy(() -> sameBuild.acquire("a"))
			.withMessageContaining(file.toString())
			.withMessageContaining("has been removed");
		LocalMember otherBuild = new LocalMember(this.root, "another build");
		otherBuild.acquire("a");
		assertThat(otherBuild.events("destroyed")).isEmpty();
		assertThat(otherBuild.events("warn")).singleElement().asString().contains(file.toString());
		otherBuild.end();
		assertThat(user.send("acquire b -").await("error")).startsWith("SharedSessionDirectoryException")
			.contains(file.toString(), "removed or replaced");
		assertThat(user.end().seen()).contains("destroyed " + value);
		assertThat(LocalMember.files(this.root)).containsExactly("lock");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void sessionOrRootThatIsRemovedWhileInUseIsNoticedByAllAndTornDownByTheLast(boolean wholeRoot) throws IOException {
		MemberProcess user = start("build").send("acquire a -");
		String value = user.await("acquired a");
		LocalMember local = new LocalMember(this.root, "build");
		assertThat(local.acquire("a")).isEqualTo(value);
		Damage.delete(wholeRoot ? this.root : find(this.root, "s-[^/]*"));
		assertThat(local.acquire("a")).as("a second context of this JVM").isEqualTo(value);
		assertThatExceptionOfType(SharedSessionDirectoryException.class).isThrownBy(() -> local.acquire("b"))
			.withMessageContaining("members")
			.withMessageContaining("removed or replaced");
		assertThat(user.end().seen()).noneMatch((event) -> event.startsWith("destroyed"))
			.anyMatch((event) -> event.startsWith("warn") && event.contains("removed or replaced"));
		local.end();
		assertThat(local.events("warn")).anyMatch((event) -> event.contains("removed or replaced"));
		assertThat(local.events("destroyed")).containsExactly("destroyed " + value);
		LocalMember next = new LocalMember(this.root, "build");
		next.acquire("a");
		assertThat(next.end().files()).containsExactly("lock");
	}

	@Test
	void entrantAfterTheRemovalOfTheSessionHasItsOwnAndTheFormerOneSaysSo() throws IOException {
		LocalMember former = new LocalMember(this.root, "build");
		String value = former.acquire("a");
		Damage.delete(find(this.root, "s-[^/]*"));
		MemberProcess entrant = start("build").send("acquire a -");
		String own = entrant.await("acquired a");
		assertThat(own).isNotEqualTo(value);
		former.end();
		assertThat(former.events("warn")).anyMatch((event) -> event.contains("removed or replaced"));
		assertThat(former.events("destroyed")).noneMatch((event) -> event.contains(own));
		assertThat(entrant.end().seen()).contains("destroyed " + own);
		assertThat(LocalMember.files(this.root)).containsExactly("lock");
	}

	private MemberProcess start(String session) {
		MemberProcess member = MemberProcess.start(this.root, session);
		this.members.add(member);
		return member;
	}

	private static Path find(Path root, String pattern) throws IOException {
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((file) -> root.relativize(file).toString().matches(pattern))
				.findFirst()
				.orElseThrow(() -> new AssertionError(pattern));
		}
	}

	private static void copy(Path source, Path target) throws IOException {
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.toList()) {
				// Not opened: closing a lock file would drop the lock of this JVM
				if (Files.isDirectory(file)) {
					Files.createDirectory(target.resolve(source.relativize(file)));
				}
				else {
					Files.createFile(target.resolve(source.relativize(file)));
				}
			}
		}
	}

}
