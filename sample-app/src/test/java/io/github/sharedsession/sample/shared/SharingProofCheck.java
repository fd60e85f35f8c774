package io.github.sharedsession.sample.shared;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.sample.shared.SharingLedger.Entry;
import io.github.sharedsession.sample.shared.SharingLedger.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads what the forks of the test plugins have written, when all of them have ended.
 * There may be more in it than they have made themselves: what an earlier build has left
 * that was killed is dropped first. The server itself runs until Maven has ended.
 */
class SharingProofCheck {

	@Test
	void oneServerRunsForBothPlugins() throws IOException {
		assertThat(Stream.concat(uses("surefire"), uses("failsafe")).map(Use::serverStart).distinct()).hasSize(1);
	}

	@ForTheForksOf
	void oneDatabaseIsMigrated(String plugin) throws IOException {
		assertThat(details(plugin, Event.MIGRATED, "orders")).hasSize(1);
	}

	@ForTheForksOf
	void onePairOfKeysIsGenerated(String plugin) throws IOException {
		assertThat(details(plugin, Event.CREATED, "keys")).hasSize(1);
	}

	@ForTheForksOf
	void severalForksUseTheOneDatabase(String plugin) throws IOException {
		assertThat(uses(plugin).map(Use::pid).distinct()).hasSizeGreaterThan(1);
		assertThat(uses(plugin).map(Use::database).distinct()).hasSize(1);
	}

	@ForTheForksOf
	void theDatabaseThatWasMigratedIsDropped(String plugin) throws IOException {
		List<String> migrated = details(plugin, Event.MIGRATED, "orders");
		assertThat(details(plugin, Event.DROPPED, "orders")).filteredOn(migrated::contains)
			.containsExactlyElementsOf(migrated);
	}

	@ForTheForksOf
	void theDatabaseGoesAfterTheLastUse(String plugin) throws IOException {
		assertThat(ledger(plugin)).extracting(Entry::event).endsWith(Event.USED, Event.DROPPED);
	}

	private static Stream<Use> uses(String plugin) throws IOException {
		return ledger(plugin).stream().filter((entry) -> entry.event() == Event.USED).map((entry) -> {
			String[] details = entry.details().split(",", -1);
			return new Use(entry.pid(), details[0], details[1]);
		});
	}

	private static List<String> details(String plugin, Event event, String subject) throws IOException {
		return ledger(plugin).stream()
			.filter((entry) -> entry.event() == event && entry.subject().equals(subject))
			.map(Entry::details)
			.toList();
	}

	private static List<Entry> ledger(String plugin) throws IOException {
		return SharingLedger
			.read(Path.of(System.getProperty("sharing-ledger.directory", "target/sharing-ledger"), plugin + ".log"));
	}

	/**
	 * A test that runs once for each test plugin.
	 */
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@ParameterizedTest
	@ValueSource(strings = { "surefire", "failsafe" })
	private @interface ForTheForksOf {

	}

	/**
	 * What a test class has used.
	 *
	 * @param pid the JVM that ran it
	 * @param database the name of the database
	 * @param serverStart when its server was started
	 */
	private record Use(long pid, String database, String serverStart) {
	}

}
