package io.github.sharedsession.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.core.session.Activity;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.store.FileStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Every record of a session, with every {@link Damage}, as it is met by a creator, a
 * joiner, a releaser, and by another build that sweeps what was left.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a pipe would
																		// block for ever
class HostileFilesTests {

	private static final String FOREIGN_CONTENT = "precious";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path shared;

	@SuppressWarnings("NullAway.Init")
	private static Path leftovers;

	@SuppressWarnings("NullAway.Init")
	private static MemberProcess other;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@SuppressWarnings("NullAway.Init")
	private Path foreign;

	@SuppressWarnings("NullAway.Init")
	private Path root;

	/** The records that a killed build leaves: one of each kind. */
	@BeforeAll
	static void leaveRecordsAndStartOther() {
		leftovers = shared.resolve("leftovers");
		MemberProcess.start(leftovers, "build").send("acquire d - destroy-throws").end();
		MemberProcess killed = MemberProcess.start(leftovers, "build");
		killed.send("acquire b a").await("acquired b");
		killed.send("acquire f - throw").await("error");
		killed.send("acquire c - checkpoint block").await("checkpointed c");
		killed.kill();
		other = MemberProcess.start(shared.resolve("used"), "build");
	}

	@AfterAll
	static void closeOther() {
		other.close();
	}

	@BeforeEach
	void makeForeignFile() throws IOException {
		this.foreign = Files.writeString(this.temporary.resolve("foreign"), FOREIGN_CONTENT);
		this.root = this.temporary.resolve("root");
	}

	@AfterEach
	void endAndCheckForeignFile() {
		JvmEnd.run();
		JvmEnd.reset();
		assertThat(this.foreign).hasContent(FOREIGN_CONTENT);
		assertThat(this.temporary.resolve("nowhere")).doesNotExist();
	}

	@ParameterizedTest
	@MethodSource("recordsAndDamages")
	void creatorMeets(Kind kind, Damage damage) throws IOException {
		Path file = damagedLeftover(kind, damage);
		LocalMember member = new LocalMember(this.root, "build");
		if (kind == Kind.VALUE || kind == Kind.INTENT) {
			assertThatExceptionOfType(SharedSessionException.class).isThrownBy(() -> member.acquire(kind.resource))
				.withMessageContaining(file.toString())
				.withMessageContaining("Action:");
			assertThat(member.events("creating")).isEmpty();
			assertThat(member.events("destroyed")).isEmpty();
			assertThat(file).existsNoFollowLinks();
			return;
		}
		assertAcquires(member, kind, file);
	}

	@ParameterizedTest
	@MethodSource("recordsAndDamages")
	void anotherBuildMeets(Kind kind, Damage damage) throws IOException {
		Path file = damagedLeftover(kind, damage);
		LocalMember member = new LocalMember(this.root, "another build");
		assertAcquires(member, kind, file);
		if (kind == Kind.VALUE || kind == Kind.INTENT) {
			assertThat(member.events("warn")).singleElement().asString().contains(file.toString());
			assertThat(member.events("destroyed")).isEmpty();
			assertThat(file).existsNoFollowLinks();
			member.end();
			assertThat(member.events("destroyed")).hasSize(1);
		}
	}

	private static void assertAcquires(LocalMember member, Kind kind, Path file) {
		assertThat(member.acquire(kind.resource)).isNotEmpty();
		assertThat(member.events("creating")).hasSize(1);
		if (kind == Kind.REMAINS) {
			assertThat(member.events("warn")).singleElement().asString().contains(file.toString());
			assertThat(file).existsNoFollowLinks();
		}
		if (kind == Kind.DEPENDENTS) {
			assertThat(member.events("destroyed")).hasSize(2);
			assertThat(member.events("destroyed").get(0)).startsWith("destroyed b-");
			assertThat(member.events("destroyed").get(1)).startsWith("destroyed a-");
		}
	}

	@ParameterizedTest
	@EnumSource
	void joinerMeetsValue(Damage damage) throws IOException {
		String name = "value-" + damage.name().replace('_', '-');
		other.send("acquire " + name + " -").await("acquired");
		this.root = shared.resolve("used");
		Path file = damage(find("resources/" + name + "_.*/value"), damage);
		LocalMember member = new LocalMember(this.root, "build");
		assertThatExceptionOfType(SharedSessionException.class).isThrownBy(() -> member.acquire(name))
			.withMessageContaining(file.toString())
			.withMessageContaining("Action:");
		assertThat(member.events("creating")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void joinerMeetsFailure(Damage damage) throws IOException {
		String name = "failure-" + damage.name().replace('_', '-');
		other.send("acquire " + name + " - throw").await("error");
		this.root = shared.resolve("used");
		Path file = damage(find("resources/" + name + "_.*/failure"), damage);
		LocalMember member = new LocalMember(this.root, "build");
		if (damage.isOfContent()) {
			assertThat(member.acquire(name)).isNotEmpty();
		}
		else {
			assertThatExceptionOfType(SharedSessionException.class).isThrownBy(() -> member.acquire(name))
				.withMessageContaining(file.toString())
				.withMessageContaining("Action:");
		}
	}

	@ParameterizedTest
	@EnumSource
	void joinerMeetsActivityAndEventsOfALivingMember(Damage damage) throws IOException {
		String name = "active-" + damage.name().replace('_', '-');
		String value = other.send("acquire " + name + " -").await("acquired " + name);
		this.root = shared.resolve("used");
		List<Path> all = new ArrayList<>(findAll("activity/[^/]*"));
		all.addAll(findAll("events/[^/]*"));
		for (Path file : all) {
			damage(file, damage);
		}
		LocalMember member = new LocalMember(this.root, "build");
		assertThat(member.acquire(name)).isEqualTo(value);
		assertThat(new Activity(FileStore.open(this.root, (warning) -> {
		}), sessionDirectory(), Member.current()).findCircle("a_1_1")).isNull();
		member.end();
		other.send("acquire " + name + "-2 -").await("acquired");
		for (Path file : all) {
			Damage.delete(file);
		}
	}

	@ParameterizedTest
	@MethodSource("recordsAndDamages")
	void releaserMeets(Kind kind, Damage damage) throws IOException {
		LocalMember member = new LocalMember(this.root, "build");
		String value = member.acquire("a");
		String generation = value.substring(2);
		Path resource = find("resources/a_[^/]*/[^/]*");
		Path file = switch (kind) {
			case REMAINS -> Files.createDirectory(resource.resolve("remains")).resolve(generation);
			case DEPENDENTS ->
				Files.createDirectory(resource.resolve("dependents")).resolve(MemberMain.key("b").name());
			case ACTIVITY, EVENTS -> find(kind.pattern);
			default -> resource.resolve(kind.name().toLowerCase(Locale.ROOT));
		};
		damage(file, damage);
		member.end();
		if (damage.isDirectory() && (kind == Kind.VALUE || kind == Kind.INTENT)) {
			assertThat(member.events("warn")).last().asString().contains(file.toString());
			assertThat(member.events("destroyed")).isEmpty();
			return;
		}
		assertThat(member.events("destroyed")).containsExactly("destroyed " + value);
		if (kind == Kind.REMAINS) {
			assertThat(member.events("warn")).singleElement().asString().contains(file.toString());
			assertThat(file).existsNoFollowLinks();
		}
		else {
			assertThat(member.files()).containsExactly("lock");
		}
		if (kind == Kind.VALUE) {
			assertThat(member.events("warn")).singleElement().asString().contains(file.toString());
		}
	}

	static Stream<Arguments> recordsAndDamages() {
		return Stream.of(Kind.values())
			.flatMap((kind) -> Stream.of(Damage.values()).map((damage) -> Arguments.of(kind, damage)));
	}

	private Path damagedLeftover(Kind kind, Damage damage) throws IOException {
		copy(leftovers, this.root);
		return damage(find(kind.pattern), damage);
	}

	private Path damage(Path file, Damage damage) throws IOException {
		assumeTrue(
				damage != Damage.OF_ANOTHER_USER
						|| Integer.valueOf(0).equals(Files.getAttribute(this.temporary, "unix:uid")),
				"Only root can give a file away");
		damage.apply(file, this.foreign);
		return file;
	}

	private String sessionDirectory() throws IOException {
		return this.root.relativize(find("members")).getName(0).toString();
	}

	private Path find(String pattern) throws IOException {
		return findAll(pattern).stream().findFirst().orElseThrow(() -> new AssertionError(pattern));
	}

	private List<Path> findAll(String pattern) throws IOException {
		try (Stream<Path> files = Files.walk(this.root)) {
			return files.filter((file) -> this.root.relativize(file).toString().matches("s-[^/]*/" + pattern)).toList();
		}
	}

	private static void copy(Path source, Path target) throws IOException {
		try (Stream<Path> files = Files.walk(source)) {
			files.forEach((file) -> {
				try {
					Files.copy(file, target.resolve(source.relativize(file)));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
	}

	enum Kind {

		VALUE("a", "resources/a_.*/value"), INTENT("c", "resources/c_.*/intent"),
		FAILURE("f", "resources/f_.*/failure"), REMAINS("d", "resources/d_.*/remains/[^/]*"),
		DEPENDENTS("a", "resources/a_.*/dependents/[^/]*"), ACTIVITY("a", "activity/[^/]*"),
		EVENTS("a", "events/[^/]*");

		private final String resource;

		private final String pattern;

		Kind(String resource, String pattern) {
			this.resource = resource;
			this.pattern = pattern;
		}

	}

}
