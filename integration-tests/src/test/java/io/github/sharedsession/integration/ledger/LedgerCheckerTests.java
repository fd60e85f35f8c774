package io.github.sharedsession.integration.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.integration.ledger.Violation.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LedgerChecker} and {@link Ledger}.
 */
class LedgerCheckerTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void acceptsOneOfEachDestroyedInOrder() throws Exception {
		assertThat(check("""
				create server a 1
				create schema b 1 on=server:a
				connect schema b 1 client=1
				connect schema b 2 client=1
				use-begin schema b 2 client=1
				use-end schema b 2 client=1
				disconnect schema b 1 client=1
				disconnect schema b 2 client=1
				destroy schema b 2
				destroy server a 3
				""")).isEmpty();
	}

	@Test
	void acceptsNextGenerationAfterFirstIsGone() throws Exception {
		assertThat(check("""
				create server a 1
				destroy server a 1
				create server b 2
				destroy server b 2
				""")).isEmpty();
	}

	@Test
	void acceptsAnyOrderOfThingsThatDoNotDependOnEachOther() throws Exception {
		assertThat(check("""
				create server a 1
				create index b 2
				destroy server a 2
				destroy index b 1
				""")).isEmpty();
	}

	@Test
	void catchesTwoLiveGenerations() throws Exception {
		assertThat(check("""
				create server a 1
				create server b 2
				destroy server a 1
				destroy server b 2
				""")).containsExactly(Kind.SECOND_LIVE_GENERATION);
	}

	@Test
	void catchesUseBeforeCreation() throws Exception {
		assertThat(check("""
				use-begin server a 2
				use-end server a 2
				create server a 1
				destroy server a 1
				""")).containsExactly(Kind.USED_BEFORE_CREATED, Kind.USED_BEFORE_CREATED);
	}

	@Test
	void catchesUseAfterDestruction() throws Exception {
		assertThat(check("""
				create server a 1
				destroy server a 1
				use-begin server a 2
				use-end server a 2
				""")).containsExactly(Kind.USED_AFTER_DESTROYED, Kind.USED_AFTER_DESTROYED);
	}

	@Test
	void catchesUseOfAnotherGenerationThanTheLiveOne() throws Exception {
		assertThat(check("""
				create server a 1
				use-begin server b 1
				use-end server b 1
				destroy server a 1
				""")).containsExactly(Kind.USED_BEFORE_CREATED, Kind.USED_BEFORE_CREATED);
	}

	@Test
	void catchesDestructionDuringUse() throws Exception {
		assertThat(check("""
				create server a 1
				use-begin server a 2
				destroy server a 1
				use-end server a 2
				""")).containsExactly(Kind.DESTROYED_WHILE_USED, Kind.USED_AFTER_DESTROYED);
	}

	@Test
	void catchesDestructionWhileConnected() throws Exception {
		assertThat(check("""
				create server a 1
				connect server a 1 client=1
				connect server a 1 client=2
				disconnect server a 1 client=2
				destroy server a 1
				disconnect server a 1 client=1
				""")).containsExactly(Kind.DESTROYED_WHILE_USED, Kind.USED_AFTER_DESTROYED);
	}

	@Test
	void catchesUseOfDisconnectedClient() throws Exception {
		assertThat(check("""
				create server a 1
				connect server a 1 client=1
				disconnect server a 1 client=1
				use-begin server a 1 client=1
				use-end server a 1 client=1
				destroy server a 1
				""")).containsExactly(Kind.USED_AFTER_DISCONNECTED, Kind.USED_AFTER_DISCONNECTED);
	}

	@Test
	void catchesDependencyDestroyedBeforeDependent() throws Exception {
		assertThat(check("""
				create server a 1
				create schema b 1 on=server:a
				destroy server a 1
				destroy schema b 1
				""")).containsExactly(Kind.DESTROYED_BEFORE_DEPENDENT);
	}

	@Test
	void catchesDependentDestroyedOnAnotherServerThanItsOwn() throws Exception {
		assertThat(check("""
				create server a 1
				create schema c 1 on=server:a
				create server2 b 2
				destroy schema c 2 on=server2:b
				destroy server a 2
				destroy server2 b 2
				""")).containsExactly(Kind.DESTROYED_ON_OTHER_DEPENDENCY);
	}

	@Test
	void catchesCreationOnTopOfNothing() throws Exception {
		assertThat(check("""
				create schema b 1 on=server:a
				destroy schema b 1
				""")).containsExactly(Kind.CREATED_WITHOUT_DEPENDENCY);
	}

	@Test
	void catchesSecondDestruction() throws Exception {
		assertThat(check("""
				create server a 1
				destroy server a 1
				destroy server a 2
				""")).containsExactly(Kind.DESTROYED_TWICE);
	}

	@Test
	void catchesDestructionOfSomethingUnknown() throws Exception {
		assertThat(check("destroy server a 1\n")).containsExactly(Kind.DESTROYED_BEFORE_CREATED);
	}

	@Test
	void catchesLeak() throws Exception {
		assertThat(check("create server a 1\n")).containsExactly(Kind.NOT_DESTROYED);
	}

	@Test
	void catchesClientThatIsNeverDisconnected() throws Exception {
		assertThat(check("""
				create server a 1
				connect server a 2 client=1
				destroy server a 1
				""")).containsExactly(Kind.DESTROYED_WHILE_USED, Kind.NOT_RELEASED);
	}

	@Test
	void forgetsUsesOfKilledProcess() throws Exception {
		assertThat(check("""
				create server a 1
				connect server a 2 client=1
				use-begin server a 2 client=1
				kill - - 2
				destroy server a 1
				""")).isEmpty();
	}

	@Test
	void keepsUsesOfOthersWhenOneProcessIsKilled() throws Exception {
		assertThat(check("""
				create server a 1
				use-begin server a 2
				use-begin server a 3
				kill - - 2
				destroy server a 1
				use-end server a 3
				""")).containsExactly(Kind.DESTROYED_WHILE_USED, Kind.USED_AFTER_DESTROYED);
	}

	@Test
	void forgetsUsesButNotConnectionsOfStoppedProcess() throws Exception {
		assertThat(check("""
				create server a 1
				connect server a 2 client=1
				use-begin server a 2 client=1
				stop - - 2
				disconnect server a 2 client=1
				destroy server a 1
				""")).isEmpty();
		assertThat(check("""
				create server a 1
				connect server a 2 client=1
				use-begin server a 2 client=1
				stop - - 2
				destroy server a 1
				""")).containsExactly(Kind.DESTROYED_WHILE_USED, Kind.NOT_RELEASED);
	}

	@Test
	void refusesTornLine() {
		assertThatIllegalArgumentException().isThrownBy(() -> check("create server\n")).withMessageContaining("Line 1");
	}

	@Test
	void leavesOutLineThatIsStillBeingWritten() throws Exception {
		assertThat(ledger("create server a 1\ndest").entries()).hasSize(1);
	}

	@Test
	void knowsForksAndBuilds() throws Exception {
		Ledger ledger = ledger("""
				fork - - 11 build=10 number=1
				fork - - 12 build=10 number=2
				create server a 13
				""");
		assertThat(ledger.forks()).containsExactlyInAnyOrder(11L, 12L);
		assertThat(ledger.builds()).containsExactly(10L);
	}

	private List<Kind> check(String content) throws Exception {
		return LedgerChecker.check(ledger(content).entries()).stream().map(Violation::kind).toList();
	}

	private Ledger ledger(String content) throws Exception {
		return new Ledger(Files.writeString(this.directory.resolve("ledger"), content));
	}

}
