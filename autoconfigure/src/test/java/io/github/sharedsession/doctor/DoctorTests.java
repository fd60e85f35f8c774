package io.github.sharedsession.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.sharedsession.core.MemberMain;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.core.process.SessionRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the doctor says of members that live, hang, or were killed.
 */
class DoctorTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

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
		this.members.forEach(MemberProcess::close);
	}

	@Test
	void listNamesBuildProcessesAndBeansOfALivingSession() {
		MemberProcess first = start("a");
		first.send("acquire orders -").await("acquired orders");
		MemberProcess second = start("a");
		second.send("acquire orders -").await("acquired orders");
		DoctorCall list = DoctorCall.of(this.root, "list");
		assertThat(list.code()).isEqualTo(Doctor.OK);
		assertThat(list.output())
			.contains("living", "pid " + first.pid(), "pid " + second.pid(), "'orders' published", "build      /")
			.doesNotContain("leftover");
	}

	@Test
	void showTellsWhoCreatedAndWhoUsesButNotTheValue() {
		MemberProcess first = start("a");
		String value = first.send("acquire orders -").await("acquired orders");
		MemberProcess second = start("a");
		second.send("acquire tables orders").await("acquired tables");
		for (DoctorCall show : List.of(DoctorCall.of(this.root, "show"), DoctorCall.of(this.root, "show", "--json"))) {
			assertThat(show.code()).isEqualTo(Doctor.OK);
			assertThat(show.output()).contains("Test.orders()", "pid " + first.pid(), "pid " + second.pid(), "orders_")
				.doesNotContain(value);
		}
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "Other systems do not tell who holds a lock")
	void showTellsWhichProcessesUseABean() {
		MemberProcess first = start("a");
		first.send("acquire orders -").await("acquired orders");
		MemberProcess second = start("a");
		second.send("acquire orders -").await("acquired orders");
		MemberProcess other = start("a");
		other.send("acquire tables -").await("acquired tables");
		JsonNode users = resource(json("show"), "orders").path("users");
		assertThat(users.valueStream().map(JsonNode::asLong)).containsExactlyInAnyOrder(first.pid(), second.pid());
	}

	@Test
	void whyShowsWhereAStuckCreationIsAndWhoWaitsForIt() {
		MemberProcess stuck = start("a").send("acquire orders - block");
		stuck.await("creating orders");
		MemberProcess waiting = start("a").send("acquire tables orders");
		waiting.await("preparing tables");
		DoctorCall why = until((call) -> call.output().contains("waits for 'orders'"), "why");
		assertThat(why.code()).isEqualTo(Doctor.WAITING);
		assertThat(why.output()).contains("'orders' (Test.orders()) is being created by pid " + stuck.pid(),
				"Its thread 'main' is at", "MemberMain$TestRecipe.create",
				"pid " + waiting.pid() + " waits for 'orders'", "which is being created by pid " + stuck.pid());
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void whyNamesAForkThatCreatesNothingOnceItHasWaitedForAWhile() {
		start("a").send("acquire orders - block").await("creating orders");
		MemberProcess waiting = start("a").send("acquire orders -");
		waiting.await("info Waiting for");
		assertThat(DoctorCall.of(this.root, "why").output()).contains("pid " + waiting.pid() + " waits for 'orders'");
	}

	@Test
	void whyTellsOfACreatorThatIsStoppedHowToLetItGoOn() throws Exception {
		MemberProcess stopped = start("a").send("acquire orders - block");
		stopped.await("creating orders");
		new ProcessBuilder("kill", "-STOP", String.valueOf(stopped.pid())).start().waitFor();
		DoctorCall why = until((call) -> call.output().contains("is stopped"), "why");
		assertThat(why.output()).contains("kill -CONT " + stopped.pid()).doesNotContain("is at");
	}

	@Test
	void whyIsSilentWhereNobodyWaits() {
		start("a").send("acquire orders -").await("acquired orders");
		DoctorCall why = DoctorCall.of(this.root, "why");
		assertThat(why.code()).isEqualTo(Doctor.OK);
		assertThat(why.output()).contains("Nobody").doesNotContain("orders");
	}

	@Test
	void cleanKeepsWhatOnlyTestsCanTearDownUntilItIsToForget() {
		MemberProcess killed = start("a");
		killed.send("acquire orders -").await("acquired orders");
		killed.kill();
		assertThat(DoctorCall.of(this.root, "list").output()).contains("dead", "leftover   'orders'");
		DoctorCall clean = DoctorCall.of(this.root, "clean");
		assertThat(clean.code()).isEqualTo(Doctor.INCOMPLETE);
		assertThat(clean.output()).contains("'orders', declared by Test.orders(), created by pid " + killed.pid(),
				"--forget");
		MemberProcess next = start("b");
		next.send("acquire orders -").await("destroyed orders");
		next.await("acquired orders");
		next.kill();
		DoctorCall forgetting = DoctorCall.of(this.root, "clean", "--forget");
		assertThat(forgetting.code()).isEqualTo(Doctor.OK);
		assertThat(forgetting.output()).contains("Forgotten: 'orders'", "was removed");
		assertThat(files()).containsExactly("lock");
	}

	@Test
	void cleanRemovesADeadSessionOfWhichNothingIsLeft() {
		MemberProcess killed = start("a");
		killed.send("acquire orders - throw").await("error");
		killed.kill();
		assertThat(files()).hasSize(2);
		DoctorCall clean = DoctorCall.of(this.root, "clean");
		assertThat(clean.code()).isEqualTo(Doctor.OK);
		assertThat(clean.output()).contains("was removed");
		assertThat(files()).containsExactly("lock");
	}

	@Test
	void cleanLeavesALivingSessionAloneEvenWhenItIsToForget() {
		MemberProcess living = start("a");
		String value = living.send("acquire orders -").await("acquired orders");
		DoctorCall clean = DoctorCall.of(this.root, "clean", "--forget");
		assertThat(clean.code()).isEqualTo(Doctor.OK);
		assertThat(clean.output()).contains("is not dead");
		assertThat(start("a").send("acquire orders -").await("acquired orders")).isEqualTo(value);
	}

	@Test
	void aRecordThatCannotBeReadIsNamedAndKept() throws IOException {
		MemberProcess killed = start("a");
		killed.send("acquire orders -").await("acquired orders");
		killed.kill();
		Path record = find("value");
		Files.writeString(record, "garbage");
		DoctorCall list = DoctorCall.of(this.root, "list");
		assertThat(list.output()).contains("problem", record.toString(), "leftover   'orders'");
		assertThat(DoctorCall.of(this.root, "clean").code()).isEqualTo(Doctor.INCOMPLETE);
		assertThat(record).hasContent("garbage");
	}

	@Test
	void withoutASessionNothingIsMade() {
		for (String command : List.of("list", "show", "clean", "stop", "why")) {
			DoctorCall call = DoctorCall.of(this.root, command);
			assertThat(call.code()).isEqualTo(Doctor.OK);
			assertThat(call.output()).contains("There is no shared session in " + this.root);
		}
		assertThat(this.root).doesNotExist();
		assertThat(DoctorCall.of(this.root, "list", "--json").output())
			.isEqualToIgnoringWhitespace("{ \"sessions\" : [ ], \"cached\" : [ ] }");
		assertThat(DoctorCall.of(this.root, "why", "--json").output()).isEqualToIgnoringWhitespace("[ ]");
	}

	@Test
	void listTellsWhatIsCachedAndShowByWhomItIsUsed() {
		MemberProcess member = start("a");
		String value = member.send("acquire cached -").await("acquired cached");
		member.send("acquire cached-2 -").await("acquired cached-2");
		assertThat(DoctorCall.of(this.root, "list").output()).contains("Cached for later builds:",
				"'cached' published, in use", "'cached-2' published, in use", "last use began ");
		member.send("end").await("ended");
		DoctorCall list = DoctorCall.of(this.root, "list");
		assertThat(list.output()).contains("There is no shared session in " + this.root, "'cached' published")
			.doesNotContain("in use");
		DoctorCall show = DoctorCall.of(this.root, "show");
		assertThat(show.output()).contains("created by ", "pid " + member.pid(), this.root.resolve("cached").toString())
			.doesNotContain(value, "used by pids");
		JsonNode cached = JsonMapper.shared()
			.readTree(DoctorCall.of(this.root, "show", "--json").output())
			.path("cached");
		assertThat(cached.size()).isEqualTo(2);
		assertThat(cached.path(0).path("lastUse").isMissingNode()).isFalse();
	}

	@Test
	void anUnknownSessionIsAnError() {
		start("a").send("acquire orders -").await("acquired orders");
		DoctorCall show = DoctorCall.of(this.root, "show", "s-nonsense");
		assertThat(show.code()).isEqualTo(Doctor.ERROR);
		assertThat(show.output()).contains("There is no session 's-nonsense'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "target/sessions", "/data/sessions" })
	void looksWhereTestsDo(String setting) {
		String original = System.setProperty("shared-session.directory", setting);
		try {
			Path expected = SessionRoot.of(setting).path();
			assertThat(DoctorArguments.parse(List.of("list")).directory()).isEqualTo(expected);
			assertThat(DoctorArguments.parse(List.of("list", "--directory=")).directory()).isEqualTo(expected);
		}
		finally {
			restore(original);
		}
	}

	@Test
	void settingThatCanNotBeUsedIsAnError() {
		String original = System.setProperty("shared-session.directory", "?/.shared-session");
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		try {
			assertThat(new Doctor(new PrintStream(output, true, StandardCharsets.UTF_8)).run(List.of("list")))
				.isEqualTo(Doctor.ERROR);
		}
		finally {
			restore(original);
		}
		assertThat(output.toString(StandardCharsets.UTF_8)).contains("shared-session.directory is '?/.shared-session'",
				"Action:");
	}

	private static void restore(@Nullable String directory) {
		if (directory != null) {
			System.setProperty("shared-session.directory", directory);
		}
		else {
			System.clearProperty("shared-session.directory");
		}
	}

	@Test
	void argumentsThatMakeNoSenseShowTheUsage() {
		for (String[] args : new String[][] { {}, { "nonsense" }, { "list", "--nonsense" }, { "list", "--forget" },
				{ "list", "a", "b" } }) {
			DoctorCall call = DoctorCall.of(this.root, args);
			assertThat(call.code()).isEqualTo(Doctor.USAGE);
			assertThat(call.output()).contains("Usage:");
		}
	}

	private MemberProcess start(String session) {
		MemberProcess member = MemberProcess.start(MemberMain.class, List.of(this.root.toString(), session, "0"));
		this.members.add(member);
		return member;
	}

	private JsonNode json(String command) {
		JsonNode result = JsonMapper.shared().readTree(DoctorCall.of(this.root, command, "--json").output());
		return result.isObject() ? result.path("sessions") : result;
	}

	private static JsonNode resource(JsonNode sessions, String bean) {
		return sessions.path(0)
			.path("session")
			.path("resources")
			.valueStream()
			.filter((resource) -> resource.path("bean").asString().equals(bean))
			.findFirst()
			.orElseThrow(() -> new AssertionError(sessions.toPrettyString()));
	}

	private DoctorCall until(Predicate<DoctorCall> condition, String... args) {
		long start = System.nanoTime();
		DoctorCall call = DoctorCall.of(this.root, args);
		while (!condition.test(call)) {
			assertThat(System.nanoTime() - start).as(call.output()).isLessThan(LIMIT.toNanos());
			call = DoctorCall.of(this.root, args);
		}
		return call;
	}

	private List<String> files() {
		try (Stream<Path> files = Files.list(this.root)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private Path find(String name) throws IOException {
		try (Stream<Path> files = Files.walk(this.root)) {
			return files.filter((file) -> file.endsWith(name)).findFirst().orElseThrow();
		}
	}

}
