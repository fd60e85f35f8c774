package io.github.sharedsession.store.jdbc;

import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.store.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server of a session is restarted while members hold locks.
 */
@EnabledIfSystemProperty(named = "long-tests", matches = "true")
class ServerRestartTests {

	@Test
	void allMembersLoseTheSessionAndAreToldAndAnotherOneBegins(@TempDir Path temporary) throws Exception {
		try (OwnPostgres server = new OwnPostgres(temporary.resolve("data"));
				Machines machines = new Machines(temporary)) {
			List<String> database = server.at("localhost");
			MemberProcess creator = machines.start("build-1", "run", database);
			creator.send("acquire a - checkpoint pause").await("checkpointed a");
			MemberProcess user = machines.start("build-2", "run", database);
			String used = user.send("acquire b -").await("acquired b");
			server.restart();
			assertThat(user.await("warn")).contains("jdbc:postgresql://localhost", "been lost", "locks");
			assertThat(user.send("acquire c -").await("error")).contains("'c'", "been lost", "Action:");
			creator.send("go");
			assertThat(creator.await("error")).startsWith("SharedSessionStoreException").contains("'a'", "been lost");
			assertThat(server.records()).containsOnlyOnce("value").containsOnlyOnce("intent");
			creator.end();
			user.end();
			assertThat(machines.seen("destroyed")).isEmpty();
			MemberProcess next = machines.start("build-1", "next run", database);
			next.send("acquire a -").await("acquired a");
			next.send("acquire b -").await("acquired b");
			next.end();
			assertThat(machines.seen("creating a")).hasSize(2);
			assertThat(next.seen()).contains("destroyed " + used)
				.filteredOn((event) -> event.startsWith("destroyed a-"))
				.hasSize(2);
			assertThat(server.records()).isEmpty();
		}
	}

}
