package io.github.sharedsession.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.github.sharedsession.integration.ledger.LedgerEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user reads in the reports of both forks when something is wrong, and that
 * nothing is left behind then.
 */
class FailureTests {

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	@Tag("long")
	void valueThatDoesNotSurviveJsonIsRefused() {
		BuildResult result = run("unreadable");
		assertThat(result).fails().isInOrder();
		for (String testClass : List.of("FirstUnreadableTests", "SecondUnreadableTests")) {
			assertThat(result).reports(testClass, "SharedValueNotSerializableException", "'settings'",
					"UnreadableConfiguration", "callback");
		}
	}

	@Test
	@Tag("long")
	void dataSourceAsPlainValueIsRefused() {
		BuildResult result = run("livedatasource");
		assertThat(result).fails().isInOrder();
		for (String testClass : List.of("FirstLiveDataSourceTests", "SecondLiveDataSourceTests")) {
			assertThat(result).reports(testClass, "SharedLiveObjectException", "'orders'",
					"LiveDataSourceConfiguration", "createdBy");
		}
	}

	@Test
	@Tag("long")
	void closeableObjectAsPlainValueIsRefused() {
		BuildResult result = run("livecloseable");
		assertThat(result).fails().isInOrder();
		for (String testClass : List.of("FirstLiveCloseableTests", "SecondLiveCloseableTests")) {
			assertThat(result).reports(testClass, "SharedLiveObjectException", "'connector'",
					"LiveCloseableConfiguration", "createdBy");
		}
	}

	@Test
	@Tag("long")
	void unresolvablePlaceholderInKeyIsNamed() {
		BuildResult result = run("unresolvablekey");
		assertThat(result).fails().creates("index", 0).isInOrder();
		for (String testClass : List.of("FirstUnresolvableKeyTests", "SecondUnresolvableKeyTests")) {
			assertThat(result).reports(testClass, "SharedBeanDefinitionException", "'index'",
					"UnresolvableKeyConfiguration", "no.such.key");
		}
	}

	@Test
	@Tag("long")
	void unresolvablePlaceholderInInputsIsNamed() {
		BuildResult result = run("unresolvableinputs");
		assertThat(result).fails().creates("index", 0).isInOrder();
		for (String testClass : List.of("FirstUnresolvableInputsTests", "SecondUnresolvableInputsTests")) {
			assertThat(result).reports(testClass, "SharedBeanDefinitionException", "'index'",
					"UnresolvableInputsConfiguration", "no.such.input");
		}
	}

	@Test
	@Tag("long")
	void circleOfSharedBeansIsDrawn() {
		BuildResult result = run("circular");
		assertThat(result).fails().isInOrder();
		for (String testClass : List.of("FirstCircularTests", "SecondCircularTests")) {
			assertThat(result).reports(testClass, "SharedBeanCircularDependencyException", "'chicken'", "'egg'",
					"CircularConfiguration");
		}
	}

	@Test
	@Tag("long")
	void sessionDirectoryBelowFileIsRefused() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		Path sessions = file.resolve("session");
		BuildResult result = build("directory").sessionDirectory(sessions).run();
		assertThat(result).fails().creates("index", 0).leavesNoProcess();
		for (String testClass : List.of("FirstAnyTests", "SecondAnyTests")) {
			assertThat(result).reports(testClass, "SharedSessionDirectoryException", sessions.toString());
		}
	}

	@Test
	@Tag("long")
	void sessionDirectoryThatOthersCanWriteIsRefused() throws Exception {
		Path sessions = Files.createDirectory(this.directory.resolve("session"));
		Files.setPosixFilePermissions(sessions, PosixFilePermissions.fromString("rwxrwxrwx"));
		BuildResult result = build("directory").run();
		assertThat(result).fails().creates("index", 0).isInOrder();
		for (String testClass : List.of("FirstAnyTests", "SecondAnyTests")) {
			assertThat(result).reports(testClass, "SharedSessionDirectoryException", sessions.toString());
		}
	}

	@Test
	void creationThatThrowsRunsOnceAndIsReportedByBothForks() {
		BuildResult result = run("broken");
		assertThat(result).fails().creates("index", 1).isInOrder();
		assertThat(result.ledger().entries("attempt", "index")).as(result::describe).hasSize(1);
		for (String testClass : List.of("FirstBrokenTests", "SecondBrokenTests")) {
			assertThat(result).reports(testClass, "SharedBeanCreationException", "'index'", "BrokenConfiguration",
					"java.lang.IllegalStateException: No such index on any node",
					"at com.example.fixture.failures.broken.BrokenConfiguration.");
		}
	}

	@Test
	void waitThatTimesOutNamesForkThatCreates() {
		BuildResult result = run("slow");
		assertThat(result).fails().createsAndDestroysOnce("index").isInOrder();
		long creator = result.ledger().entries("create", "index").get(0).pid();
		assertThat(result).reports(testClassOfOtherFork(result, "Slow", creator), "SharedBeanWaitTimeoutException",
				"'index'", "SlowConfiguration", result.forkName(creator));
	}

	@Test
	void otherPropertyValuesAreNamedButNotPrinted() {
		BuildResult result = run("mismatch");
		assertThat(result).fails()
			.createsAndDestroysOnce("index")
			.isInOrder()
			.neverWrites("marker-of-first-secret", "marker-of-second-secret");
		long creator = result.ledger().entries("create", "index").get(0).pid();
		assertThat(result).reports(testClassOfOtherFork(result, "Mismatch", creator),
				"SharedBeanPropertyMismatchException", "'index'", "MismatchConfiguration", "search.password", "key");
	}

	private BuildResult run(String name) {
		return build(name).run();
	}

	private FixtureBuild build(String name) {
		return FixtureBuild.in(this.directory).tests("failures/" + name).forks(2).meetingAtEnd();
	}

	private static String testClassOfOtherFork(BuildResult result, String name, long pid) {
		return result.ledger()
			.entries()
			.stream()
			.filter((entry) -> entry.verb().equals("finished") && entry.pid() != pid)
			.map(LedgerEntry::resource)
			.filter((testClass) -> testClass.endsWith(name + "Tests"))
			.findFirst()
			.orElseThrow(() -> new AssertionError("Only one fork ran tests\n" + result.describe()));
	}

}
