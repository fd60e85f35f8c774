package io.github.sharedsession.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.sharedsession.integration.ledger.LedgerChecker;
import io.github.sharedsession.integration.ledger.Violation;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/**
 * Assertions on a {@link BuildResult}. Each failure shows the ledger and the end of the
 * build's output.
 */
final class BuildResultAssert extends AbstractAssert<BuildResultAssert, BuildResult> {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	BuildResultAssert(BuildResult actual) {
		super(actual, BuildResultAssert.class);
	}

	BuildResultAssert succeeds() {
		return check(this.actual.exitCode() == 0, "Expected the build to succeed");
	}

	BuildResultAssert fails() {
		return check(this.actual.exitCode() != 0, "Expected the build to fail");
	}

	/**
	 * Verify that the given number of forks ran tests.
	 * @param count how many
	 * @return this assertion object
	 */
	BuildResultAssert runsInForks(int count) {
		return check(this.actual.ledger().forks().size() == count, "Expected " + count + " forks to run tests");
	}

	/**
	 * Verify that each of the given resources was created and destroyed once.
	 * @param resources the names of the resources
	 * @return this assertion object
	 */
	BuildResultAssert createsAndDestroysOnce(String... resources) {
		for (String resource : resources) {
			creates(resource, 1);
		}
		return this;
	}

	/**
	 * Verify how often a resource was created, and that it was destroyed as often.
	 * @param resource the name of the resource
	 * @param times how often
	 * @return this assertion object
	 */
	BuildResultAssert creates(String resource, int times) {
		check(count("create", resource) == times, "Expected " + times + " x 'create " + resource + "'");
		return check(count("destroy", resource) == times, "Expected " + times + " x 'destroy " + resource + "'");
	}

	BuildResultAssert createsAtLeastOnce(String resource) {
		return check(count("create", resource) > 0, "Expected at least one 'create " + resource + "'");
	}

	/**
	 * Verify that nothing happened that must not happen, and that nothing is left: no
	 * resource, no process, no file but the one lock.
	 * @return this assertion object
	 */
	BuildResultAssert isInOrder() {
		List<Violation> violations = LedgerChecker.check(this.actual.ledger().entries());
		check(violations.isEmpty(), "Expected a ledger in order but found " + violations);
		return leavesNoFile().leavesNoProcess();
	}

	BuildResultAssert leavesNoFile() {
		List<String> files = this.actual.sessionFiles();
		return check(List.of("lock").containsAll(files),
				"Expected nothing but 'lock' in the session directory but found " + files);
	}

	BuildResultAssert leavesNoProcess() {
		List<Long> pids = new ArrayList<>(this.actual.ledger().forks());
		pids.addAll(this.actual.ledger().builds());
		for (long pid : pids) {
			check(ends(pid), "Expected process " + pid + " to have ended");
		}
		return this;
	}

	/**
	 * Verify that Surefire's report of a test class shows an error of the library.
	 * @param testClass the simple name of the test class
	 * @param exception the simple name of the exception
	 * @param texts what else must be in the report
	 * @return this assertion object
	 */
	BuildResultAssert reports(String testClass, String exception, String... texts) {
		Assertions.assertThat(this.actual.report(testClass))
			.as(() -> "Report of " + testClass + "\n" + this.actual.describe())
			.contains("io.github.sharedsession." + exception + ": ")
			.contains("\nAction: ")
			.contains(texts);
		return this;
	}

	/**
	 * Verify that Maven's console shows some texts.
	 * @param texts what must be there
	 * @return this assertion object
	 */
	BuildResultAssert prints(String... texts) {
		for (String text : texts) {
			check(this.actual.output().contains(text), "Expected the build to print '" + text + "'");
		}
		return this;
	}

	/**
	 * Verify that none of the given texts is in anything that the build wrote.
	 * @param texts what must not be written
	 * @return this assertion object
	 */
	BuildResultAssert neverWrites(String... texts) {
		String written = this.actual.everythingWritten();
		for (String text : texts) {
			check(!written.contains(text), "Expected the build not to write '" + text + "'");
		}
		return this;
	}

	private long count(String verb, String resource) {
		return this.actual.ledger().entries(verb, resource).size();
	}

	private static boolean ends(long pid) {
		CompletableFuture<ProcessHandle> end = ProcessHandle.of(pid)
			.map(ProcessHandle::onExit)
			.orElseGet(() -> CompletableFuture.completedFuture(null));
		try {
			end.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private BuildResultAssert check(boolean condition, String description) {
		if (!condition) {
			throw failure("%s%n%s", description, this.actual.describe());
		}
		return this;
	}

}
