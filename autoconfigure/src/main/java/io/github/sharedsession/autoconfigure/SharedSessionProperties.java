package io.github.sharedsession.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of a shared session, with their defaults. IDEs know them by this type; it is
 * no bean, since they are read where there is no context yet, and by contexts only when
 * these share something: who needs one refuses what it can't be.
 *
 * @param enabled Whether beans are shared over JVMs: true, false, or when-parallel. If
 * not, each method is an ordinary bean method, and a recipe's callbacks run for each
 * context.
 * @param id Name of the session within one build root, or, with the stores jdbc and
 * redis, within one of these: there the same on all machines of one run of the build, and
 * of no other. Detected from the build process by default, with the store file. Fixed
 * once per JVM.
 * @param directory Root of the session directories, owned by and accessible to this user
 * only. A relative path is relative to the root of the build. Defaults to
 * ${user.home}/.shared-session. Fixed once per JVM.
 * @param waitTimeout How long a JVM waits for another one to create a shared bean.
 * @param linger How long a resource outlives its last user while other JVMs of the
 * session live; hosted ones without a build that keeps them, by default 5s. Fixed once
 * per JVM.
 * @param host Whether hosted servers run in the session host, a JVM of its own. If false,
 * each runs in the JVM that starts it. Fixed once per JVM.
 * @param hostOptions Options for the JVM of the session host, such as -Xmx1g, separated
 * by white space. Fixed once per JVM.
 * @param report Whether a report of the session is written into the build directory of
 * the build's root.
 * @param database Settings of shared databases.
 * @param cache How much is kept of what outlives its session.
 * @param store Where the JVMs of a session meet: in files, for those of one machine, or
 * in a PostgreSQL database or a Redis, for those of several. Fixed once per JVM.
 * @param jdbc The database of the store jdbc.
 * @param redis The Redis of the store redis.
 */
@ConfigurationProperties("shared-session")
public record SharedSessionProperties(@DefaultValue("true") Enabled enabled, @Nullable String id,
		@Nullable Path directory, @DefaultValue("5m") Duration waitTimeout, @DefaultValue("2s") Duration linger,
		@DefaultValue("true") boolean host, @Nullable String hostOptions, @DefaultValue("true") boolean report,
		@DefaultValue Database database, @DefaultValue Cache cache, @DefaultValue("file") Store store,
		@DefaultValue Jdbc jdbc, @DefaultValue Redis redis) {

	/**
	 * The database of the store jdbc.
	 *
	 * @param url JDBC URL of a PostgreSQL that all machines of the build reach, without a
	 * pooler between that pools transactions. Fixed once per JVM.
	 * @param username User of the database. Fixed once per JVM.
	 * @param password Password of the user. Fixed once per JVM.
	 */
	public record Jdbc(@Nullable String url, @Nullable String username, @Nullable String password) {

		@Override
		public String toString() {
			return "Jdbc[username=" + this.username + "]";
		}

	}

	/**
	 * The Redis of the store redis.
	 *
	 * @param url URL of a Redis that all machines of the build reach, as in
	 * redis://host:6379/0, or with rediss: over TLS. Fixed once per JVM.
	 * @param username User of the Redis. Fixed once per JVM.
	 * @param password Password of the user. Fixed once per JVM.
	 * @param keyPrefix What the names of all keys begin with, in braces. Fixed once per
	 * JVM.
	 * @param lease How long a JVM that is not heard of, as after its death, keeps its
	 * locks. Fixed once per JVM.
	 */
	public record Redis(@Nullable String url, @Nullable String username, @Nullable String password,
			@DefaultValue("shared-session") String keyPrefix, @DefaultValue("10s") Duration lease) {

		@Override
		public String toString() {
			return "Redis[username=" + this.username + "]";
		}

	}

	/**
	 * Where the JVMs of a session meet.
	 */
	public enum Store {

		/**
		 * In files, for the JVMs of one machine.
		 */
		FILE,

		/**
		 * In a PostgreSQL database, for the JVMs of several machines.
		 */
		JDBC,

		/**
		 * In a Redis, for the JVMs of several machines.
		 */
		REDIS

	}

	/**
	 * How much is kept of the beans of the scope CACHED.
	 *
	 * @param maxAge How long one is kept after its last use. Fixed once per JVM.
	 * @param maxEntries How many fingerprints of one bean are kept, those that were used
	 * last. Fixed once per JVM.
	 */
	public record Cache(@DefaultValue("30d") Duration maxAge, @DefaultValue("3") int maxEntries) {
	}

	/**
	 * Settings of shared databases.
	 *
	 * @param keep Which databases are kept after their test, of those that are copied for
	 * each test or test class.
	 */
	public record Database(@DefaultValue("none") Keep keep) {
	}

	/**
	 * Which databases are kept after their test.
	 */
	public enum Keep {

		/**
		 * None.
		 */
		NONE,

		/**
		 * Those of tests that have failed, for a look at them.
		 */
		FAILED

	}

	/**
	 * When beans are shared.
	 */
	public enum Enabled {

		/**
		 * Always.
		 */
		TRUE,

		/**
		 * Never: each method is an ordinary bean method.
		 */
		FALSE,

		/**
		 * Only in a run in which other test JVMs of the build run beside this one.
		 */
		WHEN_PARALLEL

	}

}
