package io.github.sharedsession.core.event;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.core.LocalMember;
import io.github.sharedsession.core.MemberMain;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.core.process.SessionIdentity;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.store.FileStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What members write down, and what of it can be read.
 */
class EventLogTests {

	private static final Member MEMBER = new Member("abc", 2, 4711);

	private static final String HEAD = "shared-session-events 1\n1\tENTERED\t0\t\t\tabc 2 4711\t/root\ttrue\n";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path root;

	private final List<MemberProcess> others = new ArrayList<>();

	@AfterEach
	void end() {
		this.others.forEach(MemberProcess::close);
	}

	private MemberProcess other() {
		MemberProcess other = MemberProcess.start(this.root, "build");
		this.others.add(other);
		return other;
	}

	private List<SessionEvent> events() {
		FileStore store = FileStore.open(this.root, (warning) -> {
		});
		return EventLog.read(store,
				store.list("").stream().filter(SessionIdentity::isSessionDirectory).toList().get(0));
	}

	private static List<SessionEvent> parse(String text) {
		return new EventFiles(Map.of("abc", text.getBytes(StandardCharsets.UTF_8))).events();
	}

	private static Stream<EventType> typesOf(List<SessionEvent> events, String bean) {
		return events.stream().filter((event) -> event.bean().equals(bean)).map(SessionEvent::type);
	}

	@Test
	void whatIsWrittenIsReadWhateverItsTextsHold() {
		FileStore store = FileStore.open(this.root, (warning) -> {
		});
		EventLog log = new EventLog(store, "s-1", MEMBER);
		ResourceKey key = MemberMain.key("a");
		log.enter("/a\tb\\n", true);
		log.append(EventType.LEFT_BEHIND, key.name(), "größe\t\n\\", Duration.ofMillis(7), "one\r\n", "", "\\t");
		List<SessionEvent> events = EventLog.read(store, "s-1");
		assertThat(events).extracting(SessionEvent::type).containsExactly(EventType.ENTERED, EventType.LEFT_BEHIND);
		assertThat(events).extracting(SessionEvent::member).containsOnly(MEMBER);
		assertThat(events.get(0).details()).containsExactly("/a\tb\\n", "true");
		assertThat(events.get(1).bean()).isEqualTo("größe\t\n\\");
		assertThat(events.get(1).resource()).isEqualTo(key.name());
		assertThat(events.get(1).took()).isEqualTo(Duration.ofMillis(7));
		assertThat(events.get(1).details()).containsExactly("one\r\n", "", "\\t");
	}

	@Test
	void halfLinesAndUnknownOnesArePassedOver() {
		assertThat(parse(HEAD + "2\tLEFT\t0\t\t\n3\tNEWER\t0\t\t\nnonsense\n\n4\tLEFT\tx\t\t\nz\tLEFT\t0\t\t\n"
				+ "5\tLEFT\t-5\t\t\n6\tRELEASED\t0\tr\tb\tnew detail\n7\tLEFT\t0\t\t"))
			.extracting(SessionEvent::time)
			.containsExactly(1L, 2L, 6L);
	}

	@Test
	void linesOfAnotherVersionArePassedOver() {
		assertThat(parse(HEAD + "shared-session-events 2\n2\tLEFT\t0\t\t\n" + HEAD.replace("1\tE", "3\tE")))
			.extracting(SessionEvent::time)
			.containsExactly(1L, 3L);
	}

	@Test
	void linesOfNobodyArePassedOver() {
		assertThat(parse("2\tLEFT\t0\t\t\n")).isEmpty();
		assertThat(parse("shared-session-events 1\n2\tLEFT\t0\t\t\n3\tENTERED\t0\t\t\tno member\n4\tLEFT\t0\t\t\n"))
			.isEmpty();
	}

	@Test
	void lifeOfAResourceIsTold() {
		MemberProcess other = other();
		other.send("acquire a -").await("acquired");
		LocalMember member = new LocalMember(this.root, "build");
		member.acquire("b", "a");
		member.end();
		List<SessionEvent> events = events();
		assertThat(typesOf(events, "b")).containsExactly(EventType.CREATING, EventType.CREATED, EventType.DESTROYING,
				EventType.DESTROYED, EventType.RELEASED);
		assertThat(typesOf(events, "a")).containsExactly(EventType.CREATING, EventType.CREATED, EventType.REUSED,
				EventType.RELEASED);
		assertThat(typesOf(events, "")).containsExactly(EventType.ENTERED, EventType.ENTERED, EventType.LEFT);
		SessionEvent created = events.stream()
			.filter((event) -> event.type() == EventType.CREATED && event.bean().equals("b"))
			.findFirst()
			.orElseThrow();
		assertThat(created.details()).containsExactly("Test.b()", "", MemberMain.key("a").name(), "");
		assertThat(SessionHistory.isNamedAfterRun(events)).isFalse();
		assertThat(SessionHistory.buildRoot(events)).isNotNull();
	}

	@Test
	void killedMemberHasToldWhatItWasDoing() {
		MemberProcess killed = other();
		killed.send("acquire done -").await("acquired");
		killed.send("acquire begun - block").await("creating");
		MemberProcess waiting = other();
		waiting.send("acquire begun -").await("info Waiting in");
		waiting.kill();
		killed.kill();
		List<SessionEvent> events = events();
		assertThat(typesOf(events, "done")).containsExactly(EventType.CREATING, EventType.CREATED);
		assertThat(typesOf(events, "begun")).containsExactly(EventType.CREATING, EventType.WAITING);
		assertThat(typesOf(events, "")).containsExactly(EventType.ENTERED, EventType.ENTERED);
	}

	@Test
	void failureIsToldWithItsTrace() {
		LocalMember member = new LocalMember(this.root, "build");
		MemberProcess other = other();
		other.send("acquire a - throw").await("error");
		assertThatExceptionOfType(SharedBeanCreationException.class).isThrownBy(() -> member.acquire("a"));
		member.end();
		List<SessionEvent> events = events();
		assertThat(typesOf(events, "a")).containsSubsequence(EventType.CREATING, EventType.FAILED);
		SessionEvent failed = events.stream()
			.filter((event) -> event.type() == EventType.FAILED)
			.findFirst()
			.orElseThrow();
		assertThat(failed.detail(0)).isEqualTo("Test.a()");
		assertThat(failed.detail(1)).contains("no luck with a");
		assertThat(failed.detail(2)).contains("IllegalStateException: no luck with a\n\tat ");
	}

	@Test
	void leftoverIsToldWithItsReason() {
		MemberProcess other = other();
		other.send("acquire a - destroy-throws").await("acquired");
		other.end();
		SessionEvent left = events().stream()
			.filter((event) -> event.type() == EventType.LEFT_BEHIND)
			.findFirst()
			.orElseThrow();
		assertThat(left.detail(0)).contains("can't let go of a");
		assertThat(left.detail(1)).startsWith(this.root.toString());
		assertThat(left.detail(2)).contains("\tat ");
	}

	@Test
	void noSharedValueIsWrittenDown() throws Exception {
		MemberProcess other = other();
		String value = other.send("acquire a -").await("acquired a ");
		LocalMember member = new LocalMember(this.root, "build");
		member.acquire("a");
		other.end();
		member.acquire("b");
		try (Stream<Path> files = Files.walk(this.root)) {
			List<Path> events = files.filter((file) -> file.toString().matches(".*/events/[^/]+")).toList();
			assertThat(events).hasSize(2);
			assertThat(events).allSatisfy((file) -> assertThat(file).content().doesNotContain(value.substring(2)));
		}
		member.end();
	}

	@Test
	void memberTellsOnceThatItWantsNoReport() {
		MemberProcess other = other();
		other.send("acquire a -").await("acquired");
		LocalMember member = new LocalMember(this.root, "build");
		member.withoutReport().acquire("a");
		member.acquire("b");
		member.end();
		assertThat(events().stream().filter((event) -> event.type() == EventType.NO_REPORT)).singleElement()
			.satisfies((event) -> assertThat(event.member()).isEqualTo(Member.current()));
	}

	@Test
	void deadSessionIsHandedOverOnce() {
		MemberProcess killed = other();
		killed.send("acquire a -").await("acquired");
		killed.send("acquire b -").await("acquired");
		killed.kill();
		LocalMember member = new LocalMember(this.root, "another build");
		member.acquire("a");
		member.acquire("c");
		member.end();
		assertThat(member.swept()).singleElement().satisfies((history) -> {
			List<SessionEvent> events = history.files().events();
			assertThat(typesOf(events, "a")).containsExactly(EventType.CREATING, EventType.CREATED);
			assertThat(typesOf(events, "b")).containsExactly(EventType.CREATING, EventType.CREATED);
		});
	}

}
