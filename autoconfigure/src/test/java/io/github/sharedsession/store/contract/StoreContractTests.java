package io.github.sharedsession.store.contract;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What every {@link Store} has to do, whatever it keeps its locks and records in: extend
 * it for a store of your own. Its JVMs are real, and some of them are killed.
 */
public abstract class StoreContractTests {

	/** Names that mean something to a shell, to SQL or to a pattern. */
	private static final List<String> ODD_NAMES = List.of("axb", "a b", "a'b", "a\"b", "a%b", "a_b", "a\\b", "a.b",
			"a;b", "a*b", "a?b", "a$b", "a--b", "a:b", "-a", "a".repeat(200));

	private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

	private final List<MemberProcess> processes = new ArrayList<>();

	@SuppressWarnings("NullAway.Init")
	private Store store;

	/**
	 * Tell how the store is opened.
	 * @return a public class with a public constructor without parameters
	 */
	protected abstract Class<? extends StoreOpener> opener();

	/**
	 * Tell where the store of the current test is.
	 * @return the same during one test, and never that of another one
	 */
	protected abstract String location();

	@BeforeEach
	protected void openStore() throws ReflectiveOperationException {
		this.store = opener().getDeclaredConstructor().newInstance().open(location());
	}

	@AfterEach
	void endProcesses() {
		this.processes.forEach(MemberProcess::close);
	}

	@Test
	void exclusiveLockKeepsOtherJvmsOut() {
		MemberProcess other = start();
		StoreLock lock = this.store.lock("lock");
		assertThat(ask(other, "exclusive", "lock")).isEqualTo("true");
		assertThat(lock.tryExclusive()).isFalse();
		assertThat(lock.tryShared()).isFalse();
		assertThat(lock.isHeld()).isFalse();
		ask(other, "release", "lock");
		assertThat(lock.tryExclusive()).isTrue();
		assertThat(lock.isHeld()).isTrue();
		assertThat(ask(other, "shared", "lock")).isEqualTo("false");
		assertThat(ask(other, "held", "lock")).isEqualTo("false");
		lock.close();
		assertThat(ask(other, "shared", "lock")).isEqualTo("true");
	}

	@Test
	void sharedLockIsSharedByManyJvmsAndRefusesAnExclusiveOne() {
		MemberProcess first = start();
		MemberProcess second = start();
		StoreLock lock = this.store.lock("lock");
		assertThat(ask(first, "shared", "lock")).isEqualTo("true");
		assertThat(ask(second, "shared", "lock")).isEqualTo("true");
		assertThat(lock.tryExclusive()).isFalse();
		assertThat(lock.tryShared()).isTrue();
		ask(first, "release", "lock");
		lock.release();
		assertThat(lock.tryExclusive()).isFalse();
		ask(second, "close", "lock");
		assertThat(lock.tryExclusive()).isTrue();
	}

	@Test
	void lockIsTakenOnceAndNeverChangesItsKindWhileItIsHeld() {
		MemberProcess other = start();
		StoreLock lock = this.store.lock("lock");
		assertThat(lock.tryShared()).isTrue();
		assertThatIllegalStateException().isThrownBy(lock::tryExclusive);
		assertThatIllegalStateException().isThrownBy(lock::tryShared);
		assertThat(ask(other, "shared", "lock")).as("still shared").isEqualTo("true");
		lock.release();
		ask(other, "release", "lock");
		assertThat(lock.tryExclusive()).isTrue();
		assertThatIllegalStateException().isThrownBy(lock::tryExclusive);
		assertThatIllegalStateException().isThrownBy(lock::tryShared);
		lock.release();
		assertThat(ask(other, "exclusive", "lock")).as("released by one release").isEqualTo("true");
	}

	@Test
	void releasingWhatIsNotHeldDoesNothing() {
		StoreLock lock = this.store.lock("lock");
		lock.release();
		lock.close();
		assertThat(lock.tryExclusive()).isTrue();
		lock.release();
		lock.release();
		lock.close();
		lock.close();
		assertThat(lock.isHeld()).isFalse();
	}

	@Test
	void lockExistsOnceItHasBeenTried() {
		StoreLock lock = this.store.lock("lock");
		assertThat(lock.tryExclusive()).isTrue();
		assertThat(lock.exists()).isTrue();
		lock.close();
		assertThat(lock.exists()).isTrue();
	}

	@Test
	void lockIsHeldOnceWhicheverObjectAsked() {
		StoreLock first = this.store.lock("lock");
		StoreLock second = this.store.lock("lock");
		assertThat(first.tryShared()).isTrue();
		assertThat(second.isHeld()).isTrue();
		assertThatIllegalStateException().isThrownBy(second::tryShared);
		second.release();
		assertThat(first.isHeld()).isFalse();
		assertThat(second.tryExclusive()).isTrue();
		first.close();
		assertThat(second.isHeld()).isFalse();
	}

	@Test
	void otherClassLoaderHasTheSameLocksAndNeverLosesThem() throws Exception {
		MemberProcess process = start();
		StoreLock lock = this.store.lock("lock");
		assertThat(lock.tryExclusive()).isTrue();
		try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			UnaryOperator<String> other = openedBy(loader);
			assertThat(other.apply(StoreCommands.line("held", "lock"))).isEqualTo("true");
			assertThat(other.apply(StoreCommands.line("exclusive", "lock"))).startsWith("IllegalStateException");
			assertThat(lock.isHeld()).isTrue();
			assertThat(ask(process, "shared", "lock")).as("after the failed attempt").isEqualTo("false");
			assertThat(other.apply(StoreCommands.line("close", "lock"))).isEqualTo("done");
			assertThat(lock.isHeld()).isFalse();
			assertThat(ask(process, "exclusive", "lock")).isEqualTo("true");
			assertThat(other.apply(StoreCommands.line("exclusive", "other"))).isEqualTo("true");
			assertThat(this.store.lock("other").isHeld()).isTrue();
		}
	}

	@Test
	void manyThreadsWithTheirOwnObjectsNeverLoseTheLock() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(4);
		AtomicBoolean inside = new AtomicBoolean();
		try {
			List<Future<Integer>> results = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				results.add(executor.submit(() -> {
					int count = 0;
					for (int i = 0; i < 500; i++) {
						JvmRegistry.guard("test").lock();
						try {
							StoreLock lock = this.store.lock("lock");
							assertThat(lock.tryExclusive()).isTrue();
							assertThat(inside.getAndSet(true)).isFalse();
							count++;
							inside.set(false);
							lock.close();
						}
						finally {
							JvmRegistry.guard("test").unlock();
						}
					}
					return count;
				}));
			}
			for (Future<Integer> result : results) {
				assertThat(result.get()).isEqualTo(500);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void whoHasTheLockSeesWhatItsLastHolderHasWritten() {
		List<MemberProcess> all = List.of(start(), start(), start());
		all.forEach((process) -> process.send(StoreCommands.line("count", "lock", "number", "100")));
		for (MemberProcess process : all) {
			assertThat(process.await("answer")).isEqualTo("counted");
		}
		assertThat(text(this.store.read("number"))).isEqualTo("300");
	}

	@Test
	void deathOfTheHolderFreesItsLocksAndKeepsWhatItHasWritten() {
		MemberProcess killed = start();
		assertThat(ask(killed, "exclusive", "exclusive")).isEqualTo("true");
		assertThat(ask(killed, "shared", "shared")).isEqualTo("true");
		assertThat(ask(killed, "number", "numbers", "7")).isEqualTo("true");
		ask(killed, "write", "record", "written");
		killed.kill();
		await(this.store.lock("exclusive")::tryExclusive);
		await(this.store.lock("shared")::tryExclusive);
		await(this.store.lock("numbers", 7)::tryExclusive);
		assertThat(text(this.store.read("record"))).isEqualTo("written");
	}

	@Test
	void stoppedHolderKeepsItsLocksAndGoesOnWithThem() throws Exception {
		MemberProcess stopped = start();
		StoreLock lock = this.store.lock("lock");
		assertThat(ask(stopped, "exclusive", "lock")).isEqualTo("true");
		signal("STOP", stopped);
		try {
			assertThat(lock.tryExclusive()).isFalse();
			assertThat(lock.tryShared()).isFalse();
		}
		finally {
			signal("CONT", stopped);
		}
		assertThat(ask(stopped, "held", "lock")).isEqualTo("true");
		assertThat(lock.tryShared()).isFalse();
		ask(stopped, "release", "lock");
		assertThat(lock.tryExclusive()).isTrue();
	}

	@Test
	void numberedLocksAreEachOneOfTheirOwn() {
		MemberProcess other = start();
		StoreLock first = this.store.lock("numbers", 1);
		assertThat(first.tryExclusive()).isTrue();
		assertThat(ask(other, "number", "numbers", "1")).isEqualTo("false");
		assertThat(ask(other, "number", "numbers", "2")).isEqualTo("true");
		assertThat(this.store.lock("numbers", 2).tryExclusive()).isFalse();
		first.release();
		assertThat(ask(other, "number", "numbers", "1")).isEqualTo("true");
	}

	@Test
	void lockOfAnyNameIsOneOfItsOwn() {
		MemberProcess other = start();
		this.store.createDirectory("locks");
		for (String name : ODD_NAMES) {
			assertThat(this.store.lock("locks/" + name).tryExclusive()).as(name).isTrue();
		}
		this.store.lock("locks/a_b").release();
		for (String name : ODD_NAMES) {
			assertThat(ask(other, "exclusive", "locks/" + name)).as(name).isEqualTo(String.valueOf(name.equals("a_b")));
		}
	}

	@Test
	void readsWhatWasWrittenAndNullForWhatIsNotThere() {
		assertThat(this.store.read("record")).isNull();
		assertThat(this.store.exists("record")).isFalse();
		this.store.write("record", bytes("one"));
		this.store.write("record", bytes("two"));
		assertThat(text(this.store.read("record"))).isEqualTo("two");
		this.store.write("record", new byte[0]);
		assertThat(this.store.read("record")).isEmpty();
		assertThat(this.store.exists("record")).isTrue();
		this.store.delete("record");
		this.store.delete("record");
		assertThat(this.store.exists("record")).isFalse();
		assertThat(this.store.read("record")).isNull();
	}

	@Test
	void readerSeesTheOldContentOrTheNewButNeverAPartThoughWritersAreKilled() {
		byte[] ones = bytes("1".repeat(100_000));
		byte[] twos = bytes("2".repeat(50_000));
		this.store.write("record", ones);
		for (int i = 0; i < 3; i++) {
			MemberProcess writer = start();
			writer.send(StoreCommands.line("flip", "record", "100000")).await("flipping");
			boolean onesSeen = false;
			boolean twosSeen = false;
			for (long end = System.nanoTime() + LIMIT; !onesSeen || !twosSeen;) {
				byte[] content = this.store.read("record");
				onesSeen |= Arrays.equals(content, ones);
				twosSeen |= Arrays.equals(content, twos);
				assertThat(Arrays.equals(content, ones) || Arrays.equals(content, twos)).as("whole").isTrue();
				// Whatever it takes to write one is no record
				assertThat(this.store.list("")).containsExactly("record");
				assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
			}
			writer.kill();
			byte[] content = this.store.read("record");
			assertThat(Arrays.equals(content, ones) || Arrays.equals(content, twos)).as("whole").isTrue();
		}
		assertThat(this.store.list("")).containsExactly("record");
	}

	@Test
	void largeRecordIsReadAsItWasWritten() {
		byte[] large = new byte[5 * 1024 * 1024];
		for (int i = 0; i < large.length; i++) {
			large[i] = (byte) (i * 31 + i / 256);
		}
		this.store.write("record", large);
		assertThat(Arrays.equals(this.store.read("record"), large)).isTrue();
	}

	@Test
	void recordThatIsTooLargeIsNotWritten() {
		assertThatExceptionOfType(SharedSessionRecordException.class)
			.isThrownBy(() -> this.store.write("record", new byte[64 * 1024 * 1024 + 1]))
			.withMessageContaining(this.store.address("record"))
			.withMessageContaining("Action:");
		assertThat(this.store.exists("record")).isFalse();
	}

	@Test
	void recordIsWrittenOnlyIntoADirectoryThatExists() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.store.write("directory/record", bytes("x")));
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.store.append("directory/record", bytes("x")));
		assertThat(this.store.exists("directory")).isFalse();
		this.store.createDirectory("directory");
		this.store.write("directory/record", bytes("x"));
		assertThat(text(this.store.read("directory/record"))).isEqualTo("x");
	}

	@Test
	void appendsToTheEndAndBeginsWhatIsNotThere() {
		this.store.append("record", new byte[0]);
		assertThat(this.store.read("record")).isEmpty();
		this.store.append("record", bytes("one "));
		this.store.append("record", bytes("two"));
		this.store.append("record", new byte[0]);
		assertThat(text(this.store.read("record"))).isEqualTo("one two");
	}

	@Test
	void moveReplacesWhatHasTheNewName() {
		this.store.write("value", bytes("new"));
		this.store.write("intent", bytes("old"));
		this.store.move("value", "intent");
		assertThat(this.store.exists("value")).isFalse();
		assertThat(text(this.store.read("intent"))).isEqualTo("new");
		this.store.createDirectory("remains");
		this.store.move("intent", "remains/1");
		assertThat(this.store.list("")).containsExactly("remains");
		assertThat(text(this.store.read("remains/1"))).isEqualTo("new");
	}

	@Test
	void thereIsNoMomentWithoutARecordThatIsReplaced() throws Exception {
		this.store.write("intent", bytes("0"));
		AtomicBoolean done = new AtomicBoolean();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<?> mover = executor.submit(() -> {
				for (int i = 1; i <= 300; i++) {
					this.store.write("value", bytes(String.valueOf(i)));
					this.store.move("value", "intent");
				}
				done.set(true);
			});
			int last = 0;
			while (!done.get() && !mover.isDone()) {
				int number = Integer.parseInt(text(this.store.read("intent")));
				assertThat(number).isGreaterThanOrEqualTo(last);
				last = number;
			}
			mover.get();
			assertThat(text(this.store.read("intent"))).isEqualTo("300");
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void moveOfWhatIsNotThereIsAnErrorAndReplacesNothing() {
		this.store.write("intent", bytes("old"));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.store.move("value", "intent"))
			.withMessageContaining(this.store.address("value"));
		assertThat(text(this.store.read("intent"))).isEqualTo("old");
	}

	@Test
	void directoryMovesWithAllItHolds() {
		this.store.createDirectory("old/inner");
		this.store.createDirectory("older");
		this.store.write("old/record", bytes("one"));
		this.store.write("old/inner/record", bytes("two"));
		this.store.move("old", "new");
		assertThat(this.store.list("")).containsExactlyInAnyOrder("new", "older");
		assertThat(text(this.store.read("new/record"))).isEqualTo("one");
		assertThat(text(this.store.read("new/inner/record"))).isEqualTo("two");
		assertThat(this.store.list("old")).isEmpty();
	}

	@Test
	void listsTheNamesInADirectoryAndNoOthers() {
		assertThat(this.store.list("directory")).isEmpty();
		this.store.createDirectory("directory/inner/innermost");
		this.store.createDirectory("directory2/other");
		this.store.write("directory/record", bytes("x"));
		this.store.write("directory/inner/another", bytes("x"));
		assertThat(this.store.list("")).containsExactlyInAnyOrder("directory", "directory2");
		assertThat(this.store.list("directory")).containsExactlyInAnyOrder("inner", "record");
		assertThat(this.store.list("directory/inner")).containsExactlyInAnyOrder("innermost", "another");
		assertThat(this.store.list("directory/inner/innermost")).isEmpty();
	}

	@Test
	void directoryIsMadeWithItsParentsAndAgain() {
		this.store.createDirectory("one/two");
		this.store.write("one/record", bytes("x"));
		this.store.createDirectory("one/two");
		this.store.createDirectory("one");
		assertThat(this.store.exists("one")).isTrue();
		assertThat(this.store.exists("one/two")).isTrue();
		assertThat(this.store.exists("one/three")).isFalse();
		assertThat(text(this.store.read("one/record"))).isEqualTo("x");
	}

	@Test
	void directoryMayBeNamedWithASlashAtItsEnd() {
		this.store.createDirectory("one/two/");
		this.store.write("one/two/record", bytes("x"));
		assertThat(this.store.list("one/")).containsExactly("two");
		assertThat(this.store.list("one/two")).containsExactly("record");
		assertThat(this.store.list("one/two/")).containsExactly("record");
		assertThat(this.store.exists("one/two/")).isTrue();
		this.store.deleteDirectory("one/two/");
		assertThat(this.store.list("one")).isEmpty();
	}

	@Test
	void manyThreadsMakeTheSameDirectoryAndRecordsAtOnce() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			for (int i = 0; i < 20; i++) {
				String directory = "directory" + i;
				List<Future<?>> makers = new ArrayList<>();
				for (int thread = 0; thread < 4; thread++) {
					makers.add(executor.submit(() -> {
						this.store.createDirectory(directory + "/inner");
						this.store.write(directory + "/inner/record", bytes("x"));
					}));
				}
				for (Future<?> maker : makers) {
					maker.get();
				}
				assertThat(this.store.list(directory + "/inner")).containsExactly("record");
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void directoryIsDeletedWithAllItHoldsAndNothingElse() {
		for (String name : ODD_NAMES) {
			this.store.createDirectory(name + "/inner");
			this.store.write(name + "/record", bytes("x"));
			this.store.write(name + "/inner/record", bytes(name));
		}
		List<String> left = new ArrayList<>(ODD_NAMES);
		for (String name : List.of("a_b", "a%b", "a'b", "a\\b", "a?b", "a*b")) {
			this.store.deleteDirectory(name);
			this.store.deleteDirectory(name);
			left.remove(name);
			assertThat(this.store.exists(name)).as(name).isFalse();
			assertThat(this.store.exists(name + "/inner/record")).as(name).isFalse();
			assertThat(this.store.list("")).containsExactlyInAnyOrderElementsOf(left);
		}
		assertThat(left).allSatisfy((name) -> {
			assertThat(this.store.list(name)).containsExactlyInAnyOrder("inner", "record");
			assertThat(text(this.store.read(name + "/inner/record"))).isEqualTo(name);
		});
	}

	@Test
	void directoryIsDeletedWithLocksThatAreHeldAndCanBeMadeAgain() {
		this.store.createDirectory("directory");
		StoreLock lock = this.store.lock("directory/lock");
		assertThat(lock.tryExclusive()).isTrue();
		this.store.deleteDirectory("directory");
		assertThat(this.store.exists("directory")).isFalse();
		assertThatCode(lock::close).doesNotThrowAnyException();
		this.store.createDirectory("directory");
		MemberProcess other = start();
		assertThat(ask(other, "exclusive", "directory/lock")).isEqualTo("true");
		assertThat(lock.tryShared()).isFalse();
	}

	@Test
	void eachMachineHasDirectoriesForFilesThatGoWithThoseOfTheStore() throws IOException {
		this.store.createDirectory("session");
		Path directory = this.store.createLocalDirectory("session/files/1");
		assertThat(directory).isDirectory().isEqualTo(this.store.path("session/files/1"));
		Files.writeString(directory.resolve("file"), "x");
		assertThat(this.store.createLocalDirectory("session/files/1").resolve("file")).hasContent("x");
		this.store.deleteDirectory("session/files/1");
		assertThat(directory).doesNotExist();
		Path other = this.store.createLocalDirectory("session/files/2");
		this.store.deleteDirectory("session");
		assertThat(other).doesNotExist();
	}

	@Test
	void addressTellsNamesApart() {
		assertThat(this.store.address("one")).contains("one").isNotEqualTo(this.store.address("two"));
		assertThat(this.store.address("one")).isEqualTo(this.store.address("one"));
	}

	@Test
	void interruptedThreadFinishesWhatItDoesAndStaysInterrupted() {
		StoreLock lock = this.store.lock("lock");
		Thread.currentThread().interrupt();
		try {
			this.store.createDirectory("directory");
			this.store.write("directory/record", bytes("x"));
			this.store.append("directory/record", bytes("y"));
			assertThat(lock.tryExclusive()).isTrue();
			assertThat(lock.isHeld()).isTrue();
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(lock.isHeld()).isTrue();
		assertThat(text(this.store.read("directory/record"))).isEqualTo("xy");
	}

	/** Another JVM with the same store. */
	private MemberProcess start() {
		MemberProcess process = MemberProcess.start(StoreMain.class, List.of(opener().getName(), location()));
		this.processes.add(process);
		return process;
	}

	private static String ask(MemberProcess process, String command, String... arguments) {
		return process.send(StoreCommands.line(command, arguments)).await("answer");
	}

	private static void signal(String signal, MemberProcess process) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).inheritIO().start();
		assertThat(kill.waitFor()).isZero();
	}

	private static void await(BooleanSupplier condition) {
		for (long end = System.nanoTime() + LIMIT; !condition.getAsBoolean();) {
			assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
			Thread.onSpinWait();
		}
	}

	@SuppressWarnings("unchecked")
	private UnaryOperator<String> openedBy(ClassLoader loader) throws ReflectiveOperationException {
		Class<?> type = loader.loadClass(StoreCommands.class.getName());
		assertThat(type).isNotSameAs(StoreCommands.class);
		Constructor<?> constructor = type.getDeclaredConstructor(String.class, String.class);
		constructor.setAccessible(true);
		return (UnaryOperator<String>) constructor.newInstance(opener().getName(), location());
	}

	private static URL[] classPath() throws IOException {
		List<URL> urls = new ArrayList<>();
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		for (String entry : classPath.split(File.pathSeparator, -1)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		return urls.toArray(URL[]::new);
	}

	private static String text(byte @Nullable [] content) {
		assertThat(content).isNotNull();
		return new String(Objects.requireNonNull(content), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
