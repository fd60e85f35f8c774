package io.github.sharedsession.core.acquire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sharedsession.core.DecoratedStore;
import io.github.sharedsession.core.LocalMember;
import io.github.sharedsession.core.MemberMain;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.core.process.SessionIdentity;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.store.FileStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What killed members of other builds have left, whatever the clock says.
 */
class LeftoversTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@SuppressWarnings("NullAway.Init")
	private Path root;

	private final List<MemberProcess> members = new ArrayList<>();

	@BeforeEach
	void setRoot() {
		this.root = this.temporary.resolve("root");
	}

	@AfterEach
	void end() {
		JvmEnd.run();
		JvmEnd.reset();
		this.members.forEach(MemberProcess::close);
	}

	@Test
	void checkpointOfAKilledBuildIsUndoneByTheNextBuild() {
		MemberProcess killed = start("killed").send("acquire a - checkpoint block");
		String generation = killed.await("creating a");
		killed.await("checkpointed a");
		killed.kill();
		LocalMember next = new LocalMember(this.root, "next");
		next.acquire("a");
		assertThat(next.events()).first().isEqualTo("destroyed a-" + generation);
		assertThat(next.end().files()).containsExactly("lock");
	}

	@Test
	void creationThatAKilledBuildHadRecordedNothingOfIsReportedByTheNextBuild() {
		MemberProcess killed = start("killed").send("acquire a - block");
		killed.await("creating a");
		killed.kill();
		LocalMember next = new LocalMember(this.root, "next");
		next.acquire("a");
		assertThat(next.events()).first()
			.asString()
			.startsWith("warn")
			.contains("'a'", "Test.a()", "pid " + killed.pid(), "may have left something");
		assertThat(next.end().files()).containsExactly("lock");
	}

	@Test
	void eachBeanOfAKilledBuildIsTornDownByWhoNeedsThatBean() {
		MemberProcess killed = start("killed");
		String a = killed.send("acquire a -").await("acquired a");
		String b = killed.send("acquire b -").await("acquired b");
		killed.kill();
		LocalMember next = new LocalMember(this.root, "next");
		next.acquire("a");
		assertThat(next.events("destroyed")).containsExactly("destroyed " + a);
		next.acquire("b");
		assertThat(next.events("destroyed")).containsExactly("destroyed " + a, "destroyed " + b);
		assertThat(next.end().files()).containsExactly("lock");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void otherFingerprintInALivingSessionIsTornDown(boolean used) throws IOException {
		MemberProcess living = start("build");
		living.send("acquire " + (used ? "a" : "b") + " -").await("acquired");
		MemberProcess killed = start("build");
		String former = killed.send("acquire c -").await("acquired c");
		killed.kill();
		LocalMember member = new LocalMember(this.root, "build");
		member.acquire("d");
		try (Stream<Path> files = Files.list(this.root)) {
			Path resources = files.map((file) -> file.resolve("resources"))
				.filter(Files::exists)
				.findFirst()
				.orElseThrow();
			Path definition = resources.resolve(MemberMain.key("a").definition());
			Files.createDirectories(definition);
			Files.move(resources.resolve(MemberMain.key("c").definition()).resolve(MemberMain.key("c").fingerprint()),
					definition.resolve("0123456789abcdef"));
		}
		member.acquire("a");
		assertThat(member.events("destroyed")).containsExactly("destroyed " + former);
		member.end();
	}

	@Test
	void tearDownThatKeepsThrowingIsReportedEachTimeAndItsRecordIsKept() {
		MemberProcess first = start("first").send("acquire a - destroy-throws");
		String value = first.await("acquired a");
		assertThat(first.end().seen()).anyMatch((event) -> event.contains("can't let go of a"));
		for (String build : List.of("second", "third")) {
			LocalMember member = new LocalMember(this.root, build);
			assertThat(member.acquire(Set.of("destroy-throws"), "a")).isNotEqualTo(value);
			assertThat(member.events("warn")).isNotEmpty()
				.allMatch((event) -> event.contains("can't let go of a") && event.contains(this.root.toString()));
			member.end();
		}
		assertThat(LocalMember.files(this.root)).filteredOn((file) -> file.contains("/remains/")).hasSize(3);
		LocalMember last = new LocalMember(this.root, "last");
		last.acquire("a");
		assertThat(last.events("destroyed")).hasSize(3).contains("destroyed " + value);
		assertThat(last.end().files()).containsExactly("lock");
	}

	@Test
	void directoryThatCanNotBeDeletedKeepsItsRecord() {
		LocalMember member = new LocalMember(this.root, "build", (store) -> new DecoratedStore(store, (name) -> {
		}) {

			@Override
			public void deleteDirectory(String directory) {
				if (directory.contains("/files/")) {
					throw new UncheckedIOException("Can't delete the directory " + path(directory),
							new IOException("Permission denied"));
				}
				super.deleteDirectory(directory);
			}

		});
		member.acquire(Set.of("checkpoint"), "a");
		member.end();
		assertThat(member.events("warn")).isNotEmpty()
			.allMatch((event) -> event.contains("/files/") && event.contains("its directory was not"));
		assertThat(member.files()).anyMatch((file) -> file.contains("/remains/"));
		LocalMember next = new LocalMember(this.root, "next");
		next.acquire("a");
		assertThat(next.end().files()).containsExactly("lock");
	}

	@Test
	void killedMemberLeavesNothingForWhomItHadOnlyJoined() {
		MemberProcess creator = start("build");
		String value = creator.send("acquire a -").await("acquired a");
		MemberProcess killed = start("build");
		killed.send("acquire a -").await("acquired a");
		killed.kill();
		assertThat(creator.end().seen()).contains("destroyed " + value);
		assertThat(LocalMember.files(this.root)).containsExactly("lock");
	}

	@Test
	void sessionWithoutRecordsIsRemoved() {
		MemberProcess killed = start("killed").send("acquire a - throw");
		killed.await("error");
		killed.kill();
		LocalMember next = new LocalMember(this.root, "next");
		next.acquire("b");
		assertThat(next.files()).noneMatch((file) -> file.contains("failure"));
		assertThat(next.end().files()).containsExactly("lock");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1970-01-01T00:00:00Z", "2200-01-01T00:00:00Z" })
	void timesOfFilesMeanNothing(Instant time) throws IOException {
		MemberProcess living = start("living");
		String a = living.send("acquire a -").await("acquired a");
		MemberProcess killed = start("killed");
		String b = killed.send("acquire b -").await("acquired b");
		killed.kill();
		try (Stream<Path> files = Files.walk(this.root)) {
			for (Path file : files.toList()) {
				Files.setLastModifiedTime(file, FileTime.from(time));
			}
		}
		LocalMember member = new LocalMember(this.root, "living");
		assertThat(member.acquire("a")).isEqualTo(a);
		member.acquire("b");
		assertThat(member.events("destroyed")).containsExactly("destroyed " + b);
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE, -1, 0, 1, 4_102_444_800L, Long.MAX_VALUE })
	void sessionIsSweptWhateverStartItsNameTells(long start) throws IOException {
		MemberProcess killed = start("killed");
		String value = killed.send("acquire a -").await("acquired a");
		killed.kill();
		Path session;
		try (Stream<Path> files = Files.list(this.root)) {
			session = files.filter(Files::isDirectory).findFirst().orElseThrow();
		}
		String name = session.getFileName().toString();
		Files.move(session, session.resolveSibling(
				name.substring(0, name.lastIndexOf("-0")) + "-" + Long.toString(start, Character.MAX_RADIX)));
		LocalMember next = new LocalMember(this.root, "next");
		next.acquire("a");
		assertThat(next.events()).first().isEqualTo("destroyed " + value);
		assertThat(next.end().files()).containsExactly("lock");
	}

	@Test
	void foreignThingsInTheRootStopNobody() throws IOException {
		FileStore.open(this.root, (warning) -> {
		});
		SessionIdentity identity = SessionIdentity.detect("build", false);
		Files.createDirectory(this.root.resolve(identity.name() + "-backup of today"));
		Files.createDirectory(this.root.resolve(identity.name() + "-"));
		Files.createFile(this.root.resolve("s-file"));
		Files.createSymbolicLink(this.root.resolve("s-link"), this.temporary);
		Files.createDirectories(this.root.resolve("s-dir/resources/.DS_Store/x"));
		Files.createFile(Files.createDirectories(this.root.resolve("s-dir2/resources")).resolve(".DS_Store"));
		Files.createFile(this.root.resolve(".DS_Store"));
		LocalMember member = new LocalMember(this.root, "build");
		member.acquire("a");
		member.end();
		assertThat(member.events("destroyed")).hasSize(1);
		assertThat(member.events("warn")).hasSize(2)
			.anyMatch((event) -> event.contains("s-file"))
			.anyMatch((event) -> event.contains("s-link"));
		assertThat(this.root.resolve("s-link")).isSymbolicLink();
		assertThat(this.temporary.resolve("members")).doesNotExist();
	}

	private MemberProcess start(String session) {
		MemberProcess member = MemberProcess.start(this.root, session);
		this.members.add(member);
		return member;
	}

}
