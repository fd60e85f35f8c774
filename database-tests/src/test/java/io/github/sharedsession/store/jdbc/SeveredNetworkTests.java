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
 * A machine whose network fails, that is: a JVM in a network namespace of its own, for
 * which the user has to be root on Linux. All settings are those that users have.
 */
@EnabledIfSystemProperty(named = "long-tests", matches = "true")
class SeveredNetworkTests {

	@Test
	void machineThatIsSeveredLosesTheSessionAndAnotherOneTakesOver(@TempDir Path temporary) throws Exception {
		try (NetworkNamespace far = NetworkNamespace.open();
				OwnPostgres server = new OwnPostgres(temporary.resolve("data"));
				Machines machines = new Machines(temporary)) {
			List<String> database = server.at(NetworkNamespace.OUTSIDE);
			MemberProcess creator = machines.start(far.prefix(), "far", "run", database);
			creator.send("acquire a - checkpoint pause").await("checkpointed a");
			MemberProcess user = machines.start(far.prefix(), "far", "run", database);
			String used = user.send("acquire b -").await("acquired b");
			MemberProcess near = machines.start("near", "run", database).send("acquire a - timeout=60000");
			far.sever();
			// The server finds out by itself, as do members that do nothing
			String value = near.await("acquired a");
			assertThat(user.await("warn")).contains("been lost", "locks");
			far.join();
			creator.send("go");
			assertThat(creator.await("error")).startsWith("SharedSessionStoreException").contains("'a'", "been lost");
			// What it still takes for members holds the locks of those
			server.awaitMembers(1);
			near.send("acquire b -").await("acquired b");
			creator.end();
			user.end();
			assertThat(creator.seen()).noneMatch((event) -> event.startsWith("destroyed"));
			assertThat(user.seen()).noneMatch((event) -> event.startsWith("destroyed"));
			near.end();
			assertThat(near.seen()).contains("destroyed " + value, "destroyed " + used);
			assertThat(machines.seen("creating a")).hasSize(2);
			assertThat(server.records()).isEmpty();
		}
	}

}
