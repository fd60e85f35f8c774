package io.github.sharedsession.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionRecordException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests of what only the {@link FileStore} has: files that others may touch.
 */
class FileStoreTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@SuppressWarnings("NullAway.Init")
	private Path root;

	@BeforeEach
	void setRoot() {
		this.root = this.temporary.resolve("parent/root");
	}

	@Test
	void whatItMakesIsForTheOwnerOnly() throws IOException {
		FileStore store = open();
		store.createDirectory("a/b");
		store.write("a/b/record", bytes("x"));
		store.append("a/b/log", bytes("x"));
		store.note("a/b/note").overwrite(bytes("x"));
		StoreLock lock = store.lock("a/b/lock");
		assertThat(lock.tryExclusive()).isTrue();
		lock.close();
		for (String directory : List.of("", "a", "a/b")) {
			assertThat(permissions(directory)).isEqualTo("rwx------");
		}
		for (String file : List.of("a/b/record", "a/b/log", "a/b/note", "a/b/lock")) {
			assertThat(permissions(file)).isEqualTo("rw-------");
		}
	}

	@Test
	void noteIsWrittenOver() {
		FileStore store = open();
		store.note("note").overwrite(bytes("longer"));
		store.note("note").overwrite(bytes("one."));
		assertThat(store.read("note")).isEqualTo(bytes("one.er"));
	}

	@Test
	void noteThatWasRemovedOrReplacedIsMadeAgainButNeverThroughALink() throws IOException {
		FileStore store = open();
		StoreNote note = store.note("note");
		note.overwrite(bytes("one"));
		Files.delete(this.root.resolve("note"));
		note.overwrite(bytes("two"));
		assertThat(store.read("note")).isEqualTo(bytes("two"));
		Path foreign = Files.writeString(this.temporary.resolve("foreign"), "precious");
		Files.delete(this.root.resolve("note"));
		Files.createSymbolicLink(this.root.resolve("note"), foreign);
		assertThatExceptionOfType(SharedSessionRecordException.class).isThrownBy(() -> note.overwrite(bytes("three")))
			.withMessageContaining("symbolic link");
		assertThat(foreign).hasContent("precious");
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "Other systems do not tell what is open")
	void noteThatWasClosedKeepsNothingOpenAndCanBeWritten() throws IOException {
		FileStore store = open();
		StoreNote note = store.note("note");
		note.overwrite(bytes("one"));
		assertThat(isOpen(this.root.resolve("note"))).isTrue();
		store.note("note").close();
		assertThat(isOpen(this.root.resolve("note"))).isFalse();
		note.overwrite(bytes("two"));
		assertThat(store.read("note")).isEqualTo(bytes("two"));
	}

	private static boolean isOpen(Path file) throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors.toList()) {
				if (Files.readSymbolicLink(descriptor).equals(file.toRealPath())) {
					return true;
				}
			}
			return false;
		}
	}

	@Test
	void noteOfAnInterruptedThreadIsWritten() {
		FileStore store = open();
		for (String text : List.of("one", "two")) {
			Thread.currentThread().interrupt();
			store.note("note").overwrite(bytes(text));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(store.read("note")).isEqualTo(bytes(text));
		}
	}

	@Test
	void symbolicLinkIsNotFollowed() throws IOException {
		FileStore store = open();
		Path secret = Files.writeString(this.temporary.resolve("secret"), "secret");
		Path directory = Files.createDirectory(this.temporary.resolve("directory"));
		Files.createSymbolicLink(this.root.resolve("record"), secret);
		Files.createSymbolicLink(this.root.resolve("linked"), directory);
		assertThatExceptionOfType(SharedSessionRecordException.class).isThrownBy(() -> store.read("record"))
			.withMessageContaining("record");
		assertThatExceptionOfType(SharedSessionRecordException.class).isThrownBy(() -> store.list("linked"))
			.withMessageContaining("symbolic link");
		store.deleteDirectory("linked");
		assertThat(directory).exists();
		store.write("record", bytes("new"));
		assertThat(secret).hasContent("secret");
	}

	@Test
	void directoryInPlaceOfARecordIsAnErrorThatNamesIt() throws IOException {
		FileStore store = open();
		Files.createDirectory(this.root.resolve("record"));
		assertThatExceptionOfType(SharedSessionRecordException.class).isThrownBy(() -> store.read("record"))
			.withMessageContaining("root/record")
			.withMessageContaining("Action:");
	}

	@Test
	void namesInTheRootAreThoseOfNowHoweverSoonTheyChange() throws IOException {
		FileStore store = open();
		Files.setLastModifiedTime(this.root, FileTime.from(Instant.now().minusSeconds(10)));
		assertThat(store.list("")).isEmpty();
		for (int i = 0; i < 200; i++) {
			store.createDirectory("directory" + i);
			assertThat(store.list("")).contains("directory" + i);
			Files.delete(this.root.resolve("directory" + i));
			assertThat(store.list("")).isEmpty();
		}
	}

	@Test
	void namesInTheRootAreNotKeptWhileALaterChangeMayGetTheSameTime() throws IOException {
		FileStore store = open();
		FileTime justNow = FileTime.from(Instant.now().minusSeconds(2));
		Files.setLastModifiedTime(this.root, justNow);
		assertThat(store.list("")).isEmpty();
		store.createDirectory("directory");
		Files.setLastModifiedTime(this.root, justNow);
		assertThat(store.list("")).containsExactly("directory");
	}

	@Test
	void lockThatIsReplacedAfterALookIsTheOneThatHasTheName() throws IOException {
		StoreLock lock = open().lock("lock");
		Files.createFile(this.root.resolve("lock"));
		assertThat(lock.exists()).isTrue();
		Files.move(Files.createFile(this.root.resolve("new")), this.root.resolve("lock"),
				StandardCopyOption.REPLACE_EXISTING);
		assertThat(lock.tryExclusive()).isTrue();
		assertThat(lock.isHeld()).isTrue();
		lock.close();
	}

	@Test
	void singleDirectoryIsKnownOnlyIfThereIsOne() throws IOException {
		FileStore store = open();
		assertThat(store.hasSingleDirectory("parent")).isFalse();
		store.createDirectory("parent");
		assertThat(store.hasSingleDirectory("parent")).isFalse();
		store.createDirectory("parent/first");
		store.write("parent/record", new byte[0]);
		boolean counted = Integer.valueOf(3).equals(Files.getAttribute(this.root.resolve("parent"), "unix:nlink"));
		assertThat(store.hasSingleDirectory("parent")).isEqualTo(counted);
		store.createDirectory("parent/second");
		assertThat(store.hasSingleDirectory("parent")).isFalse();
		Files.createSymbolicLink(this.root.resolve("linked"), this.root.resolve("parent"));
		assertThat(store.hasSingleDirectory("linked")).isFalse();
	}

	@Test
	void linkInTheMiddleOfAPathIsNotFollowed() throws IOException {
		FileStore store = open();
		Path directory = Files.createDirectories(this.temporary.resolve("elsewhere/inner"));
		Files.createSymbolicLink(this.root.resolve("linked"), directory.getParent());
		for (String name : List.of("linked/inner", "linked/new")) {
			assertThatExceptionOfType(SharedSessionRecordException.class).isThrownBy(() -> store.createDirectory(name))
				.withMessageContaining("root/linked")
				.withMessageContaining("symbolic link");
			assertThatExceptionOfType(SharedSessionRecordException.class).isThrownBy(() -> store.list(name));
		}
		assertThat(directory.resolveSibling("new")).doesNotExist();
	}

	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void pipeIsNotOpened() throws Exception {
		FileStore store = open();
		Path pipe = this.root.resolve("record");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		assertThatExceptionOfType(SharedSessionRecordException.class).isThrownBy(() -> store.read("record"))
			.withMessageContaining("pipe");
		assertThatExceptionOfType(SharedSessionRecordException.class)
			.isThrownBy(() -> store.append("record", bytes("x")));
		assertThatExceptionOfType(SharedSessionRecordException.class)
			.isThrownBy(() -> store.lock("record").tryExclusive());
		store.write("record", bytes("x"));
		assertThat(store.read("record")).isEqualTo(bytes("x"));
	}

	@Test
	void recordThatIsTooLargeIsNotRead() throws IOException {
		FileStore store = open();
		long size = 1L << 40;
		try (RandomAccessFile sparse = new RandomAccessFile(this.root.resolve("record").toFile(), "rw")) {
			sparse.setLength(size);
		}
		assertThatExceptionOfType(SharedSessionRecordException.class).isThrownBy(() -> store.read("record"))
			.withMessageContaining("root/record")
			.withMessageContaining(size + " bytes");
	}

	@Test
	void lockThatIsRemovedOrReplacedIsNotHeldAndItsNextHolderHasTheNewFile() throws IOException {
		FileStore store = open();
		StoreLock lock = store.lock("lock");
		assertThat(lock.tryShared()).isTrue();
		Files.delete(this.root.resolve("lock"));
		assertThat(lock.isHeld()).isFalse();
		Files.createFile(this.root.resolve("lock"));
		assertThat(lock.isHeld()).isFalse();
		assertThatExceptionOfType(SharedSessionRecordException.class).isThrownBy(lock::tryExclusive)
			.withMessageContaining("root/lock")
			.withMessageContaining("removed or replaced");
		lock.release();
		assertThat(lock.tryExclusive()).isTrue();
		assertThat(lock.isHeld()).isTrue();
		lock.close();
	}

	@Test
	void lockOfWhichOnlyTheOldFileIsOpenTakesTheNewOne() throws IOException {
		FileStore store = open();
		StoreLock lock = store.lock("lock");
		assertThat(lock.tryShared()).isTrue();
		lock.release();
		Files.delete(this.root.resolve("lock"));
		assertThat(lock.tryExclusive()).isTrue();
		assertThat(this.root.resolve("lock")).exists();
		assertThat(lock.isHeld()).isTrue();
		lock.close();
	}

	@Test
	void rootThatIsASymbolicLinkIsRefused() throws IOException {
		Files.createDirectories(this.root.getParent());
		Files.createSymbolicLink(this.root, Files.createDirectory(this.temporary.resolve("elsewhere")));
		assertRefused("symbolic link");
	}

	@Test
	void rootThatOthersCanWriteToIsRefused() throws IOException {
		Files.createDirectories(this.root);
		Files.setPosixFilePermissions(this.root, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertRefused("other users can write to it");
	}

	@Test
	void rootThatIsAFileIsRefused() throws IOException {
		Files.createDirectories(this.root.getParent());
		Files.createFile(this.root);
		assertRefused("not a directory");
	}

	@Test
	void rootThatCanNotBeMadeIsRefused() throws IOException {
		Files.createFile(this.temporary.resolve("parent"));
		assertRefused("parent");
	}

	private void assertRefused(String reason) {
		assertThatExceptionOfType(SharedSessionDirectoryException.class).isThrownBy(this::open)
			.withMessageContaining(this.root.toString())
			.withMessageContaining(reason)
			.withMessageContaining("Action:");
	}

	private FileStore open() {
		return FileStore.open(this.root, (warning) -> fail(warning));
	}

	private String permissions(String name) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.root.resolve(name)));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
