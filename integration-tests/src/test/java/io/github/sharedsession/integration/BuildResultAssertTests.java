package io.github.sharedsession.integration;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.sharedsession.integration.ledger.Ledger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BuildResultAssert}: it fails when it should.
 */
class BuildResultAssertTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@BeforeEach
	void makeDirectories() throws Exception {
		Files.createDirectory(this.directory.resolve("session"));
		Files.createDirectory(this.directory.resolve("reports"));
		write("ledger", "create server a 1\ndestroy server a 1\n");
	}

	@Test
	void exitCodeIsChecked() {
		assertThat(result(0)).succeeds();
		assertThat(result(1)).fails();
		assertFailure(() -> assertThat(result(1)).succeeds(), "Expected the build to succeed");
		assertFailure(() -> assertThat(result(0)).fails(), "Expected the build to fail");
	}

	@Test
	void failureShowsLedgerAndOutput() {
		assertFailure(() -> assertThat(result(1)).succeeds(), "create server a 1");
		assertFailure(() -> assertThat(result(1)).succeeds(), "some output");
	}

	@Test
	void numberOfForksIsChecked() throws Exception {
		write("ledger", "fork - - 1 build=9\nfork - - 2 build=9\n");
		assertThat(result(0)).runsInForks(2);
		assertFailure(() -> assertThat(result(0)).runsInForks(3), "Expected 3 forks");
	}

	@Test
	void creationsAndDestructionsAreCounted() throws Exception {
		assertThat(result(0)).createsAndDestroysOnce("server").creates("schema", 0).createsAtLeastOnce("server");
		assertFailure(() -> assertThat(result(0)).creates("server", 2), "Expected 2 x 'create server'");
		assertFailure(() -> assertThat(result(0)).createsAtLeastOnce("schema"), "Expected at least one");
		write("ledger", "create server a 1\n");
		assertFailure(() -> assertThat(result(0)).createsAndDestroysOnce("server"), "Expected 1 x 'destroy server'");
	}

	@Test
	void ledgerThatIsNotInOrderIsFound() throws Exception {
		assertThat(result(0)).isInOrder();
		write("ledger", "create server a 1\n");
		assertFailure(() -> assertThat(result(0)).isInOrder(), "NOT_DESTROYED");
	}

	@Test
	void fileThatIsLeftIsFound() throws Exception {
		write("session/lock", "");
		assertThat(result(0)).isInOrder();
		Files.createDirectory(this.directory.resolve("session/0f3a"));
		assertFailure(() -> assertThat(result(0)).isInOrder(), "0f3a");
	}

	@Test
	void processThatIsLeftIsFound() throws Exception {
		Process process = new ProcessBuilder("cat").start();
		try {
			write("ledger", "fork - - " + process.pid() + " build=" + process.pid() + "\n");
			assertFailure(() -> assertThat(result(0)).isInOrder(), "Expected process " + process.pid());
		}
		finally {
			process.destroy();
		}
		assertThat(result(0)).isInOrder();
	}

	@Test
	void reportIsSearched() throws Exception {
		write("reports/com.example.SomeTests.txt",
				"io.github.sharedsession.SomeException: The bean 'a'\nAction: None\n");
		assertThat(result(1)).reports("SomeTests", "SomeException", "'a'");
		assertFailure(() -> assertThat(result(1)).reports("SomeTests", "SomeException", "'b'"), "'b'");
		assertFailure(() -> assertThat(result(1)).reports("SomeTests", "OtherException"), "OtherException");
		assertFailure(() -> assertThat(result(1)).reports("OtherTests", "SomeException"), "Report of OtherTests");
		write("reports/com.example.SomeTests.txt", "io.github.sharedsession.SomeException: The bean 'a'\n");
		assertFailure(() -> assertThat(result(1)).reports("SomeTests", "SomeException"), "Action: ");
	}

	@Test
	void whatMustNotBeWrittenIsFoundInOutputAndReports() throws Exception {
		assertThat(result(0)).neverWrites("secret");
		assertFailure(() -> assertThat(result(0)).neverWrites("some output"), "not to write 'some output'");
		write("reports/TEST-com.example.SomeTests.xml", "a secret");
		assertFailure(() -> assertThat(result(0)).neverWrites("secret"), "not to write 'secret'");
	}

	private void assertFailure(ThrowingCallable assertion, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContaining(message);
	}

	private void write(String file, String content) throws Exception {
		Files.writeString(this.directory.resolve(file), content);
	}

	private BuildResult result(int exitCode) {
		return new BuildResult(this.directory, exitCode, "some output", new Ledger(this.directory.resolve("ledger")));
	}

}
