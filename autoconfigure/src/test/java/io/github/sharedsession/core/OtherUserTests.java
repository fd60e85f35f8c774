package io.github.sharedsession.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.session.JvmEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Another user on the same machine, and files that this user may not read. Needs root,
 * who can be another user, and whom no permission stops.
 */
class OtherUserTests {

	private static final List<String> AS_NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534",
			"--clear-groups");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@SuppressWarnings("NullAway.Init")
	private Path root;

	private final List<MemberProcess> members = new ArrayList<>();

	@BeforeEach
	void letNobodyReadTheClasses() throws IOException {
		assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(this.temporary, "unix:uid")), "Only root can do this");
		assumeTrue(canBeNobody(), "There is no setpriv");
		for (Class<?> type : List.of(Coordinator.class, MemberMain.class)) {
			copyClasses(type);
		}
		try (Stream<Path> files = Files.walk(this.temporary)) {
			for (Path file : files.toList()) {
				Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
			}
		}
		Path home = Files.createDirectory(this.temporary.resolve("home"));
		Files.setAttribute(home, "unix:uid", 65534);
		this.root = home.resolve("root");
	}

	@AfterEach
	void end() {
		JvmEnd.run();
		JvmEnd.reset();
		this.members.forEach(MemberProcess::close);
	}

	@Test
	void rootOfAnotherUserIsRefused() {
		MemberProcess nobody = startAsNobody();
		String value = nobody.send("acquire a -").await("acquired a");
		LocalMember self = new LocalMember(this.root, "build");
		assertThatExceptionOfType(SharedSessionDirectoryException.class).isThrownBy(() -> self.acquire("a"))
			.withMessageContaining(this.root.toString())
			.withMessageContaining("belongs to user")
			.withMessageContaining("Action:");
		assertThat(nobody.end().seen()).contains("destroyed " + value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?", "/", "/root", "/nowhere", "" })
	void userWithoutAHomeSharesAmongTheTemporaryFiles(String home) throws IOException {
		Path fallback = fallback();
		assumeTrue(!Files.exists(fallback), "Somebody uses it");
		try {
			MemberProcess first = startWithHome(home);
			String value = first.send("acquire a -").await("acquired a");
			assertThat(startWithHome(home).send("acquire a -").await("acquired a")).isEqualTo(value);
			assertThat(Files.getAttribute(fallback, "unix:uid")).isEqualTo(65534);
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fallback))).isEqualTo("rwx------");
			this.members.forEach(MemberProcess::end);
			assertThat(LocalMember.files(fallback)).containsExactly("lock");
		}
		finally {
			delete(fallback);
		}
	}

	@Test
	void whatAnotherUserHasPreparedForAUserWithoutAHomeIsRefused() throws IOException {
		Path fallback = fallback();
		assumeTrue(!Files.exists(fallback), "Somebody uses it");
		Files.createDirectory(fallback);
		try {
			Files.setPosixFilePermissions(fallback, PosixFilePermissions.fromString("rwxrwxrwx"));
			assertThat(startWithHome("?").send("acquire a -").await("error"))
				.startsWith("SharedSessionDirectoryException")
				.contains(fallback.toString(), "belongs to user", "Action:", "shared-session.directory");
		}
		finally {
			delete(fallback);
		}
	}

	private static Path fallback() {
		return Path.of("/tmp/shared-session-65534");
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> files = Files.walk(directory)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
	}

	private MemberProcess startWithHome(String home) {
		List<String> prefix = new ArrayList<>(List.of("env", "JAVA_TOOL_OPTIONS=-Duser.home=" + home));
		prefix.addAll(AS_NOBODY);
		return start(prefix, Path.of(""), "build");
	}

	@Test
	void rootThatThisUserMayNotEnterIsRefused() throws IOException {
		Path own = this.temporary.resolve("own");
		LocalMember self = new LocalMember(own, "build");
		self.acquire("a");
		MemberProcess nobody = startAsNobody(own);
		assertThat(nobody.send("acquire a -").await("error")).startsWith("SharedSessionDirectoryException")
			.contains(own.toString(), "belongs to user", "Action:");
		Path inner = own.resolve("inner");
		assertThat(startAsNobody(inner).send("acquire a -").await("error"))
			.startsWith("SharedSessionDirectoryException")
			.contains(inner.toString(), "AccessDenied", "Action:");
	}

	@Test
	void rootThatCanNotBeWrittenIsAnError() throws IOException {
		startAsNobody().send("acquire a -").end();
		Files.setPosixFilePermissions(this.root, PosixFilePermissions.fromString("r-x------"));
		assertThat(startAsNobody().send("acquire a -").await("error")).startsWith("SharedSessionDirectoryException")
			.contains(this.root.toString(), "AccessDenied", "Action:");
	}

	@Test
	void recordThatMayNotBeReadIsAnErrorThatNamesItAndStopsNoOtherBuild() throws IOException {
		MemberProcess killed = startAsNobody();
		killed.send("acquire a -").await("acquired a");
		killed.kill();
		Path value = find(".*/value");
		Files.setPosixFilePermissions(value, PosixFilePermissions.fromString("---------"));
		MemberProcess same = startAsNobody().send("acquire a -");
		assertThat(same.await("error")).startsWith("SharedSessionRecordException")
			.contains(value.toString(), "AccessDenied", "Action:");
		assertThat(same.end().seen()).noneMatch((event) -> event.startsWith("creating"));
		MemberProcess another = startAsNobody(this.root, "another build").send("acquire a -");
		another.await("acquired a");
		assertThat(another.end().seen())
			.anyMatch((event) -> event.startsWith("warn") && event.contains(value.toString()));
		assertThat(value).exists();
	}

	@Test
	void whatMayNotBeReadButIsOnlyForMessagesStopsNobody() throws IOException {
		MemberProcess first = startAsNobody();
		String value = first.send("acquire a -").await("acquired a");
		for (String directory : List.of("activity", "events")) {
			Files.setPosixFilePermissions(find(".*/" + directory + "/[^/]*"),
					PosixFilePermissions.fromString("---------"));
		}
		MemberProcess second = startAsNobody().send("acquire a -");
		assertThat(second.await("acquired a")).isEqualTo(value);
		for (String directory : List.of("activity", "events")) {
			Files.setPosixFilePermissions(find(".*/" + directory), PosixFilePermissions.fromString("---------"));
		}
		first.send("acquire b -").await("acquired b");
		first.end();
		// What can't be looked into can't be removed either, and that is all
		assertThat(second.end().seen()).contains("destroyed " + value);
	}

	@Test
	void lockFileThatMayNotBeOpenedIsAnErrorThatNamesIt() throws IOException {
		MemberProcess first = startAsNobody();
		String value = first.send("acquire a -").await("acquired a");
		Path mutex = find(".*/mutex");
		Files.setPosixFilePermissions(mutex, PosixFilePermissions.fromString("---------"));
		assertThat(startAsNobody().send("acquire a -").await("error")).startsWith("SharedSessionDirectoryException")
			.contains(mutex.toString(), "AccessDenied", "Action:");
		assertThat(first.end().seen())
			.anyMatch((event) -> event.startsWith("warn") && event.contains(mutex.toString()));
		Files.setPosixFilePermissions(mutex, PosixFilePermissions.fromString("rw-------"));
		MemberProcess next = startAsNobody().send("acquire a -");
		next.await("acquired a");
		assertThat(next.seen()).contains("destroyed " + value);
	}

	private MemberProcess startAsNobody() {
		return startAsNobody(this.root);
	}

	private MemberProcess startAsNobody(Path directory) {
		return startAsNobody(directory, "build");
	}

	private MemberProcess startAsNobody(Path directory, String session) {
		return start(AS_NOBODY, directory, session);
	}

	private MemberProcess start(List<String> prefix, Path directory, String session) {
		MemberProcess member = MemberProcess.start(prefix, this.temporary.resolve("classes").toString(), directory,
				session, 0);
		this.members.add(member);
		return member;
	}

	private static boolean canBeNobody() {
		try {
			List<String> command = new ArrayList<>(AS_NOBODY);
			command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version"));
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** All classes beside and above the given one; a member needs no others. */
	private void copyClasses(Class<?> type) throws IOException {
		Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
		Path target = this.temporary.resolve("classes");
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.filter((each) -> each.toString().endsWith(".class")).toList()) {
				Path copy = target.resolve(source.relativize(file));
				Files.createDirectories(copy.getParent());
				Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private Path find(String pattern) throws IOException {
		try (Stream<Path> files = Files.walk(this.root)) {
			return files.filter((file) -> file.toString().matches(pattern))
				.findFirst()
				.orElseThrow(() -> new AssertionError(pattern));
		}
	}

}
