package io.github.sharedsession.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.SharedSessionDirectoryException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the {@link RootLocation}.
 */
class RootLocationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@BeforeEach
	void makeTemporaryDirectory() throws IOException {
		this.temporary = Files.createDirectory(this.directory.resolve("tmp"));
		permit(this.temporary, "rwxrwxrwx", true);
	}

	@Test
	void isInTheHomeDirectory() throws IOException {
		Path home = Files.createDirectory(this.directory.resolve("home"));
		assertThat(find(home.toString())).isEqualTo(new RootLocation(home.resolve(".shared-session"), null));
	}

	@Test
	void isInAHomeDirectoryThatCanBeMade() {
		Path home = this.directory.resolve("homes/me");
		assertThat(find(home.toString()).path()).isEqualTo(home.resolve(".shared-session"));
		assertThat(home).doesNotExist();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "?", "", " ", ".", "home", "../home", "~", "a\0b", "/dev/null", "/dev/null/home" })
	void isAmongTheTemporaryFilesOfThisUserWhereThereIsNoHome(@Nullable String home) throws IOException {
		RootLocation location = find(home);
		assertThat(location.path()).isEqualTo(fallback());
		assertThat(location.notice()).contains("user.home is '" + home + "'", fallback().toString(),
				"set shared-session.directory");
		assertThat(this.temporary).isEmptyDirectory();
		FileStore.open(location.path(), (warning) -> {
		});
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fallback()))).isEqualTo("rwx------");
		assertThat(find(home)).as("said once").isEqualTo(new RootLocation(fallback(), null));
	}

	@Test
	void directoryThatOthersCanChangeIsNotTakenForTemporaryFiles() throws IOException {
		Path open = Files.createDirectory(this.directory.resolve("open"));
		permit(open, "rwxrwxrwx", false);
		Set<Path> candidates = new LinkedHashSet<>(List.of(open, this.directory.resolve("missing"), this.temporary));
		assertThat(RootLocation.byDefault("?", candidates).path()).isEqualTo(fallback());
		permit(this.temporary, "rwxrwxrwx", false);
		assertThatExceptionOfType(SharedSessionDirectoryException.class)
			.isThrownBy(() -> RootLocation.byDefault("?", candidates))
			.withMessageContaining("user.home is '?'")
			.withMessageContaining(this.temporary.toString())
			.withMessageContaining("Set shared-session.directory");
	}

	@Test
	void whatSomebodyHasPreparedThereIsRefused() throws IOException {
		Path elsewhere = Files.createDirectory(this.directory.resolve("elsewhere"));
		Files.createSymbolicLink(fallback(), elsewhere);
		assertRefused("symbolic link");
		Files.delete(fallback());
		Files.createFile(fallback());
		assertRefused("not a directory");
		Files.delete(fallback());
		permit(Files.createDirectory(fallback()), "rwxrwxrwx", false);
		assertRefused("other users can write to it");
	}

	@Test
	void linkInTheHomeDirectoryIsRefusedRatherThanPassedBy() throws IOException {
		Path home = Files.createDirectory(this.directory.resolve("home"));
		Files.createSymbolicLink(home.resolve(".shared-session"), this.temporary);
		Path found = find(home.toString()).path();
		assertThatExceptionOfType(SharedSessionDirectoryException.class)
			.isThrownBy(() -> FileStore.open(found, (warning) -> {
			}))
			.withMessageContaining(home.toString())
			.withMessageContaining("symbolic link");
	}

	private void assertRefused(String reason) throws IOException {
		Path found = find("?").path();
		assertThat(found).isEqualTo(fallback());
		assertThatExceptionOfType(SharedSessionDirectoryException.class)
			.isThrownBy(() -> FileStore.open(found, (warning) -> {
			}))
			.withMessageContaining(found.toString())
			.withMessageContaining(reason)
			.withMessageContaining("shared-session.directory");
	}

	private RootLocation find(@Nullable String home) {
		return RootLocation.byDefault(home, Set.of(this.temporary));
	}

	private Path fallback() throws IOException {
		return this.temporary.resolve("shared-session-" + Files.getAttribute(this.temporary, "unix:uid"));
	}

	private static void permit(Path directory, String permissions, boolean sticky) throws IOException {
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
		if (sticky) {
			Files.setAttribute(directory, "unix:mode", 01777);
		}
	}

}
