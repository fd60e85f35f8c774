package io.github.sharedsession.host;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.github.sharedsession.core.MemberProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Session hosts and forks in real processes.
 */
class HostTests {

	private static final long LIMIT_SECONDS = 30;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private @Nullable Path root;

	private final List<MemberProcess> forks = new ArrayList<>();

	@AfterEach
	void killWhatIsLeft() {
		this.forks.forEach(MemberProcess::close);
		hosts().forEach(ProcessHandle::destroyForcibly);
		await(() -> hosts().isEmpty());
	}

	/** Each has its file of arguments in the directory of its session. */
	private List<ProcessHandle> hosts() {
		return ProcessHandle.allProcesses()
			.filter((process) -> Stream.of(process.info().arguments().orElse(new String[0]))
				.anyMatch((argument) -> argument.startsWith("@" + root())))
			.toList();
	}

	@Test
	void forksShareAServerThatNoneOfThemTakesDown() throws IOException {
		MemberProcess first = fork();
		MemberProcess second = fork();
		String address = first.send("acquire a").await("acquired a");
		assertThat(second.send("acquire a").await("acquired a")).isEqualTo(address);
		first.end();
		assertThat(verbs()).containsExactly("starting", "started");
		second.end();
		await(() -> verbs().contains("closed") && sessions().isEmpty());
		assertThat(verbs()).containsExactly("starting", "started", "closing", "closed");
		assertThat(hostPid()).isNotIn(first.pid(), second.pid());
		awaitEnd(hostPid());
	}

	@Test
	void hostClosesInReverseOrderOnceAllForksHaveGone() throws IOException {
		MemberProcess fork = fork();
		fork.send("acquire a").await("acquired a");
		fork.send("acquire b").await("acquired b");
		fork.kill();
		await(() -> sessions().isEmpty());
		assertThat(lines().stream().filter((line) -> line.startsWith("closed")).map((line) -> line.split(" ", -1)[1]))
			.containsExactly("b", "a");
		awaitEnd(hostPid());
	}

	@Test
	void serverOutlivesItsForksForTheTimeToLinger() {
		MemberProcess first = fork(600_000, "");
		String address = first.send("acquire a").await("acquired a");
		first.end();
		MemberProcess second = fork(600_000, "");
		assertThat(second.send("acquire a").await("acquired a")).isEqualTo(address);
		assertThat(starts()).hasSize(1);
	}

	/** It runs as long as the build, beside all forks. */
	@Test
	void idleHostCostsLittleHoweverManyResourcesTheSessionHas() throws IOException {
		MemberProcess fork = fork();
		fork.send("acquire a").await("acquired a");
		Path resources = root().resolve(sessions().get(0)).resolve("resources/plain_0f");
		for (int i = 0; i < 2_000; i++) {
			Files.createDirectories(resources.resolve(String.valueOf(i)));
		}
		ProcessHandle host = ProcessHandle.of(hostPid()).orElseThrow();
		Duration before = host.info().totalCpuDuration().orElseThrow();
		long start = System.nanoTime();
		await(() -> System.nanoTime() - start > TimeUnit.SECONDS.toNanos(2));
		assertThat(host.info().totalCpuDuration().orElseThrow().minus(before)).isLessThan(Duration.ofMillis(400));
		fork.send("acquire b").await("acquired b");
	}

	/** As a daemon of a build tool, or an IDE. The parent of these forks is this JVM. */
	@Test
	void parentThatOutlivesItsForksDoesNotKeepTheHost() {
		MemberProcess first = fork("-", classPath(), 0, 30_000, "");
		first.send("acquire a").await("acquired a");
		first.end();
		await(() -> sessions().isEmpty());
		MemberProcess second = fork("-", classPath(), 0, 30_000, "");
		second.send("acquire a").await("acquired a");
		second.end();
		await(() -> sessions().isEmpty());
		assertThat(verbs()).containsExactly("starting", "started", "closing", "closed", "starting", "started",
				"closing", "closed");
	}

	@Test
	void forksOfAParentThatOutlivesThemMeetTheSameServerWithinTheTimeToLinger() {
		MemberProcess first = fork("-", classPath(), 600_000, 30_000, "");
		String address = first.send("acquire a").await("acquired a");
		first.end();
		MemberProcess second = fork("-", classPath(), 600_000, 30_000, "");
		assertThat(second.send("acquire a").await("acquired a")).isEqualTo(address);
	}

	@Test
	void startThatThrowsFailsInAllForksWithTheEndOfItsLog() {
		MemberProcess first = fork();
		MemberProcess second = fork();
		assertThat(first.send("acquire a throw").await("error SharedBeanCreationException")).contains("no luck",
				"no such port", "session host, pid " + hostPid());
		assertThat(second.send("acquire a throw").await("error SharedBeanCreationException")).contains("no luck");
		assertThat(starts()).hasSize(1);
		first.send("acquire b").await("acquired b");
	}

	@Test
	void forkThatUsesAServerWhoseHostWasKilledIsToldSo() {
		MemberProcess first = fork();
		String address = first.send("acquire a").await("acquired a");
		long killed = hostPid();
		kill(killed);
		assertThat(first.send("acquire a").await("error SharedSessionHostDiedException"))
			.contains("session host, pid " + killed, "'a' (declared by Test.a()) is gone", "/hosts/");
		MemberProcess second = fork();
		assertThat(second.send("acquire a").await("acquired a")).isNotEqualTo(address);
		assertThat(first.send("acquire a").await("error SharedSessionHostDiedException")).contains("pid " + killed);
		second.end();
		first.end();
		assertThat(first.seen())
			.anyMatch((line) -> line.startsWith("warn") && line.contains("pid " + killed + ", died"));
		await(() -> sessions().isEmpty());
		assertThat(verbs()).containsExactly("starting", "started", "recovered", "starting", "started", "closing",
				"closed");
	}

	@Test
	void hostKilledWhileItStartsAServerIsReplacedAndItsCheckpointRecovered() throws IOException {
		MemberProcess fork = fork();
		fork.send("acquire a checkpoint block-start");
		await(() -> verbs().contains("checkpointed"));
		String generation = generation(starts().get(0));
		kill(hostPid());
		permit("start");
		assertThat(fork.await("acquired a")).doesNotContain(generation);
		assertThat(lines().get(2)).startsWith("recovered a " + generation);
		fork.end();
		await(() -> sessions().isEmpty());
		assertThat(verbs()).containsExactly("starting", "checkpointed", "recovered", "starting", "checkpointed",
				"started", "closing", "closed");
	}

	@Test
	void creationThatTakesItsHostWithItIsGivenUp() {
		MemberProcess fork = fork();
		assertThat(fork.send("acquire a exit").await("error SharedBeanCreationException"))
			.contains("2 session hosts have ended while they started it", "bye bye");
		assertThat(verbs()).containsExactly("starting", "recovered", "starting", "recovered");
	}

	@Test
	void forkIsToldThatTheHostHadTooLittleMemory() {
		MemberProcess fork = fork(0, "-Xmx32m");
		assertThat(fork.send("acquire a memory").await("error SharedBeanCreationException"))
			.contains("OutOfMemoryError", "shared-session.host-options");
	}

	@Test
	void hostKilledWhileItClosesIsCleanedUpAfterInTheSameSession() throws IOException {
		hostKilledWhileItClosesIsCleanedUpAfter("test");
	}

	@Test
	void hostKilledWhileItClosesIsCleanedUpAfterInTheNextSession() throws IOException {
		hostKilledWhileItClosesIsCleanedUpAfter("next");
	}

	private void hostKilledWhileItClosesIsCleanedUpAfter(String session) throws IOException {
		MemberProcess first = fork();
		first.send("acquire a block-close").await("acquired a");
		first.end();
		await(() -> verbs().contains("closing"));
		String generation = generation(starts().get(0));
		kill(hostPid());
		permit("close");
		MemberProcess second = fork(session, classPath(), 0, 30_000, "");
		second.send("acquire a").await("acquired a");
		assertThat(lines().get(3)).startsWith("recovered a " + generation);
		second.end();
		await(() -> sessions().isEmpty());
		assertThat(verbs()).containsExactly("starting", "started", "closing", "recovered", "starting", "started",
				"closing", "closed");
	}

	@Test
	void closeThatDoesNotComeBackIsGivenUpAndCleanedUpAfter() {
		MemberProcess fork = fork("test", classPath(), 0, 300, "");
		fork.send("acquire a").await("acquired a");
		fork.send("acquire b block-close").await("acquired b");
		fork.end();
		await(() -> sessions().isEmpty());
		awaitEnd(hostPid());
		assertThat(verbs()).containsExactly("starting", "started", "starting", "started", "closing", "recovered",
				"closing", "closed");
	}

	@Test
	void brokenClassPathIsAnErrorWithTheEndOfTheLog() {
		MemberProcess fork = fork("test", this.directory.resolve("nothing.jar").toString(), 0, 30_000, "");
		assertThat(fork.send("acquire a").await("error SharedSessionHostStartException")).contains("exit code 1",
				HostMain.class.getName(), "Action:", "/arguments");
		fork.end();
		await(() -> sessions().isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring-core", "jackson-databind" })
	void classPathThatLacksALibraryIsAnErrorAndLeavesNothing(String library) {
		String incomplete = Stream.of(classPath().split(File.pathSeparator, -1))
			.filter((entry) -> !entry.contains("/" + library + "-"))
			.collect(Collectors.joining(File.pathSeparator));
		MemberProcess fork = fork("test", incomplete, 0, 30_000, "");
		assertThat(fork.send("acquire a").await("error SharedBeanCreationException")).contains("NoClassDefFoundError");
		fork.end();
		await(() -> sessions().isEmpty());
	}

	@Test
	void invalidOptionIsAnErrorWithTheEndOfTheLog() {
		MemberProcess fork = fork(0, "-Xmx12wrong");
		assertThat(fork.send("acquire a").await("error SharedSessionHostStartException")).contains("-Xmx12wrong");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseG1GC", "-XX:-UseSerialGC -XX:+UseParallelGC -Xms600m",
			"-XX:MinHeapFreeRatio=50 -XX:MaxRAMPercentage=50" })
	void optionOfTheUserWinsOverOneOfOurs(String options) {
		fork(0, options).send("acquire a").await("acquired a");
		assertThat(commandLine(hostPid())).contains(options.split(" ", -1));
	}

	/** Of a process that runs: what the JVM itself reads from its environment counts. */
	@Test
	void optionsOfTheEnvironmentThatTwoJvmsCanNotShareAreLeftToTheFork() throws IOException {
		Path log = this.directory.resolve("gc.log");
		Path trustStore = this.directory.resolve("trust store");
		List<String> environment = List.of("/usr/bin/env",
				"JAVA_TOOL_OPTIONS=-XX:+UseG1GC -Dcom.sun.management.jmxremote.port=" + freePort()
						+ " -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false"
						+ " '-Djavax.net.ssl.trustStore=" + trustStore + "'",
				"JDK_JAVA_OPTIONS=-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + freePort()
						+ " -Dfrom.launcher=1",
				"_JAVA_OPTIONS=-Xms600m -Xmx700m -Xlog:gc:file=" + log + " -Duser.language=de");
		MemberProcess fork = fork(environment, "test", classPath(), 0, 30_000, "");
		fork.send("acquire a").await("acquired a");
		assertThat(log()).contains("Picked up JAVA_TOOL_OPTIONS: '-Djavax.net.ssl.trustStore=" + trustStore + "'\n",
				"Picked up JDK_JAVA_OPTIONS: -Dfrom.launcher=1\n", "Picked up _JAVA_OPTIONS: -Duser.language=de\n");
		assertThat(log).exists();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/** The launcher reads it from the file of arguments. */
	private static List<String> commandLine(long pid) {
		return ProcessHandle.of(pid)
			.flatMap((process) -> process.info().arguments())
			.map((arguments) -> readLines(Path.of(arguments[0].substring(1))))
			.orElseThrow();
	}

	private static List<String> readLines(Path file) {
		try {
			return Files.readAllLines(file).stream().map((line) -> line.replace("\"", "")).toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void classThatIsNoServerIsNotEvenInitialized() {
		MemberProcess fork = fork();
		assertThat(fork.send("name " + NoServer.class.getName()).await("error SharedBeanCreationException"))
			.contains(NoServer.class.getName() + " is no HostedServer");
		await(() -> log().contains("is no HostedServer"));
		assertThat(log()).doesNotContain(NoServer.TEXT);
		fork.end();
		await(() -> sessions().isEmpty());
	}

	@Test
	void hostClosesItsServersWhenTheDirectoryOfTheSessionIsRemoved() throws IOException {
		MemberProcess fork = fork();
		fork.send("acquire a").await("acquired a");
		long pid = hostPid();
		delete(root().resolve(sessions().get(0)));
		awaitEnd(pid);
		assertThat(verbs()).containsExactly("starting", "started", "closing", "closed");
	}

	@Test
	void hostClosesItsServersWhenTheirClassesHaveBeenRemoved() throws IOException {
		Path classes = this.directory.resolve("classes");
		copy(Path.of(HostMain.class.getProtectionDomain().getCodeSource().getLocation().getPath()), classes);
		copy(Path.of(HostTests.class.getProtectionDomain().getCodeSource().getLocation().getPath()), classes);
		String libraries = Stream.of(classPath().split(File.pathSeparator, -1))
			.filter((entry) -> entry.endsWith(".jar"))
			.collect(Collectors.joining(File.pathSeparator));
		MemberProcess fork = fork("test", classes + File.pathSeparator + libraries, 0, 30_000, "");
		fork.send("acquire a").await("acquired a");
		await(() -> log().contains("Loaded what closing " + LedgerServer.class.getName() + " needs"));
		delete(classes);
		fork.end();
		await(() -> sessions().isEmpty());
		assertThat(verbs()).containsExactly("starting", "started", "closing", "closed");
	}

	@Test
	void hostOfAnotherClassPathServesToo() throws IOException {
		MemberProcess first = fork();
		String address = first.send("acquire a").await("acquired a");
		long host = hostPid();
		Path more = Files.createDirectory(this.directory.resolve("more"));
		MemberProcess second = fork("test", classPath() + File.pathSeparator + Files.createFile(more.resolve("a.jar")),
				0, 30_000, "");
		assertThat(second.send("acquire a").await("acquired a")).isEqualTo(address);
		second.send("acquire b").await("acquired b");
		long otherHost = hostPid();
		assertThat(otherHost).isNotEqualTo(host);
		String otherAddress = lines().get(lines().size() - 1);
		assertThat(first.send("acquire b").await("acquired b")).contains(generation(otherAddress));
		first.end();
		second.end();
		await(() -> sessions().isEmpty());
		awaitEnd(host);
		awaitEnd(otherHost);
		assertThat(starts()).hasSize(2);
		assertThat(verbs()).filteredOn("closed"::equals).hasSize(2);
	}

	@Test
	void hostThatIsStoppedWaitsForTheForksThatUseIt() {
		MemberProcess fork = fork();
		fork.send("acquire a").await("acquired a");
		long pid = hostPid();
		ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
		await(() -> log().contains("waits for forks"));
		fork.send("use a").await("used");
		fork.end();
		awaitEnd(pid);
		assertThat(sessions()).isEmpty();
		assertThat(verbs()).containsExactly("starting", "started", "used", "closing", "closed");
	}

	@Test
	void requestOfAForkThatHasDiedIsNotServed() throws IOException {
		MemberProcess fork = fork();
		fork.send("acquire a").await("acquired a");
		Path session = root().resolve(sessions().get(0));
		Path resource = Files.createDirectories(session.resolve("resources/b_0000000000000b0b/0000000000000b0b"));
		Files.copy(find(session, "server"), resource.resolve("server"));
		Path request = Files.createDirectory(resource.resolve("requests")).resolve("dead");
		Files.writeString(request, names(session.resolve("hosts")).get(0));
		await(() -> !Files.exists(request));
		assertThat(starts()).hasSize(1);
	}

	@Test
	void sessionOfALivingHostIsNotSweptThoughAllItsForksHaveGone() {
		MemberProcess first = fork(600_000, "");
		first.send("acquire a").await("acquired a");
		first.end();
		MemberProcess second = fork("next", classPath(), 0, 30_000, "");
		second.send("acquire a").await("acquired a");
		assertThat(sessions()).hasSize(2);
		assertThat(verbs()).containsExactly("starting", "started", "starting", "started");
	}

	@Test
	void filesOfTheHostAreForTheirOwnerOnly() throws IOException {
		fork().send("acquire a").await("acquired a");
		try (Stream<Path> files = Files.walk(root().resolve(sessions().get(0)))) {
			assertThat(files.filter(Files::isRegularFile)).isNotEmpty()
				.allSatisfy((file) -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
					.isEqualTo("rw-------"));
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "-Dfile.encoding=ISO-8859-1", "-Dfile.encoding=US-ASCII", "-Dsun.jnu.encoding=ISO-8859-1" })
	void pathsHaveAnyLettersWhateverTheEncodingOfAForkIs(String encoding) throws IOException {
		assumeTrue("UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")), "The locale has no such letters");
		this.root = this.directory.resolve("größe 日本 😀 it's \"#\\ $(x) %d");
		Path classes = Files.createDirectory(this.directory.resolve("größe 日本 's \"#\\"));
		copy(Path.of(LedgerServer.class.getProtectionDomain().getCodeSource().getLocation().getPath())
			.resolve(LedgerServer.class.getPackageName().replace('.', '/')),
				Files.createDirectories(classes.resolve(LedgerServer.class.getPackageName().replace('.', '/'))));
		String entries = classes + File.pathSeparator + classPath();
		MemberProcess fork = MemberProcess.start(List.of("env", "LC_ALL=C.UTF-8"), List.of(encoding), ForkMain.class,
				List.of(root().toString(), "test", ledger().toString(), "0", "30000", "-Dname=größe", entries));
		this.forks.add(fork);
		fork.send("acquire a").await("acquired a");
		assertThat(hosts()).hasSize(1);
		fork.end();
		await(() -> sessions().isEmpty());
		assertThat(verbs()).containsExactly("starting", "started", "closing", "closed");
	}

	/** As Surefire runs the tests of a project with a {@code module-info.java}. */
	@Test
	void serverOfAForkOnTheModulePathIsFound() throws IOException {
		Path main = compile("main", classPath(), Map.of("module-info", "open module stranger {}", "stranger/Main",
				"package stranger; class Main { static void greet() { System.out.println(\"The module is here\"); } }"));
		Path tests = compile("tests", main + File.pathSeparator + classPath(),
				Map.of("stranger/Server", "package stranger; public class Server extends "
						+ LedgerServer.class.getName() + " { public Server() { Main.greet(); } }"));
		MemberProcess fork = MemberProcess.start(List.of(),
				List.of("--module-path", main.toString(), "--patch-module", "stranger=" + tests, "--add-modules",
						"stranger", "--add-reads", "stranger=ALL-UNNAMED"),
				ForkMain.class, List.of(root().toString(), "test", ledger().toString(), "0", "30000", "", classPath()));
		this.forks.add(fork);
		fork.send("name stranger.Server").await("acquired named");
		assertThat(log()).contains("The module is here");
		fork.end();
		await(() -> sessions().isEmpty());
		assertThat(verbs()).containsExactly("starting", "started", "closing", "closed");
	}

	private Path compile(String name, String classPath, Map<String, String> sources) throws IOException {
		Path target = this.directory.resolve(name);
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-cp", classPath, "-d", target.toString()));
		for (Map.Entry<String, String> source : sources.entrySet()) {
			Path file = this.directory.resolve(name + "-sources/" + source.getKey() + ".java");
			Files.createDirectories(file.getParent());
			arguments.add(Files.writeString(file, source.getValue()).toString());
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
		return target;
	}

	@Test
	void lettersThatTheLocaleLacksAreAnErrorThatSaysSo() {
		MemberProcess fork = MemberProcess.start(List.of("env", "LC_ALL=C"), List.of(), ForkMain.class,
				List.of(root().toString(), "test", ledger().toString(), "0", "30000", "-Dname=größe", classPath()));
		this.forks.add(fork);
		assertThat(fork.send("acquire a").await("error SharedSessionHostStartException"))
			.contains("shared-session.host-options", "LC_ALL=C.UTF-8");
	}

	private MemberProcess fork() {
		return fork(0, "");
	}

	private MemberProcess fork(long linger, String options) {
		return fork("test", classPath(), linger, 30_000, options);
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private MemberProcess fork(String session, String hostClassPath, long linger, long closeLimit, String options) {
		return fork(List.of(), session, hostClassPath, linger, closeLimit, options);
	}

	private MemberProcess fork(List<String> prefix, String session, String hostClassPath, long linger, long closeLimit,
			String options) {
		MemberProcess fork = MemberProcess.start(prefix, ForkMain.class, List.of(root().toString(), session,
				ledger().toString(), String.valueOf(linger), String.valueOf(closeLimit), options, hostClassPath));
		this.forks.add(fork);
		return fork;
	}

	private void kill(long pid) {
		ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
		awaitEnd(pid);
	}

	private void permit(String name) throws IOException {
		Files.createFile(this.directory.resolve("permission-" + name));
	}

	private static String generation(String line) {
		return line.split(" ", -1)[2];
	}

	private static Path find(Path directory, String name) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.endsWith(name)).findFirst().orElseThrow();
		}
	}

	private static void copy(Path source, Path target) throws IOException {
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.toList()) {
				Path copy = target.resolve(source.relativize(file).toString());
				if (!Files.exists(copy)) {
					Files.copy(file, copy);
				}
			}
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
	}

	private Path root() {
		return (this.root != null) ? this.root : this.directory.resolve("root");
	}

	private Path ledger() {
		return this.directory.resolve("ledger");
	}

	private List<String> lines() {
		try {
			return Files.exists(ledger()) ? Files.readAllLines(ledger()) : List.of();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private List<String> starts() {
		return lines().stream().filter((line) -> line.startsWith("starting ")).toList();
	}

	private List<String> verbs() {
		return lines().stream().map((line) -> line.substring(0, line.indexOf(' '))).toList();
	}

	private long hostPid() {
		List<String> starts = starts();
		return Long.parseLong(starts.get(starts.size() - 1).split(" ", -1)[3]);
	}

	private List<String> sessions() {
		return names(root()).stream().filter((name) -> name.startsWith("s-")).toList();
	}

	private static List<String> names(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> String.valueOf(file.getFileName())).toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private void awaitEnd(long pid) {
		await(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
	}

	private void await(BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
				throw new AssertionError("Not within " + LIMIT_SECONDS + " s; " + lines() + sessions() + log());
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
	}

	private String log() {
		try (Stream<Path> files = Files.walk(root())) {
			StringBuilder text = new StringBuilder();
			for (Path file : files.filter((candidate) -> candidate.endsWith("log")).toList()) {
				text.append('\n').append(file).append(":\n").append(Files.readString(file));
			}
			return text.toString();
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
