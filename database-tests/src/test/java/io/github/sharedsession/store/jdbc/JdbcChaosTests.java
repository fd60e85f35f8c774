package io.github.sharedsession.store.jdbc;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.core.chaos.ChaosStore;
import io.github.sharedsession.core.chaos.StoreChaosTests;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.jdbc.Postgres;
import org.postgresql.Driver;

/**
 * Chaos of sessions in a database.
 */
class JdbcChaosTests extends StoreChaosTests {

	@Override
	protected ChaosStore store() {
		return new InDatabase();
	}

	/** A schema for each world. */
	public static final class InDatabase implements ChaosStore {

		private static final String SERVER = "chaos.database";

		@Override
		public List<String> options() {
			return List.of("-D" + SERVER + "=" + Postgres.url());
		}

		@Override
		public List<Class<?>> libraries() {
			return List.of(Driver.class);
		}

		private static String schema(Path world) {
			return "chaos_" + Integer.toHexString(world.toAbsolutePath().toString().hashCode());
		}

		@Override
		public void create(Path world) {
			Postgres.execute("DROP SCHEMA IF EXISTS " + schema(world) + " CASCADE");
			Postgres.execute("CREATE SCHEMA " + schema(world));
		}

		@Override
		public SessionSettings settings(SessionSettings ofFiles, Path world) {
			String url = System.getProperty(SERVER) + "?currentSchema=" + schema(world);
			return new SessionSettings(ofFiles.directory(), ofFiles.id(), ofFiles.linger(), ofFiles.cache(),
					new JdbcSettings(url, Postgres.USER, ""));
		}

		@Override
		public Set<String> permanentFiles() {
			return Set.of("lock", "jdbc");
		}

		@Override
		public List<String> remove(Path world) {
			List<String> left = Postgres.query("SELECT directory || '/' || name FROM " + schema(world)
					+ ".shared_session_records WHERE name <> ''");
			Postgres.execute("DROP SCHEMA " + schema(world) + " CASCADE");
			return left;
		}

	}

}
