package io.github.sharedsession.store.jdbc;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.jdbc.Postgres;
import io.github.sharedsession.store.SeveralMachinesTests;
import org.junit.jupiter.api.BeforeEach;

/**
 * Several machines with a PostgreSQL.
 */
class JdbcSeveralMachinesTests extends SeveralMachinesTests {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final String schema = "machines_" + COUNT.incrementAndGet();

	@BeforeEach
	void createSchema() {
		Postgres.execute("CREATE SCHEMA " + this.schema);
	}

	@Override
	protected List<String> server() {
		return List.of(Postgres.url() + "?socketTimeout=2&currentSchema=" + this.schema, Postgres.USER);
	}

	@Override
	protected int port() {
		return URI.create(Postgres.url().substring("jdbc:".length())).getPort();
	}

	@Override
	protected void lose(MemberProcess member) {
		Postgres.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE "
				+ "application_name = 'shared-session pid " + member.pid() + "'");
	}

	@Override
	protected List<String> names() {
		return Postgres
			.query("SELECT directory || '/' || name FROM " + this.schema + ".shared_session_records WHERE name <> ''");
	}

}
