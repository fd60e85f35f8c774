package io.github.sharedsession.core.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.store.RootLocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the {@link SessionRoot}.
 */
class SessionRootTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t" })
	void settingWithoutAValueIsNone(@Nullable String setting) {
		assertThat(SessionRoot.of(setting)).isEqualTo(RootLocation.byDefault());
	}

	@ParameterizedTest
	@ValueSource(strings = { "target/sessions", "./target/sessions", "other/../target/sessions", " target/sessions " })
	void relativePathIsTheSameForAllModulesOfABuild(String setting) throws IOException {
		Path root = module(this.directory.resolve("build"));
		Path one = module(root.resolve("one"));
		Path inner = module(root.resolve("two/inner"));
		Files.createFile(root.resolve("two/pom.xml"));
		Path expected = root.toRealPath().resolve("target/sessions");
		for (Path module : new Path[] { root, one, inner }) {
			assertThat(SessionRoot.of(setting, module)).isEqualTo(new RootLocation(expected, null));
		}
	}

	@Test
	void absolutePathIsTaken() {
		assertThat(SessionRoot.of("/data/sessions", this.directory).path()).isEqualTo(Path.of("/data/sessions"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "?/.shared-session", "?", "~/.shared-session", "~", "~me/sessions" })
	void homeThatNobodyKnowsIsRefused(String setting) {
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> SessionRoot.of(setting, this.directory))
			.withMessageContaining("shared-session.directory is '" + setting + "'")
			.withMessageContaining("an absolute path");
		assertThat(this.directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", "./", "..", "target/..", "one", "/", "%s", "%s/.", "%s/.." })
	void directoryThatHoldsTheBuildIsRefused(String setting) throws IOException {
		Path build = module(this.directory.resolve("build"));
		Path one = module(build.resolve("one"));
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> SessionRoot.of(setting.formatted(build), one))
			.withMessageContaining("holds the build itself")
			.withMessageContaining("target/shared-session");
	}

	@Test
	void settingThatIsNotAPathIsRefused() {
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> SessionRoot.of("a\0b", this.directory))
			.withMessageContaining("shared-session.directory is not a path");
	}

	private static Path module(Path directory) throws IOException {
		Files.createFile(Files.createDirectories(directory).resolve("pom.xml"));
		return directory;
	}

}
